"""Health says what is so: probes, score, readiness and signs of life."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from apps.system import probes
from apps.system.events.models import Counter, DeadLetter, Event, SubscriberCursor
from apps.system.health import registry, services
from apps.system.health.models import Heartbeat
from apps.system.health.registry import ProbeResult, Status, list_probes, probe
from apps.system.health.services import CheckOutcome, beat, check_health, judge
from apps.system.ids import id_floor, new_id
from apps.system.partitions import ensure_partitions
from apps.system.redis import redis_client
from apps.system.sagas.models import Saga
from apps.system.tasks import prove_workers, record_proof
from tests.system.people import client_of, make_person

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - timedelta(hours=1)


@pytest.fixture
def _grown_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """This process has run for an hour, so nothing is excused as starting."""
    monkeypatch.setattr(services, "_born", LONG_AGO)


@pytest.fixture
def _no_probes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_probes", {})


def _outcome(status: Status, weight: int, *, starting: bool = False) -> CheckOutcome:
    return CheckOutcome("x", weight, status, "detail", {}, timezone.now(), starting=starting)


@pytest.mark.parametrize(
    ("findings", "score", "overall"),
    [
        ([], 100, "healthy"),
        ([(Status.HEALTHY, 100)], 100, "healthy"),
        ([(Status.DEGRADED, 25)], 90, "healthy"),
        ([(Status.DEGRADED, 50)], 80, "degraded"),
        ([(Status.OFFLINE, 30)], 70, "degraded"),
        ([(Status.OFFLINE, 31)], 69, "critical"),
        ([(Status.CRITICAL, 100)], 30, "critical"),
        ([(Status.OFFLINE, 71)], 29, "offline"),
        ([(Status.OFFLINE, 100), (Status.OFFLINE, 60)], 0, "offline"),
    ],
)
def test_the_score_is_what_is_left_of_100_and_the_thresholds_name_it(
    findings: list[tuple[Status, int]], score: int, overall: str
) -> None:
    found = judge([_outcome(*each) for each in findings], timezone.now())
    assert (found.score, found.overall) == (score, overall)


def test_a_platform_that_is_starting_is_degraded_however_much_has_yet_to_start() -> None:
    found = judge([_outcome(Status.DEGRADED, 60, starting=True) for _ in range(5)], timezone.now())
    assert (found.overall, found.starting, found.score) == (Status.DEGRADED, True, 80)


@pytest.mark.usefixtures("_no_probes")
def test_a_probe_that_breaks_is_offline_with_its_reason_and_hides_nothing() -> None:
    @probe("broken", weight=10)
    def check_broken(now: datetime) -> ProbeResult:
        raise ValueError("a secret")

    @probe("slow", weight=10)
    def check_slow(now: datetime) -> ProbeResult:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(30)")
        return ProbeResult(Status.HEALTHY, "Never.")

    @probe("well", weight=10)
    def check_well(now: datetime) -> ProbeResult:
        return ProbeResult(Status.HEALTHY, "Well.")

    found = check_health(timezone.now())
    assert [(each.name, each.status) for each in found.checks] == [
        ("broken", "offline"),
        ("slow", "offline"),
        ("well", "healthy"),
    ]
    assert found.reasons == [
        "broken: The probe failed: ValueError.",
        "slow: The probe failed: OperationalError.",
    ]


@pytest.mark.usefixtures("_no_probes")
def test_a_probe_is_declared_once_and_weighs_something() -> None:
    probe("one", weight=1)(lambda now: ProbeResult(Status.HEALTHY, ""))
    for name, weight in (("one", 1), ("two", 0), ("three", 101)):
        with pytest.raises(ValueError, match=name):
            probe(name, weight)(lambda now: ProbeResult(Status.HEALTHY, ""))


@pytest.mark.usefixtures("_grown_up")
def test_without_a_database_only_what_does_not_need_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    found = check_health(timezone.now())
    seen = {each.name: each for each in found.checks}
    assert (found.overall, found.score) == (Status.OFFLINE, 0)
    assert seen["redis"].status == Status.HEALTHY
    assert seen["workers"].detail == "Not known while the database does not answer."


def test_the_process_is_alive_whatever_its_stores_do(client: Client) -> None:
    for path in ("/health", "/api/health"):
        assert client.get(path).json() == {"status": "alive"}


def test_a_process_with_its_stores_is_ready(client: Client) -> None:
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})


def test_a_process_without_its_stores_is_not_ready_and_says_why_without_their_addresses(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    monkeypatch.setattr(settings, "REDIS_URL", "redis://127.0.0.1:1/0")
    answer = client.get("/health/ready")
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    reasons = answer.json()["reasons"]
    assert set(reasons) == {"database", "redis"}
    assert "127.0.0.1" not in str(reasons)


def test_a_missing_migration_makes_a_process_unready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    known = frozenset({("system", "9999_from_tomorrow")})
    monkeypatch.setattr("apps.system.health.readiness._known_migrations", lambda: known)
    assert client.get("/health/ready").json()["reasons"] == {
        "database": "1 migrations are not applied, the first is system.9999_from_tomorrow"
    }


def test_a_process_shows_itself_in_one_row_however_often() -> None:
    beat("market:sim", "market", {"ticks": 1})
    beat("market:sim", "market", {"ticks": 2})
    assert Heartbeat.objects.get().details == {"ticks": 2}


def _prove(queue: str) -> None:
    record_proof(queue=queue, sent_at=timezone.now().isoformat())


@pytest.mark.usefixtures("_grown_up")
def test_workers_are_well_when_a_proof_came_out_of_every_queue() -> None:
    assert probes.check_workers(timezone.now()).status == Status.OFFLINE
    beat("beat", "beat", {"queues": ["tools", "agents"]})
    _prove("tools")
    missing = probes.check_workers(timezone.now())
    assert (missing.status, missing.detail) == (Status.CRITICAL, "Nothing comes out of worker:agents.")
    _prove("agents")
    assert probes.check_workers(timezone.now()).status == Status.HEALTHY
    assert probes.check_workers(timezone.now() + timedelta(minutes=1)).status == Status.OFFLINE


def test_beat_sends_a_proof_through_each_queue() -> None:
    with _empty_queues("tools", "agents") as lengths:
        prove_workers(queues=["tools", "agents"])
        assert lengths() == [1, 1]
    assert probes.check_beat(timezone.now()).status == Status.HEALTHY


@contextmanager
def _empty_queues(*queues: str) -> Iterator[Callable[[], list[int]]]:
    """Empties these queues of the broker and tells how long they are."""
    keys = [f"{settings.REDIS_PREFIX}:celery:{queue}" for queue in queues]
    redis_client().delete(*keys)
    yield lambda: [redis_client().llen(key) for key in keys]
    redis_client().delete(*keys)


@pytest.mark.usefixtures("_grown_up")
def test_the_sequencer_is_judged_by_its_life_and_by_what_waits_for_it() -> None:
    now = timezone.now()
    assert probes.check_sequencer(now).status == Status.OFFLINE
    beat("sequencer", "sequencer")
    assert probes.check_sequencer(now).status == Status.HEALTHY
    _event(now - timedelta(seconds=5))
    assert probes.check_sequencer(now).status == Status.DEGRADED
    assert probes.check_sequencer(now + timedelta(seconds=15)).status == Status.CRITICAL


def _event(at: datetime, seq: int | None = None) -> None:
    Event.objects.create(
        id=new_id(), type="x.y", payload={}, correlation_id=UUID(int=1), recorded_at=at, seq=seq
    )


@pytest.mark.usefixtures("_grown_up")
def test_a_subscriber_that_falls_behind_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes, "list_subscribers", lambda: iter(["mailer"]))
    now = timezone.now()
    SubscriberCursor.objects.create(name="mailer", seq=7)
    Counter.objects.update_or_create(name="events", defaults={"last": 7})
    assert probes.check_subscribers(now).status == Status.HEALTHY
    _event(now - timedelta(seconds=10), seq=8)
    Counter.objects.filter(name="events").update(last=8)
    found = probes.check_subscribers(now)
    assert (found.status, found.measured["events_behind"]) == (Status.DEGRADED, {"mailer": 1})


def test_a_parked_event_is_seen_until_it_is_resolved() -> None:
    now = timezone.now()
    letter = DeadLetter.objects.create(
        subscriber="mailer", event_id=new_id(), event_seq=1, error="x", attempts=6, parked_at=now
    )
    found = probes.check_dead_letters(now)
    assert (found.status, found.measured) == (Status.DEGRADED, {"parked": {"mailer": 1}})
    letter.resolved_at = now
    letter.save()
    assert probes.check_dead_letters(now).status == Status.HEALTHY


def test_a_saga_that_stands_still_or_failed_is_seen() -> None:
    now = timezone.now()
    saga = Saga(
        name="x",
        owner_id=new_id(),
        correlation_id=new_id(),
        context={},
        started_at=now,
        touched_at=now - timedelta(minutes=2),
    )
    saga.save()
    assert probes.check_sagas(now).measured == {"failed": 0, "stalled": 1}
    saga.status = Saga.Status.FAILED
    saga.save()
    assert probes.check_sagas(now).measured == {"failed": 1, "stalled": 0}


def test_partitions_that_end_soon_are_seen() -> None:
    now = timezone.now()
    ensure_partitions(now)
    assert probes.check_partitions(now).status == Status.HEALTHY
    late = probes.check_partitions(now + timedelta(days=200))
    assert late.status == Status.DEGRADED
    assert "system_event" in late.measured["late"]


def test_a_row_beyond_all_partitions_is_kept_and_seen() -> None:
    now = timezone.now()
    Event.objects.create(
        id=id_floor(now + timedelta(days=4000)),
        type="x.y",
        payload={},
        correlation_id=UUID(int=1),
        recorded_at=now,
    )
    assert probes.check_partitions(now).measured["strays"] == ["system_event"]


def test_a_person_reads_the_health_with_every_check() -> None:
    answer = client_of(make_person()).get("/api/v1/system/health/detailed").json()
    assert {each["name"] for each in answer["checks"]} == {each.name for each in list_probes()}
    assert set(answer) == {"overall", "score", "starting", "reasons", "checks", "asOf"}
    assert answer["starting"] in (True, False)  # it depends on how long this process runs
    assert {"name", "status", "detail", "weight", "measured", "asOf"} == set(answer["checks"][0])
