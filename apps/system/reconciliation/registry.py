"""Declaring reconcilers. They live with their domain in `apps/<app>/reconcilers.py`, found by autodiscovery.

@reconciler("ledger-sums", every=60)
def ledger_sums(look: Look) -> Iterator[Mismatch]: ...
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.system.alerts.models import Alert
from apps.system.errors import NotFound


@dataclass(frozen=True)
class Mismatch:
    """Two records of one thing that do not agree, with the figures of both.

    `subject` names the thing and stays the same from run to run (`balance:<account>:USD`). `actor_id` is whom
    it stops: an account's actor, the root for what concerns all, None where nothing is to be stopped.
    """

    subject: str
    detail: str
    measured: Mapping[str, Any]
    actor_id: UUID | None = None
    severity: Alert.Severity = Alert.Severity.CRITICAL


@dataclass
class Look:
    """One run as its reconciler sees it: what to look at, and where it notes how much it has looked at.

    `position` is what the last run `reached`; a full run looks at all of history and need not heed it. All
    statements of a run see one snapshot of the database.
    """

    now: datetime
    is_full: bool
    position: Mapping[str, Any] = field(default_factory=dict)
    checked: int = 0
    reached: dict[str, Any] = field(default_factory=dict)


Compare = Callable[[Look], Iterable[Mismatch]]


@dataclass(frozen=True)
class Reconciler:
    """A registered reconciler: how often it runs (seconds), and how long one statement of it may take."""

    name: str
    every: float
    full_every: float
    statement_timeout: float
    compare: Compare


_reconcilers: dict[str, Reconciler] = {}


def reconciler(
    name: str, *, every: float, full_every: float = 86_400, statement_timeout: float = 30
) -> Callable[[Compare], Compare]:
    """Register `def compare(look) -> Iterator[Mismatch]` under a kebab-case name. It only reads.

    It runs every so many seconds, and over all of history once in `full_every` seconds, as well as until
    nothing is amiss any more once something was.
    """

    def register(compare: Compare) -> Compare:
        if name in _reconcilers or every <= 0:
            raise ValueError(f"Reconciler {name}: a name is given once, and it runs every so many seconds.")
        _reconcilers[name] = Reconciler(name, every, full_every, statement_timeout, compare)
        return compare

    return register


def list_reconcilers() -> Sequence[Reconciler]:
    """Every registered reconciler, by name."""
    return [_reconcilers[name] for name in sorted(_reconcilers)]


def get_reconciler(name: str) -> Reconciler:
    """The reconciler of this name. Raises NotFound (`unknown_reconciler`)."""
    if name not in _reconcilers:
        known = ", ".join(sorted(_reconcilers))
        raise NotFound(f"There is no reconciler {name[:64]!a}; there are {known}.", code="unknown_reconciler")
    return _reconcilers[name]
