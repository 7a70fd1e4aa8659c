"""Declaring sagas. They live with their domain in `apps/<app>/sagas.py` and are found by autodiscovery.

@saga("open_shop")
class OpenShop(Definition):
    steps = (Step("rent", rent_rooms, return_rooms), Step("announce", announce))
"""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, NamedTuple, TypeVar

from apps.system.sagas.models import Saga

Context = dict[str, Any]
Run = Callable[[Context, Saga], Context | None]
Compensate = Callable[[Context, Saga], None]


class Step(NamedTuple):
    """One step: `run` answers what later steps need to know; `compensate` takes its effect back.

    Both get the saga's context (JSON values only) and run in a transaction that commits with the progress, so
    each takes effect once. A refusal (CivalError) by `run` ends the saga and takes back the steps before it.
    """

    name: str
    run: Run
    compensate: Compensate | None = None


class Definition:
    """The steps of a saga in order, and what to do when it has ended."""

    steps: ClassVar[Sequence[Step]] = ()

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
        _definitions[name] = declared()
        return declared

    return register


def definition_of(name: str) -> Definition:
    """The registered saga of this name. Raises LookupError: a run whose code is gone is a defect."""
    if name not in _definitions:
        raise LookupError(f"No saga is registered as {name}.")
    return _definitions[name]
