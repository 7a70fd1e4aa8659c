"""Declaring gauges of the platform as a whole. They are read from the stores when Prometheus asks `web`.

@platform_gauge("service_health_score", "From 0 to 100.")
def read_score(now: datetime) -> float: ...
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

Values = Mapping[tuple[str, ...], float]
Read = Callable[[datetime], Values | float]
R = TypeVar("R", bound=Read)


@dataclass(frozen=True)
class PlatformGauge:
    """A gauge that no process owns: what it is called, and how it is read now."""

    name: str
    help: str
    labels: Sequence[str]
    needs_database: bool
    read: Read

    def values(self, now: datetime) -> Values:
        """Its value by the values of its labels."""
        found = self.read(now)
        return {(): float(found)} if isinstance(found, int | float) else found


_gauges: dict[str, PlatformGauge] = {}


def platform_gauge(
    name: str, help: str, labels: Sequence[str] = (), *, needs_database: bool = True
) -> Callable[[R], R]:
    """Declare a gauge; with labels it answers a value for each tuple of their values.

    While the database is away only those that do not need it are read.
    """

    def register(read: R) -> R:
        if name in _gauges:
            raise ValueError(f"Two gauges are called {name}.")
        _gauges[name] = PlatformGauge(name, help, labels, needs_database, read)
        return read

    return register


def list_gauges() -> list[PlatformGauge]:
    """Every gauge of the platform, by name."""
    return [_gauges[name] for name in sorted(_gauges)]
