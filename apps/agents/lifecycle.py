"""The states of an agent and the ways between them."""

from collections.abc import Mapping, Set
from enum import StrEnum


class Status(StrEnum):
    """Where an agent stands. Only RUNNING decides; ARCHIVING leads to ARCHIVED, which is the end."""

    CREATED = "created"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    ERROR = "error"
    ARCHIVING = "archiving"
    ARCHIVED = "archived"


class Action(StrEnum):
    """What may be done to an agent; FAIL befalls it, RETRY follows, RETIRE ends archiving."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    FAIL = "fail"
    RETRY = "retry"
    ARCHIVE = "archive"
    RETIRE = "retire"


_BY_ITSELF = {Action.FAIL, Action.RETRY, Action.RETIRE}

_WAYS: Mapping[Action, tuple[Set[Status], Status]] = {
    Action.START: (frozenset({Status.CREATED, Status.STOPPED, Status.ERROR}), Status.RUNNING),
    Action.PAUSE: (frozenset({Status.RUNNING, Status.ERROR}), Status.PAUSED),
    Action.RESUME: (frozenset({Status.PAUSED}), Status.RUNNING),
    Action.STOP: (frozenset({Status.RUNNING, Status.PAUSED, Status.ERROR}), Status.STOPPED),
    Action.FAIL: (frozenset({Status.RUNNING}), Status.ERROR),
    Action.RETRY: (frozenset({Status.ERROR}), Status.RUNNING),
    Action.ARCHIVE: (frozenset(Status) - {Status.ARCHIVING, Status.ARCHIVED}, Status.ARCHIVING),
    Action.RETIRE: (frozenset({Status.ARCHIVING}), Status.ARCHIVED),
}


class NoWay(ValueError):
    """The action does not lead anywhere from this state."""

    def __init__(self, status: Status, action: Action) -> None:
        possible = ", ".join(actions_from(status)) or "not change"
        super().__init__(f"An agent that is {status} cannot {action}; it can {possible}.")


def after(status: Status, action: Action) -> Status:
    """The state that an action leads to. Raises NoWay."""
    allowed_from, target = _WAYS[action]
    if status not in allowed_from:
        raise NoWay(status, action)
    return target


def actions_from(status: Status) -> list[Action]:
    """What people may do to an agent in this state."""
    return [
        action for action, (sources, _) in _WAYS.items() if status in sources and action not in _BY_ITSELF
    ]
