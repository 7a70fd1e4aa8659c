"""The latest finding, and a look of one's own where there is none that is fresh.

Beat has the probes run every five seconds. A finding that is older than FRESH says that beat, the workers or
a store have stopped: it is not answered as if it were so now.
"""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic
from typing import Generic, TypeVar

import redis

from apps.system.errors import Unavailable
from apps.system.health.findings import read_kept, read_shared
from apps.system.health.judging import CheckOutcome, Health, judge
from apps.system.health.readiness import database_answers
from apps.system.health.registry import Status
from apps.system.health.services import is_starting, run_probes

FRESH = timedelta(seconds=8)
"""So that within ten seconds after anything died somebody says so, with the time that a look takes."""

REUSED = 2.0
SCHEDULED = "scheduled-checks"
_WEIGHT = 20
_PATIENCE = 2.0
"""With a second for the probe that is asked last, whoever waits for a look has it in three."""


T = TypeVar("T")


class Shared(Generic[T]):
    """What takes a while to find out: one thread looks, the others wait, and all reuse it for a moment."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._turn = threading.Lock()
        self._found: tuple[float, T] | None = None

    def get(self, look: Callable[[], T]) -> T:
        """What was found in the last moments, or what `look` finds."""
        with self._turn:
            if self._found is None or monotonic() - self._found[0] > self._seconds:
                found = look()
                self._found = (monotonic(), found)
            return self._found[1]

    def forget(self) -> None:
        """Have the next one look."""
        self._found = None


own_looks: Shared[Health] = Shared(REUSED)
database_looks: Shared[bool] = Shared(REUSED)


def refuse_without_database() -> None:
    """Raise Unavailable (`database_away`), within seconds, while PostgreSQL does not answer."""
    if not database_looks.get(database_answers):
        raise Unavailable(
            "The database (PostgreSQL) does not answer, so nobody can be signed in or served.",
            code="database_away",
            retry_after=REUSED,
        )


def latest_health(now: datetime) -> Health:
    """The latest finding. Where it is not fresh, this process looks, and names since when checks stopped."""
    last, is_told = _read_latest(now)
    if last is not None and is_told and _is_fresh(last, now):
        return last
    return own_looks.get(lambda: _look(last, now))


def _read_latest(now: datetime) -> tuple[Health | None, bool]:
    """The latest finding, and whether Redis answered: if not, what is kept tells of better times."""
    try:
        shared, is_told = read_shared(), True
    except redis.RedisError:
        shared, is_told = None, False
    if shared is not None and _is_fresh(shared, now):
        return shared, is_told
    known = [each for each in (shared, read_kept()) if each is not None]
    return max(known, key=lambda each: each.as_of, default=None), is_told


def _is_fresh(found: Health, now: datetime) -> bool:
    return now - found.as_of <= FRESH


def _look(last: Health | None, now: datetime) -> Health:
    checks = run_probes(now, last=last, seconds=_PATIENCE)
    if last is None or not _is_fresh(last, now):
        checks.append(_silence(last, now))
    return judge(checks, now)


def _silence(last: Health | None, now: datetime) -> CheckOutcome:
    """The finding that nobody runs the probes on time: beat or the workers do not, or cannot keep it."""
    age = None if last is None else round((now - last.as_of).total_seconds(), 1)
    since = (
        "have not run yet"
        if last is None
        else f"have stopped: the last was at {last.as_of:%Y-%m-%d %H:%M:%S} UTC, {age:.0f} s ago"
    )
    young = is_starting(now)
    return CheckOutcome(
        SCHEDULED,
        _WEIGHT,
        Status.DEGRADED if young else Status.CRITICAL,
        f"The scheduled checks {since}.{' Starting.' if young else ''}",
        {"age_seconds": age},
        now,
        starting=young,
    )
