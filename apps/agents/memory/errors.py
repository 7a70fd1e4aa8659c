"""What memory refuses."""

from apps.system.errors import Forbidden, Refused


class NoFarm(Refused):
    """The agent is in no farm, so there is no memory of one."""

    code, title = "no_farm", "In no farm"


class ScopeForbidden(Forbidden):
    """Operators have not allowed agents to write what others read."""

    code, title = "memory_scope_forbidden", "Not allowed to write there"
