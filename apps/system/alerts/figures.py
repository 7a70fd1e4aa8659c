"""Figures that rules watch: named by a path into a finding, compared with a threshold. Pure."""

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic.alias_generators import to_snake

from apps.system.health.judging import Health
from apps.system.health.registry import Status

SCORE = "score"
COMPARE: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_RANKS = {status.value: Decimal(rank) for rank, status in enumerate(Status)}


def check_figure(what: str, threshold: str, probes: set[str]) -> str | None:
    """What is wrong with watching this figure for this threshold; None if nothing is."""
    if what == SCORE:
        return None if _number(threshold) is not None else "The score is compared with a number."
    probe, _, rest = what.partition(".")
    if probe not in probes:
        return f"No probe is called {probe}; there are {', '.join(sorted(probes))}."
    if rest == "status":
        return None if threshold in _RANKS else f"A status is compared with one of {', '.join(_RANKS)}."
    if not rest.startswith("measured.") or rest.endswith("."):
        return f"Name {SCORE}, {probe}.status, or a figure as {probe}.measured.name."
    return None if _number(threshold) is not None else "A figure is compared with a number."


def read_figure(found: Health, what: str) -> Decimal | None:
    """The figure in a finding; None where it has none. Of a status its rank, healthy first."""
    if what == SCORE:
        return Decimal(found.score)
    name, _, rest = what.partition(".")
    check = found.find(name)
    if check is None:
        return None
    if rest == "status":
        return _RANKS[check.status]
    value: Any = check.measured
    for step in rest.split(".")[1:]:
        value = _step(value, step)
    return None if isinstance(value, bool) else _number(value)


def is_beyond(value: Decimal, comparison: str, threshold: str) -> bool:
    """Whether a figure is beyond a threshold that `check_figure` has taken."""
    limit = _RANKS.get(threshold)
    return COMPARE[comparison](value, Decimal(threshold) if limit is None else limit)


def say_figure(what: str, value: Decimal) -> str:
    """A figure in words: a status by its name."""
    if what.endswith(".status"):
        return next(word for word, rank in _RANKS.items() if rank == value)
    return format(value, "f")


def _step(value: Any, step: str) -> Any:
    """Into an object by a key, in either spelling; a list counts as its length."""
    if isinstance(value, Mapping):
        return value.get(step, value.get(to_snake(step)))
    return len(value) if isinstance(value, list) and step == "length" else None


def _number(value: Any) -> Decimal | None:
    if not isinstance(value, int | float | str | Decimal):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
