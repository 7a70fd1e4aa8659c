"""What runs by the clock, as the code declares it. Apps know no workers: those declare it here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

LEAST_SECONDS, MOST_SECONDS = 1, 86_400


@dataclass(frozen=True)
class DeclaredSchedule:
    """A task that runs each so many seconds. An essential one cannot be turned off."""

    name: str
    task: str
    every: int
    parameters: Mapping[str, Any] = field(default_factory=dict)
    essential: bool = False

    @property
    def most(self) -> int:
        """The longest interval it may have; what safety rests on is never more than minutes away."""
        return max(300, self.every) if self.essential else MOST_SECONDS


_declared: dict[str, DeclaredSchedule] = {}


def declare_schedules(entries: Mapping[str, Mapping[str, Any]]) -> None:
    """Declare schedules: `{name: {task, schedule (seconds), kwargs, essential}}`."""
    for name, entry in entries.items():
        if name in _declared:
            raise ValueError(f"Two schedules are called {name}.")
        _declared[name] = DeclaredSchedule(
            name, entry["task"], int(entry["schedule"]), entry["kwargs"], bool(entry["essential"])
        )


def declared_schedules() -> Mapping[str, DeclaredSchedule]:
    """Every declared schedule, by name."""
    return _declared


@dataclass(frozen=True)
class ScheduleState:
    """A declared schedule as it stands: how often it runs now, whether it does, and when it did."""

    declared: DeclaredSchedule
    every: int
    enabled: bool
    last_run: datetime | None
    total_runs: int
    edited_by_id: UUID | None
    edited_at: datetime | None

    @property
    def next_run(self) -> datetime | None:
        """When it is due; None while it is turned off or has not run yet."""
        if not self.enabled or self.last_run is None:
            return None
        return self.last_run + timedelta(seconds=self.every)
