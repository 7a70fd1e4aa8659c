"""Raising alerts once, and settling them when what they told of is over."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from apps.system.alerts.events import AlertChanged
from apps.system.alerts.models import Alert
from apps.system.events.services import append_event


@transaction.atomic
def raise_alert(
    *,
    source: str,
    subject: str,
    severity: Alert.Severity,
    title: str,
    detail: str = "",
    measured: Mapping[str, Any] | None = None,
    audience: UUID | None = None,
    now: datetime,
) -> Alert:
    """Have an open alert of this source and subject. Where one is open, it is seen once more, silently.

    Without `audience` it concerns the platform and everybody may see it; with it, that owner.
    """
    found = {"severity": severity, "title": title, "detail": detail, "measured": dict(measured or {})}
    alert, is_new = Alert.objects.get_or_create(
        source=source,
        subject=subject,
        resolved_at=None,
        defaults={**found, "audience": audience, "raised_at": now, "seen_at": now},
    )
    if is_new:
        _tell(alert)
        return alert
    Alert.objects.filter(id=alert.id).update(**found, seen_at=now, times_seen=F("times_seen") + 1)
    alert.refresh_from_db()
    return alert


@transaction.atomic
def settle_alert(*, source: str, subject: str, now: datetime) -> Alert | None:
    """What an alert told of is no longer so: it resolves by itself. None where none was open."""
    alert = Alert.objects.select_for_update().filter(source=source, subject=subject, resolved_at=None).first()
    if alert is None:
        return None
    alert.status, alert.resolved_at = Alert.Status.RESOLVED, now
    alert.save(update_fields=["status", "resolved_at"])
    _tell(alert)
    return alert


def _tell(alert: Alert) -> None:
    news = AlertChanged(
        alert_id=alert.id,
        source=alert.source,
        subject=alert.subject,
        severity=alert.severity,
        status=alert.status,
        title=alert.title,
        detail=alert.detail,
    )
    append_event(news, audience=alert.audience)
