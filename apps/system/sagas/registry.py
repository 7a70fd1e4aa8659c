"""Declaring sagas. They live with their domain in `apps/<app>/sagas.py` and are found by autodiscovery.

@saga("open_shop")
class OpenShop(Definition):
    steps = (Step("rent", rent_rooms, return_rooms), Step("announce", announce))
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar, NamedTuple, TypeVar
from uuid import UUID

from apps.system.errors import CivalError, Unavailable
from apps.system.sagas.models import Saga

Context = dict[str, Any]


@dataclass(frozen=True)
class Wait:
    """The answer of a step that is not done: `until` says in words what it waits for.

    What it did so far commits, and what it `learnt` joins the context. It is run again after `poll` seconds,
    or as soon as one of the things of `on` (calls, orders) is told to have ended by `wake_sagas`.
    """

    until: str
    poll: float = 5.0
    on: Sequence[UUID] = ()
    learnt: Context = field(default_factory=dict)


Run = Callable[[Context, Saga], Context | Wait | None]
Compensate = Callable[[Context, Saga], None]


class Step(NamedTuple):
    """One step: `run` answers what later steps need to know, or a Wait; `compensate` takes its effect back.

    Both get the saga's context (JSON values only) and run in a transaction that commits with the progress, so
    each takes effect once; a statement of it takes `statement_timeout` seconds at most. A refusal
    (CivalError) by `run` ends the saga and takes back the steps before it, and the step itself where it had
    waited, for then a part of it may have been done. What breaks otherwise, or is `retryable`, is tried
    `attempts` times in all, with pauses that double from `backoff` seconds to `longest_backoff`. A step that
    has waited longer than `timeout` seconds is given up.
    """

    name: str
    run: Run
    compensate: Compensate | None = None
    timeout: float = 600.0
    attempts: int = 3
    backoff: float = 2.0
    longest_backoff: float = 60.0
    retryable: tuple[type[CivalError], ...] = (Unavailable,)
    statement_timeout: float = 5.0

    def pause_after(self, attempts: int, error: Exception) -> timedelta:
        """How long to wait after so many tries; an error may ask for more (`retry_after`)."""
        asked = error.retry_after or 0.0 if isinstance(error, CivalError) else 0.0
        return timedelta(seconds=max(asked, min(self.longest_backoff, self.backoff * 2 ** (attempts - 1))))


class Definition:
    """The steps of a saga in order, how long it may take, and what to do when it has ended.

    Past the `deadline` it turns back with the code `timed_out`. Once the step `point_of_no_return` is done it
    turns back no more: it goes on until it is done, or needs a person.
    """

    steps: ClassVar[Sequence[Step]] = ()
    deadline: ClassVar[timedelta] = timedelta(hours=1)
    point_of_no_return: ClassVar[str | None] = None

    def completed(self, saga: Saga) -> None:
        """Runs in the transaction of the last step, for example to finish a Deferred call with its result."""

    def failed(self, saga: Saga) -> None:
        """Runs in the last transaction, when the steps were taken back or could not be; see `error_code`."""


D = TypeVar("D", bound=Definition)
_definitions: dict[str, Definition] = {}


def saga(name: str) -> Callable[[type[D]], type[D]]:
    """Register a saga under a name that stays, because runs under way refer to it."""

    def register(declared: type[D]) -> type[D]:
        names = [step.name for step in declared.steps]
        if name in _definitions or not names or len(set(names)) != len(names):
            raise ValueError(f"Saga {name}: its name and those of its steps must be given once.")
        if declared.point_of_no_return not in (None, *names):
            raise ValueError(f"Saga {name}: its point of no return is none of its steps.")
        _definitions[name] = declared()
        return declared

    return register


def definition_of(name: str) -> Definition:
    """The registered saga of this name. Raises LookupError: a run whose code is gone is a defect."""
    if name not in _definitions:
        raise LookupError(f"No saga is registered as {name}.")
    return _definitions[name]


def find_step(saga_name: str, step_name: str) -> Step | None:
    """The declared step of this name; None where the code no longer has it."""
    definition = _definitions.get(saga_name)
    return next((each for each in definition.steps if each.name == step_name), None) if definition else None


def list_definitions() -> Sequence[str]:
    """The names of all registered sagas."""
    return sorted(_definitions)
