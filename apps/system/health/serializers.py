"""Health on the wire."""

from datetime import datetime
from typing import Any
from uuid import UUID

from apps.system.health.judging import Health
from apps.system.health.models import HealthSnapshot
from apps.system.types import WireModel


class ProbeOut(WireModel):
    """One probe: `status` is healthy, degraded, critical or offline; `measured` holds its figures."""

    name: str
    status: str
    detail: str
    weight: int
    measured: dict[str, Any]
    as_of: datetime
    age_seconds: float


class HealthOut(WireModel):
    """The whole platform: healthy from 90 points, degraded from 70, critical from 30, else offline.

    `as_of` is when the probes were last run, `age_seconds` how long ago that is.
    """

    overall: str
    score: int
    starting: bool
    reasons: list[str]
    checks: list[ProbeOut]
    as_of: datetime
    age_seconds: float


class FindingOut(WireModel):
    """A finding of the past: it was so from `recorded_at` to `as_of` at least; each check by its name.

    `is_change`: it differs from the finding before it. Others are kept once a minute.
    """

    id: UUID
    overall: str
    score: int
    starting: bool
    is_change: bool
    reasons: list[str]
    statuses: dict[str, str]
    recorded_at: datetime
    as_of: datetime


def present_health(found: Health, now: datetime) -> HealthOut:
    """A finding with how old it, and each check in it, is."""
    checks = [
        ProbeOut(
            name=each.name,
            status=each.status,
            detail=each.detail,
            weight=each.weight,
            measured=dict(each.measured),
            as_of=each.as_of,
            age_seconds=_age(each.as_of, now),
        )
        for each in found.checks
    ]
    return HealthOut(
        overall=found.overall,
        score=found.score,
        starting=found.starting,
        reasons=list(found.reasons),
        checks=checks,
        as_of=found.as_of,
        age_seconds=_age(found.as_of, now),
    )


def present_finding(row: HealthSnapshot) -> FindingOut:
    """A finding of the past, each check by its status alone."""
    fields = {name: getattr(row, name) for name in FindingOut.model_fields if name != "statuses"}
    return FindingOut(**fields, statuses={each["name"]: each["status"] for each in row.checks})


def _age(at: datetime, now: datetime) -> float:
    return round(max(0.0, (now - at).total_seconds()), 3)
