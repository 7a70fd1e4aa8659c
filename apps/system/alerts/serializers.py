"""Alerts and their rules on the wire."""

from datetime import datetime
from typing import Any
from uuid import UUID

from apps.system.types import WireModel


class AlertOut(WireModel):
    """What somebody should look at: OPEN, ACKNOWLEDGED (a person knows) or RESOLVED.

    `resolved_by` is null where it ended by itself, `audience` where it concerns the whole platform.
    """

    id: UUID
    source: str
    subject: str
    severity: str
    status: str
    title: str
    detail: str
    measured: dict[str, Any]
    audience: UUID | None
    raised_at: datetime
    seen_at: datetime
    times_seen: int
    acknowledged_by: UUID | None
    acknowledged_at: datetime | None
    resolved_by: UUID | None
    resolved_at: datetime | None
    note: str


class AlertRuleOut(WireModel):
    """When an alert is raised: `what` is beyond `threshold` for `for_seconds`.

    `is_breached` is what was found last, since `turned_at`; `seed` names the default it was, or is empty.
    """

    id: UUID
    name: str
    what: str
    comparison: str
    threshold: str
    severity: str
    for_seconds: int
    cooldown_seconds: int
    is_enabled: bool
    is_breached: bool
    turned_at: datetime | None
    seed: str
    updated_by: UUID | None
    updated_at: datetime
