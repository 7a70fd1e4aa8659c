"""From how long something has been silent, or how late it is, to a finding."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from apps.system.health.registry import ProbeResult, Status
from apps.system.health.services import is_starting

Limits = tuple[float, float, float]
"""From when on, in seconds, something is degraded, critical, offline."""

SILENCE: Limits = (7, 12, 20)
"""For what shows itself every five seconds or more often."""


def grade(seconds: float, limits: Limits) -> Status:
    """How bad so many seconds are."""
    degraded, critical, offline = limits
    if seconds <= degraded:
        return Status.HEALTHY
    return Status.OFFLINE if seconds > offline else Status.CRITICAL if seconds > critical else Status.DEGRADED


def worst(statuses: "list[Status]") -> Status:
    """The worst of some findings; healthy where there are none."""
    return max(statuses, key=list(Status).index, default=Status.HEALTHY)


def age_of(at: datetime | None, now: datetime) -> float | None:
    """How many seconds ago; None for never."""
    return None if at is None else round(max(0.0, (now - at).total_seconds()), 1)


def judge_silence(
    at: datetime | None, now: datetime, good: str, bad: str, *, limits: Limits = SILENCE
) -> ProbeResult:
    """By how long ago something was last heard of; never is offline."""
    age = age_of(at, now)
    status = Status.OFFLINE if age is None else grade(age, limits)
    if status == Status.HEALTHY:
        return ProbeResult(Status.HEALTHY, good, {"age_seconds": age})
    since = "yet" if age is None else f"for {age:.0f} s"
    return ProbeResult(status, f"{bad} {since}.", {"age_seconds": age}, starting=is_starting(now))


def judge_lag(
    lag: float, now: datetime, who: str, measured: Mapping[str, Any], *, limits: Limits
) -> ProbeResult:
    """By how late something is."""
    measured = {**measured, "lag_seconds": round(lag, 3)}
    status = grade(lag, limits)
    if status == Status.HEALTHY:
        return ProbeResult(status, f"{who} keeps up.", measured)
    return ProbeResult(status, f"{who} is {lag:.0f} s late.", measured, starting=is_starting(now))
