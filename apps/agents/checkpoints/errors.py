"""What checkpoints refuse."""

from apps.system.errors import Refused


class CannotRestore(Refused):
    """The agent could not go on from that state."""

    code, title = "checkpoint_does_not_fit", "The checkpoint does not fit"


class MustStandStill(Refused):
    """A running agent would decide while it is being restored."""

    code, title = "agent_runs", "Pause it first"


class TooMuch(Refused):
    """The state is larger than is kept, or there are too many checkpoints."""

    code, title = "too_many_checkpoints", "Too much to keep"
