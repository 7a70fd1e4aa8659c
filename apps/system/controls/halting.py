"""What a strict halt has done: apps say in `apps/<app>/halting.py` what they cancel and close, and how.

    @enforcer("trading", count=count_left)
    def enforce(halt: Halt, now: datetime) -> Step: ...

The platform calls it again and again, in a transaction of its own that locks the halt, until nothing is left
or the halt is released; a crash at any moment only means that it is called again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from apps.system.access.models import Actor
from apps.system.controls.models import Halt


@dataclass(frozen=True)
class Remains:
    """How much of what a halt binds is still there."""

    orders: int = 0
    positions: int = 0

    def __add__(self, other: "Remains") -> "Remains":
        return Remains(self.orders + other.orders, self.positions + other.positions)


@dataclass(frozen=True)
class Step:
    """What a bounded step came to: whether the next can follow at once; what cannot be done, and why."""

    may_have_more: bool = False
    stuck: Sequence[str] = ()


Count = Callable[[Actor], Remains]
Enforce = Callable[[Halt, datetime], Step]


@dataclass(frozen=True)
class Enforcer:
    """How one app does what a halt's level asks for."""

    name: str
    count: Count
    enforce: Enforce


_enforcers: dict[str, Enforcer] = {}


def enforcer(name: str, *, count: Count) -> Callable[[Enforce], Enforce]:
    """Register how an app enforces a halt. It must be idempotent, bounded, and heed `halt.level`."""

    def register(enforce: Enforce) -> Enforce:
        if name in _enforcers:
            raise ValueError(f"Two enforcers are called {name}.")
        _enforcers[name] = Enforcer(name, count, enforce)
        return enforce

    return register


def list_enforcers() -> list[Enforcer]:
    """Every enforcer, by name."""
    return [_enforcers[name] for name in sorted(_enforcers)]


def count_remains(target: Actor) -> Remains:
    """What is still there of everything that a halt of this actor binds."""
    return sum((each.count(target) for each in list_enforcers()), Remains())
