"""Why an agent stands still by itself, and when it is tried again: pure.

What may pass (a provider that is away, a bar on which a strategy breaks) is tried again, later and later, and
in the end no more. What only people can mend is not.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from apps.system.mesh.backoff import next_delay
from apps.trading.types import Interval

DELAYS = tuple(timedelta(minutes=each) for each in (1, 4, 15, 60, 240))
"""Before each retry, a fifth shorter or longer; after the last, people decide."""

CALM = timedelta(hours=6)
CALM_BARS = 3
"""Who has run for six hours and three of its bars since it last failed begins to count anew."""


@dataclass(frozen=True)
class Failure:
    """What keeps an agent from deciding.

    `may_pass`: it is tried again. `until`: not before then, and as often as it takes, because then it passes.
    """

    code: str
    detail: str
    may_pass: bool
    until: datetime | None = None


@dataclass(frozen=True)
class Past:
    """How often an agent was tried again since it was last well, and when it last failed."""

    retries: int
    failed_at: datetime | None


@dataclass(frozen=True)
class Plan:
    """What comes next: how many retries there will have been, and when the next one is (None: never)."""

    retries: int
    next_retry_at: datetime | None


def plan_retry(failure: Failure, past: Past, interval: Interval, *, now: datetime, random: Random) -> Plan:
    """When an agent that failed just now is tried again."""
    done = 0 if _is_calm(past, interval, now) else past.retries
    if failure.until is not None:
        return Plan(done, failure.until + timedelta(seconds=random.uniform(0, DELAYS[0].total_seconds())))
    delay = next_delay(DELAYS, done + 1, random) if failure.may_pass else None
    return Plan(done, None) if delay is None else Plan(done + 1, now + delay)


def _is_calm(past: Past, interval: Interval, now: datetime) -> bool:
    return past.failed_at is None or now - past.failed_at >= CALM + CALM_BARS * interval.length
