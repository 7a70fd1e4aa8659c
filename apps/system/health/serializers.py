"""Health on the wire."""

from datetime import datetime
from typing import Any

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
