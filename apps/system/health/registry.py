"""Declaring health probes. They live with what they look at, in `apps/<app>/probes.py`.

A probe is `@probe("sequencer", weight=40)` on a function that takes the time and answers a ProbeResult.
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


Check = Callable[[datetime], ProbeResult]


@dataclass(frozen=True)
class Probe:
    """A registered probe. `weight` is how many of 100 points the platform loses when the thing is offline."""

    name: str
    weight: int
    check: Check
    needs_database: bool


DATABASE = "database"
_probes: dict[str, Probe] = {}


def probe(name: str, weight: int, *, needs_database: bool = True) -> Callable[[Check], Check]:
    """Register a probe: its name (kebab-case) and the points of 100 lost when it finds its thing offline.

    A probe only looks, takes milliseconds, and may raise: that is reported as offline with the reason. Its
    queries are cut off after a second; while the database is away only those that do not need it are asked.
    """

    def register(check: Check) -> Check:
        if name in _probes or not 0 < weight <= 100:
            raise ValueError(f"Probe {name}: a name is given once, a weight lies in 1..100.")
        _probes[name] = Probe(name, weight, check, needs_database)
        return check

    return register


def list_probes() -> list[Probe]:
    """Every registered probe, by name; the database first, because most others ask it."""
    return sorted(_probes.values(), key=lambda each: (each.name != DATABASE, each.name))
