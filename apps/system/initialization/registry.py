"""Declaring the steps that bring a database to what the code expects, in `apps/<app>/initialize.py`.

@step("instruments")
def list_instruments(now: datetime) -> Found: ...
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar


@dataclass(frozen=True)
class Found:
    """What a step found (a sentence for people) and what it changed, thing by thing; nothing: as it was."""

    detail: str
    changed: Sequence[str] = ()


Run = Callable[[datetime], Found]
R = TypeVar("R", bound=Run)


@dataclass(frozen=True)
class Step:
    """A declared step."""

    name: str
    run: Run


_steps: dict[str, Step] = {}


def step(name: str) -> Callable[[R], R]:
    """Declare a step. It changes nothing when it is run again, commits what it does, and raises CivalError
    where it cannot be done. Steps run in the order of their apps, those of `system` first.
    """

    def register(run: R) -> R:
        if name in _steps:
            raise ValueError(f"Two steps of initialization are called {name}.")
        _steps[name] = Step(name, run)
        return run

    return register


def list_steps() -> list[Step]:
    """Every declared step, in order."""
    return list(_steps.values())
