"""What agents refuse."""

from apps.system.errors import Conflict, NotFound, Refused


class UnknownType(Refused):
    """No strategy of this kind exists."""

    code, title = "unknown_agent_type", "Unknown agent type"


class BadSettings(Refused):
    """The strategy does not take these parameters; `errors` point at them."""

    code, title = "invalid_parameters", "Invalid parameters"


class NotPossibleNow(Refused):
    """The agent's state does not allow the action."""

    code, title = "invalid_transition", "Not possible in this state"


class HoldsPositions(Refused):
    """The agent still holds something; `details` lists what."""

    code, title = "agent_holds_positions", "Positions are open"


class UnknownFarm(NotFound):
    """No such farm, or not one that the caller may use."""

    code, title = "unknown_farm", "Unknown farm"


class CreationOff(Refused):
    """Operators have turned the creation of agents off."""

    code = "creation_off"


class RunUnderWay(Conflict):
    """The thread's earlier run has not ended."""

    code, title = "run_in_progress", "Another run is under way"


class Superseded(Exception):
    """The run was cancelled, or is another worker's by now: nothing more of it is written here."""
