"""Findings are kept, told of when they change, and never answered as fresh once they are not."""

import threading
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from apps.system.events.models import Event
from apps.system.health import latest
from apps.system.health.findings import forget_findings, keep_finding, read_kept, read_shared, share_finding
from apps.system.health.judging import CheckOutcome, Health, judge
from apps.system.health.latest import SCHEDULED, Shared, latest_health
from apps.system.health.models import HealthSnapshot
from apps.system.health.registry import ProbeResult, Status, list_probes, probe
from apps.system.ids import id_floor
from apps.system.redis import hurried_redis, key, redis_client
from apps.system.tasks import check_health, forget_health
from tests.queries import count_queries
from tests.system.people import client_of, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_finding")]

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
DETAILED = "/api/v1/system/health/detailed"


def _finding(at: datetime, *, mail: Status = Status.HEALTHY, detail: str = "Answers.") -> Health:
    return judge([CheckOutcome("mail", 50, mail, detail, {"sent": 3}, at)], at)


@pytest.fixture
def slow_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long a request takes here, what was found before it is fresh."""
    monkeypatch.setattr(latest, "FRESH", timedelta(hours=1))


def _told() -> list[tuple[str, list[tuple[str, str | None, str | None]]]]:
    events = Event.objects.filter(type="system.health").order_by("id")
    return [
        (each.payload["overall"], [tuple(change.values()) for change in each.payload["changed"]])
        for each in events
    ]


def test_only_a_change_of_overall_or_of_a_check_is_told() -> None:
    keep_finding(_finding(NOON))
    keep_finding(_finding(NOON + timedelta(seconds=5), detail="Answers slowly."))
    keep_finding(_finding(NOON + timedelta(seconds=70)))
    keep_finding(_finding(NOON + timedelta(seconds=75), mail=Status.OFFLINE))
    keep_finding(_finding(NOON + timedelta(seconds=80), mail=Status.OFFLINE))
    keep_finding(_finding(NOON + timedelta(seconds=85)))
    assert _told() == [
        ("healthy", [("mail", "healthy", None)]),
        ("critical", [("mail", "offline", "healthy")]),
        ("healthy", [("mail", "healthy", "offline")]),
    ]


def test_a_check_that_is_there_no_more_is_a_change() -> None:
    keep_finding(_finding(NOON))
    keep_finding(judge([], NOON + timedelta(seconds=5)))
    assert _told()[1] == ("healthy", [("mail", None, "healthy")])


def test_history_holds_every_change_and_else_one_finding_a_minute() -> None:
    for seconds in range(0, 125, 5):
        mail = Status.OFFLINE if seconds in (30, 35) else Status.HEALTHY
        keep_finding(_finding(NOON + timedelta(seconds=seconds), mail=mail))
    kept = [
        ((row.recorded_at - NOON).seconds, (row.as_of - NOON).seconds, row.overall, row.is_change)
        for row in HealthSnapshot.objects.order_by("id")
    ]
    assert kept == [
        (0, 25, "healthy", True),
        (30, 35, "critical", True),
        (40, 55, "healthy", True),
        (60, 115, "healthy", False),
        (120, 120, "healthy", False),
    ]


def test_a_finding_is_read_as_it_was_kept_and_as_it_was_shared() -> None:
    found = _finding(NOON, mail=Status.CRITICAL)
    assert (read_kept(), read_shared()) == (None, None)
    keep_finding(found)
    share_finding(found)
    assert (read_kept(), read_shared()) == (found, found)


def test_old_minutes_are_forgotten_within_days_and_changes_within_months() -> None:
    now = timezone.now()
    for days, is_change in ((1, False), (4, False), (5, True), (91, True)):
        at = now - timedelta(days=days)
        row = HealthSnapshot(recorded_at=at, as_of=at, overall="healthy", score=100, is_change=is_change)
        row.id = id_floor(at)
        row.save(force_insert=True)
    assert forget_findings(now) == 2
    forget_health()
    left = HealthSnapshot.objects.order_by("id").values_list("as_of", "is_change")
    assert [((now - at).days, is_change) for at, is_change in left] == [(5, True), (1, False)]


def test_the_scheduled_task_looks_once_and_keeps_and_shares_what_it_found() -> None:
    check_health()
    kept = HealthSnapshot.objects.get()
    shared = read_shared()
    assert shared is not None
    assert (shared.as_of, shared.score) == (kept.as_of, kept.score)
    assert {each["name"] for each in kept.checks} <= {each.name for each in list_probes()}
    assert Event.objects.filter(type="system.health").count() == 1


def test_two_never_look_at_a_time() -> None:
    with _session() as other:
        other.execute("SELECT pg_advisory_lock(hashtextextended('cival:health', 0))")
        check_health()
        assert not HealthSnapshot.objects.exists()
    check_health()
    assert HealthSnapshot.objects.count() == 1


def _session() -> psycopg.Connection:
    parameters = connection.get_connection_params() | {"cursor_factory": psycopg.Cursor, "context": None}
    return psycopg.connect(**parameters, autocommit=True)


def test_without_a_database_the_scheduled_look_is_shared_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    check_health()
    shared = read_shared()
    assert shared is not None
    assert shared.find("database").status == Status.OFFLINE  # type: ignore[union-attr]
    assert not HealthSnapshot.objects.exists()


@pytest.mark.usefixtures("slow_machine")
def test_a_fresh_finding_is_answered_with_its_age_and_nobody_looks() -> None:
    client, now = client_of(make_person()), timezone.now()
    share_finding(_finding(now - timedelta(seconds=60)))
    answer = client.get(DETAILED).json()
    assert (answer["overall"], answer["score"]) == ("healthy", 100)
    assert answer["ageSeconds"] >= 60
    (check,) = answer["checks"]
    assert check["ageSeconds"] == answer["ageSeconds"]
    assert set(answer) == {"overall", "score", "starting", "reasons", "checks", "asOf", "ageSeconds"}
    assert set(check) == {"name", "status", "detail", "weight", "measured", "asOf", "ageSeconds"}


def test_a_fresh_row_is_enough_where_redis_has_no_copy() -> None:
    keep_finding(_finding(timezone.now()))
    assert [each.name for each in latest_health(timezone.now()).checks] == ["mail"]


def test_a_copy_that_is_older_than_its_row_does_not_count() -> None:
    now = timezone.now()
    share_finding(_finding(now - timedelta(minutes=5)))
    keep_finding(_finding(now, mail=Status.DEGRADED))
    assert latest_health(now).score == 80


@pytest.mark.usefixtures("grown_up")
def test_once_the_scheduled_checks_have_stopped_the_endpoint_looks_and_says_since_when() -> None:
    client = client_of(make_person())
    stopped = timezone.now() - timedelta(seconds=30)
    keep_finding(_finding(stopped))
    share_finding(_finding(stopped))
    answer = client.get(DETAILED).json()
    (reason,) = (each for each in answer["reasons"] if each.startswith(SCHEDULED))
    assert f"have stopped: the last was at {stopped:%Y-%m-%d %H:%M:%S} UTC" in reason
    assert datetime.fromisoformat(answer["asOf"]) > stopped
    seen = {each["name"]: each["status"] for each in answer["checks"]}
    assert seen == seen | {SCHEDULED: "critical", "database": "healthy", "redis": "healthy"}
    assert "mail" not in seen
    assert answer["overall"] != "healthy"


@pytest.mark.usefixtures("grown_up")
def test_where_nobody_has_ever_looked_the_endpoint_looks_at_everything() -> None:
    found = latest_health(timezone.now())
    assert found.find(SCHEDULED).detail == "The scheduled checks have not run yet."  # type: ignore[union-attr]
    configured = {each.name for each in list_probes()} - {
        "gateway",
        "mcp",
        "services",
    }  # nobody outside is known here
    assert {each.name for each in found.checks} == {SCHEDULED, *configured}


def test_a_platform_that_has_just_been_started_is_not_blamed_for_what_is_yet_to_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("apps.system.health.services._born", timezone.now())
    found = latest_health(timezone.now())
    check = found.find(SCHEDULED)
    assert check is not None
    assert (check.status, check.starting, found.overall) == (Status.DEGRADED, True, Status.DEGRADED)


@pytest.mark.usefixtures("grown_up")
def test_without_redis_nothing_kept_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_finding(_finding(timezone.now()))
    monkeypatch.setattr(settings, "REDIS_URL", "redis://127.0.0.1:1/0")
    hurried_redis.cache_clear()
    try:
        found = latest_health(timezone.now())
    finally:
        hurried_redis.cache_clear()
    assert found.find("redis").status == Status.OFFLINE  # type: ignore[union-attr]
    assert found.find(SCHEDULED) is None


def test_a_look_is_shared_by_those_who_ask_at_the_same_time_and_shortly_after() -> None:
    looks: list[int] = []
    together = threading.Barrier(8)
    shared: Shared[int] = Shared(60)

    def ask() -> None:
        together.wait()
        shared.get(lambda: looks.append(1) or 7)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert looks == [1]
    shared.forget()
    assert Shared(-1).get(lambda: 8) == 8


@pytest.mark.usefixtures("slow_machine")
def test_the_endpoint_reads_the_same_few_rows_however_many_probes_there_are(
    no_probes: None,
) -> None:
    client = client_of(make_person())

    def measure(probes: int) -> int:
        for number in range(probes):
            probe(f"probe-{probes}-{number}", weight=1)(lambda now: ProbeResult(Status.HEALTHY, "Well."))
        check_health()
        client.get(DETAILED)  # what is cached per process is cached now
        return count_queries(lambda: client.get(DETAILED))

    assert measure(1) == measure(30)


def test_without_a_database_the_endpoint_names_it_instead_of_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = client_of(make_person())
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    answer = client.get(DETAILED)
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "database_away", "2")
    assert "PostgreSQL" in answer.json()["detail"]


def test_the_detailed_health_takes_a_sign_in(client: Client) -> None:
    assert client.get(DETAILED).status_code == 401


def test_a_person_pages_through_the_history_of_a_period() -> None:
    client = client_of(make_person())
    for number in range(3):
        mail = Status.OFFLINE if number == 1 else Status.HEALTHY
        keep_finding(_finding(timezone.now(), mail=mail))
    path = "/api/v1/system/health/history"
    first = client.get(path, {"limit": 2}).json()
    rest = client.get(path, {"limit": 2, "cursor": first["next"]}).json()
    rows = first["results"] + rest["results"]
    assert [row["overall"] for row in rows] == ["healthy", "critical", "healthy"]
    assert (rows[1]["statuses"], rows[1]["isChange"]) == ({"mail": "offline"}, True)
    assert rows[1]["reasons"] == ["mail: Answers."]

    future = (timezone.now() + timedelta(hours=1)).isoformat()
    assert client.get(path, {"since": future}).json()["results"] == []
    assert len(client.get(path, {"until": future}).json()["results"]) == 3
    refused = client.get(path, {"since": "yesterday"})
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_query")


def test_what_redis_holds_ends_by_itself() -> None:
    share_finding(_finding(NOON))
    assert 0 < redis_client().ttl(key("health")) <= 86_400
