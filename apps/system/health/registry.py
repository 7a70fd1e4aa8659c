"""Declaring health probes. They live with what they look at, in `apps/<app>/probes.py`.

A probe is `@probe("sequencer", weight=40)` on a function that takes the time and answers a ProbeResult, or
None where what it looks at is not configured here: then it is left out of the list.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """How one thing, or the whole platform, is doing."""

    HEALTHY = "healthy"
    DEGRADED = "degraded"
    CRITICAL = "critical"
    OFFLINE = "offline"


@dataclass(frozen=True)
class ProbeResult:
    """What a probe found: a sentence for people in `detail`, and the figures it rests on in `measured`.

    `starting` marks what may be missing only because the platform has just been started (`is_starting`): it
    then counts as degraded at worst.
    """

    status: Status
    detail: str
    measured: Mapping[str, Any] = field(default_factory=dict)
    starting: bool = False


Check = Callable[[datetime], ProbeResult | None]
C = Callable[[Check], Check]


@dataclass(frozen=True)
class Probe:
    """A registered probe. `weight` is how many of 100 points the platform loses when the thing is offline."""

    name: str
    weight: int
    check: Check
    needs_database: bool
    needs_redis: bool

    def needs(self, store: str) -> bool:
        """Whether it cannot look without this store."""
        return {DATABASE: self.needs_database, REDIS: self.needs_redis}[store]


DATABASE, REDIS = "database", "redis"
STORES = {DATABASE: "PostgreSQL", REDIS: "Redis"}
"""What the probes of stores look at. They are asked first, because the others ask the stores."""

_probes: dict[str, Probe] = {}


def probe(name: str, weight: int, *, needs_database: bool = True, needs_redis: bool = False) -> C:
    """Register a probe: its name (kebab-case) and the points of 100 lost when it finds its thing offline.

    A probe only looks, takes milliseconds, and may raise: that is reported as offline with the reason. Its
    queries are cut off after a second; while a store is away only those that do not need it are asked.
    """

    def register(check: Check) -> Check:
        if name in _probes or not 0 < weight <= 100:
            raise ValueError(f"Probe {name}: a name is given once, a weight lies in 1..100.")
        _probes[name] = Probe(name, weight, check, needs_database, needs_redis)
        return check

    return register


def list_probes() -> list[Probe]:
    """Every registered probe, the stores first, then by name."""
    return sorted(_probes.values(), key=lambda each: (each.name not in STORES, each.name))
