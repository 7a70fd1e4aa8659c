"""An alert is raised once, counts what is seen again, and ends when it is over or somebody ends it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from apps.system.access.models import Actor, Role
from apps.system.access.services import create_team
from apps.system.alerts.models import Alert
from apps.system.alerts.selectors import list_alerts
from apps.system.alerts.services import acknowledge_alert, raise_alert, resolve_alert, settle_alert
from apps.system.errors import Conflict
from apps.system.events.models import Event
from tests.queries import assert_constant_queries
from tests.system.people import actor_of, client_of, make_person

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
ALERTS = "/api/v1/system/alerts"
pytestmark = pytest.mark.django_db


def _raise(
    now: datetime = NOW,
    title: str = "Redis does not answer",
    *,
    subject: str = "probe:redis",
    audience: UUID | None = None,
) -> Alert:
    severity = Alert.Severity.CRITICAL
    return raise_alert(
        source="health", subject=subject, severity=severity, title=title, audience=audience, now=now
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


def test_a_person_acknowledges_once_and_the_alert_stays_until_it_is_over() -> None:
    alert, first, second = _raise(), actor_of(Role.OPERATOR), actor_of(Role.OPERATOR)
    known = acknowledge_alert(by=first, alert=alert, note="Looking.", now=NOW)
    assert (known.status, known.acknowledged_by, known.note) == ("ACKNOWLEDGED", first.id, "Looking.")
    again = acknowledge_alert(by=second, alert=alert, note="Me too.", now=NOW)
    assert (again.acknowledged_by, again.note) == (first.id, "Looking.")

    seen = _raise(NOW + timedelta(seconds=5))
    assert (seen.id, seen.status) == (alert.id, "ACKNOWLEDGED")
    settle_alert(source="health", subject="probe:redis", now=NOW)
    assert _told() == ["OPEN", "ACKNOWLEDGED", "RESOLVED"]


def test_a_person_ends_an_alert_and_it_cannot_be_acknowledged_any_more() -> None:
    alert, operator = _raise(), actor_of(Role.OPERATOR)
    ended = resolve_alert(by=operator, alert=alert, note="Restarted it.", now=NOW)
    assert (ended.status, ended.resolved_by, ended.note) == ("RESOLVED", operator.id, "Restarted it.")
    later = resolve_alert(by=actor_of(), alert=alert, note="", now=NOW + timedelta(hours=1))
    assert (later.resolved_by, later.resolved_at) == (operator.id, NOW)
    with pytest.raises(Conflict, match="ended"):
        acknowledge_alert(by=operator, alert=alert, note="", now=NOW)
    assert _told() == ["OPEN", "RESOLVED"]


def test_the_platforms_alerts_are_everybodys_and_an_owners_are_seen_from_their_seats() -> None:
    owner, stranger, admin = actor_of(), actor_of(), actor_of(Role.ADMIN)
    mate = actor_of()
    team = create_team(name="Desk", founder=mate)
    ours = [_raise(), _raise(subject="a", audience=owner.id), _raise(subject="b", audience=team.id)]
    platform, owners, teams = (each.id for each in ours)

    def seen(actor: Actor) -> set[UUID]:
        return set(list_alerts(Actor.objects.get(id=actor.id)).values_list("id", flat=True))

    assert seen(owner) == {platform, owners}
    assert seen(mate) == {platform, teams}
    assert seen(stranger) == {platform}
    assert seen(admin) == {platform, owners, teams}


def test_alerts_are_listed_newest_first_and_narrowed() -> None:
    client = client_of(make_person())
    first, second = _raise(), _raise(subject="probe:market")
    settle_alert(source="health", subject="probe:redis", now=NOW)

    rows = client.get("/api/v1/system/alerts").json()["results"]
    assert [row["id"] for row in rows] == [str(second.id), str(first.id)]
    for query, found in (
        ({"status": "OPEN"}, [second]),
        ({"status": "RESOLVED"}, [first]),
        ({"severity": "CRITICAL", "source": "health"}, [second, first]),
        ({"severity": "INFO"}, []),
        ({"source": "reconciliation"}, []),
        ({"open": "true"}, [second]),
        ({"open": "false"}, [first]),
    ):
        listed = client.get(ALERTS, query).json()["results"]
        assert [row["id"] for row in listed] == [str(each.id) for each in found]
    assert client.get(ALERTS, {"status": "open"}).json()["code"] == "invalid_query"


def test_listing_alerts_takes_the_same_queries_for_many() -> None:
    client, numbers = client_of(make_person()), iter(range(100))
    assert_constant_queries(lambda: client.get(ALERTS), lambda: _raise(subject=f"probe:{next(numbers)}"))


def test_an_operator_acknowledges_and_resolves_over_rest() -> None:
    operator, alert = make_person(Role.OPERATOR), _raise()
    client = client_of(operator)
    known = client.post(f"/api/v1/system/alerts/{alert.id}/acknowledge", {"note": "Looking."}, format="json")
    assert (known.status_code, known.json()["status"], known.json()["note"]) == (
        200,
        "ACKNOWLEDGED",
        "Looking.",
    )
    ended = client.post(f"/api/v1/system/alerts/{alert.id}/resolve", {"note": "Done."}, format="json")
    assert (ended.json()["status"], ended.json()["resolvedBy"]) == ("RESOLVED", str(operator.actor.id))
    again = client.post(f"{ALERTS}/{alert.id}/acknowledge", {}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "alert_resolved")


def test_nobody_deals_with_an_alert_who_may_not_see_it_or_not_operate() -> None:
    alert = _raise(audience=actor_of().id)
    stranger = client_of(make_person(Role.OPERATOR))
    assert stranger.post(f"{ALERTS}/{alert.id}/resolve", {}, format="json").status_code == 404
    trader = client_of(make_person(Role.TRADER))
    refused = trader.post(f"{ALERTS}/{_raise().id}/resolve", {}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")
