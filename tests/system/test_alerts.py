"""An alert is raised once, counts what is seen again, and ends when it is over."""

from datetime import UTC, datetime, timedelta

import pytest

from apps.system.alerts.models import Alert
from apps.system.alerts.services import raise_alert, settle_alert
from apps.system.events.models import Event

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def _raise(now: datetime = NOW, title: str = "Redis does not answer") -> Alert:
    return raise_alert(
        source="health", subject="probe:redis", severity=Alert.Severity.CRITICAL, title=title, now=now
    )


def _told() -> list[str]:
    return [event.payload["status"] for event in Event.objects.filter(type="system.alert").order_by("id")]


def test_the_same_seen_again_counts_and_is_told_once() -> None:
    first, second = _raise(), _raise(NOW + timedelta(seconds=5), "Redis still does not answer")
    assert second.id == first.id
    assert (second.times_seen, second.title) == (2, "Redis still does not answer")
    assert second.seen_at - second.raised_at == timedelta(seconds=5)
    assert _told() == ["OPEN"]


def test_what_is_over_resolves_by_itself_and_may_be_raised_again() -> None:
    first = _raise()
    settled = settle_alert(source="health", subject="probe:redis", now=NOW)
    assert settled is not None
    assert (settled.id, settled.status, settled.resolved_by) == (first.id, "RESOLVED", None)
    assert settle_alert(source="health", subject="probe:redis", now=NOW) is None
    assert _raise().id != first.id
    assert _told() == ["OPEN", "RESOLVED", "OPEN"]
