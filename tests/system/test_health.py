"""Health says what is so: score, what is asked and what is left out, readiness and signs of life."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from apps.system.health.judging import CheckOutcome, judge
from apps.system.health.models import Heartbeat
from apps.system.health.registry import ProbeResult, Status, probe
from apps.system.health.services import beat, check_health, run_probes
from apps.system.redis import hurried_redis

pytestmark = pytest.mark.django_db


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


@pytest.mark.usefixtures("no_probes")
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


@pytest.mark.usefixtures("no_probes")
def test_a_probe_is_declared_once_and_weighs_something() -> None:
    probe("one", weight=1)(lambda now: ProbeResult(Status.HEALTHY, ""))
    for name, weight in (("one", 1), ("two", 0), ("three", 101)):
        with pytest.raises(ValueError, match=name):
            probe(name, weight)(lambda now: ProbeResult(Status.HEALTHY, ""))


@pytest.mark.usefixtures("grown_up")
def test_without_a_database_only_what_does_not_need_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    found = check_health(timezone.now())
    seen = {each.name: each for each in found.checks}
    assert (found.overall, found.score) == (Status.OFFLINE, 0)
    assert seen["redis"].status == Status.HEALTHY
    assert seen["workers"].detail == "Not known while PostgreSQL does not answer."


@pytest.mark.usefixtures("grown_up", "redis_is_away")
def test_without_redis_only_what_does_not_need_it_is_asked() -> None:
    seen = {each.name: each for each in check_health(timezone.now()).checks}
    assert (seen["redis"].status, seen["redis"].detail) == (
        Status.OFFLINE,
        "Does not answer (ConnectionError).",
    )
    assert seen["queues"].detail == "Not known while Redis does not answer."
    assert seen["migrations"].status == Status.HEALTHY


@pytest.fixture
def redis_is_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing listens where Redis should be."""
    monkeypatch.setattr(settings, "REDIS_URL", "redis://127.0.0.1:1/0")
    hurried_redis.cache_clear()
    yield
    hurried_redis.cache_clear()


@pytest.mark.usefixtures("no_probes")
def test_what_is_not_configured_is_left_out() -> None:
    probe("chains", weight=100)(lambda now: None)
    probe("mail", weight=10)(lambda now: ProbeResult(Status.HEALTHY, "Answers."))
    found = check_health(timezone.now())
    assert ([each.name for each in found.checks], found.score) == (["mail"], 100)


@pytest.mark.usefixtures("no_probes")
def test_a_look_ends_in_time_however_slow_the_probes_are() -> None:
    now = timezone.now()
    probe("mail", weight=10)(lambda now: ProbeResult(Status.HEALTHY, "Answers."))
    (check,) = run_probes(now, last=None, seconds=-1)
    assert (check.status, check.detail) == (
        "degraded",
        "Not looked at: the probes before it took too long.",
    )
    last = check_health(now - timedelta(seconds=5))
    (known,) = run_probes(now, last=last, seconds=-1)
    assert (known.detail, known.as_of) == ("Answers.", now - timedelta(seconds=5))


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
