"""Raising alerts once, settling them when what they told of is over, and dealing with them by hand."""

from collections.abc import Container, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from apps.system.access.models import Actor
from apps.system.alerts.events import AlertChanged
from apps.system.alerts.models import Alert
from apps.system.errors import Conflict
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


def settle_others(*, source: str, prefix: str, standing: Container[str], now: datetime) -> None:
    """Settle every open alert of a source whose subject begins so, but for those of what still stands."""
    open_alerts = Alert.objects.filter(source=source, subject__startswith=prefix, resolved_at=None)
    for subject in open_alerts.order_by("id").values_list("subject", flat=True):
        if subject not in standing:
            settle_alert(source=source, subject=subject, now=now)


@transaction.atomic
def acknowledge_alert(*, by: Actor, alert: Alert, note: str, now: datetime) -> Alert:
    """A person knows. Known already: the alert that stands is answered. Raises Conflict once it has ended."""
    alert = Alert.objects.select_for_update().get(id=alert.id)
    if alert.status == Alert.Status.RESOLVED:
        raise Conflict("This alert has ended.", code="alert_resolved")
    if alert.status == Alert.Status.ACKNOWLEDGED:
        return alert
    alert.status, alert.note = Alert.Status.ACKNOWLEDGED, note
    alert.acknowledged_by, alert.acknowledged_at = by.id, now
    alert.save(update_fields=["status", "note", "acknowledged_by", "acknowledged_at"])
    _tell(alert)
    return alert


@transaction.atomic
def resolve_alert(*, by: Actor, alert: Alert, note: str, now: datetime) -> Alert:
    """A person ends it. Ended already: the alert as it ended is answered.

    What its source still finds to be so raises a new one; a rule of health waits for its cooldown first.
    """
    alert = Alert.objects.select_for_update().get(id=alert.id)
    if alert.status == Alert.Status.RESOLVED:
        return alert
    alert.status, alert.note = Alert.Status.RESOLVED, note or alert.note
    alert.resolved_by, alert.resolved_at = by.id, now
    alert.save(update_fields=["status", "note", "resolved_by", "resolved_at"])
    _tell(alert)
    return alert


def tell_again(alert: Alert) -> None:
    """Tell of an alert that stands, as if it had just been raised."""
    _tell(alert)


def _tell(alert: Alert) -> None:
    """Append the event that tells how an alert stands, and keep which one it was."""
    news = AlertChanged(
        alert_id=alert.id,
        source=alert.source,
        subject=alert.subject,
        severity=alert.severity,
        status=alert.status,
        title=alert.title,
        detail=alert.detail,
    )
    alert.event_id = append_event(news, audience=alert.audience)
    Alert.objects.filter(id=alert.id).update(event_id=alert.event_id)
