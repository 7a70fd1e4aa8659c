"""What farms refuse."""

from apps.system.errors import Refused


class AlreadyMember(Refused):
    """The agent is in the farm already."""

    code, title = "already_member", "Already in the farm"
