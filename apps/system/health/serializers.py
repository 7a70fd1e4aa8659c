"""Health on the wire."""

from datetime import datetime
from typing import Any

from apps.system.health.models import Heartbeat
from apps.system.types import WireModel


class ProbeOut(WireModel):
    """One probe: `status` is healthy, degraded, critical or offline; `measured` holds its figures."""

    name: str
    status: str
    detail: str
    weight: int
    measured: dict[str, Any]
    as_of: datetime


class HealthOut(WireModel):
    """The whole platform: healthy from 90 points, degraded from 70, critical from 30, else offline."""

    overall: str
    score: int
    starting: bool
    reasons: list[str]
    checks: list[ProbeOut]
    as_of: datetime


class ServiceOut(WireModel):
    """The last sign of life of one process; `age` in seconds."""

    process: str
    kind: str
    at: datetime
    age: float
    details: dict[str, Any]


class ServicesOut(WireModel):
    """Every process that has ever shown itself."""

    results: list[ServiceOut]
    as_of: datetime


def present_service(row: Heartbeat, now: datetime) -> ServiceOut:
    """A process and how long ago it was heard of."""
    age = round((now - row.at).total_seconds(), 3)
    return ServiceOut(process=row.process, kind=row.kind, at=row.at, age=age, details=row.details)
