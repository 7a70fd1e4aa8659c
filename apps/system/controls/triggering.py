"""What engages the kill switch by itself. Apps declare triggers in `apps/<app>/triggers.py`.

    @trigger("drawdown")
    def find_drawdowns(now: datetime) -> list[Breach]: ...

A trigger answers everybody who is over a limit at this moment, in a fixed number of queries. It leaves out
whom it halted and somebody released, until there is new information: which that is, each trigger says.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.system.access.models import Actor
from apps.system.controls.levels import HaltLevel


@dataclass(frozen=True)
class Breach:
    """Somebody is over a limit: whom to halt, how far, and why, with the figures and the limit.

    `subject` is what the alert is about; several breaches may share one. `audience` is the owner whom it
    concerns, None the platform.
    """

    target: Actor
    level: HaltLevel
    title: str
    reason: str
    subject: str
    measured: Mapping[str, Any] = field(default_factory=dict)
    audience: UUID | None = None


FindBreaches = Callable[[datetime], Sequence[Breach]]


@dataclass(frozen=True)
class Trigger:
    """A registered trigger. One that `clears` lets go by itself of whom it halted when the cause is over.

    What it halts is released by its owner (`owner_may_release`), or else by admins only.
    """

    name: str
    find: FindBreaches
    clears: bool
    owner_may_release: bool


_triggers: dict[str, Trigger] = {}


def trigger(
    name: str, *, clears: bool = False, owner_may_release: bool = True
) -> Callable[[FindBreaches], FindBreaches]:
    """Register a trigger; it is asked every few seconds."""

    def register(find: FindBreaches) -> FindBreaches:
        if name in _triggers:
            raise ValueError(f"Two triggers are called {name}.")
        _triggers[name] = Trigger(name, find, clears, owner_may_release)
        return find

    return register


def list_triggers() -> list[Trigger]:
    """Every trigger, by name."""
    return [_triggers[name] for name in sorted(_triggers)]
