"""What Prometheus is told: each request by its route, what committed, and the platform's gauges."""

import re
from datetime import datetime

import pytest
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest
from django.test import Client, override_settings
from django.utils import timezone
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import CollectorRegistry

from apps.system.access.models import Role
from apps.system.health.metrics import read_score
from apps.system.health.services import check_health
from apps.system.measuring import gauges
from apps.system.measuring.counting import OTHER, after_commit, label_of
from apps.system.measuring.gauges import platform_gauge
from apps.system.metrics.middleware import UNMATCHED
from apps.system.metrics.platform import PlatformGauges
from apps.system.metrics.views import may_scrape
from tests.counters import counted, growth, series
from tests.system.people import client_of, make_key, make_person
from tests.system.sockets import admitted, off_loop
from tests.system.streams import all_numbered, happen, sequencing, until

pytestmark = pytest.mark.django_db

COUNT = "http_request_duration_seconds_count"
TOKEN = "a-token-of-prometheus"


def _text(**headers: str) -> str:
    answer = Client().get("/metrics", **headers)  # type: ignore[arg-type]  # WSGI variables
    assert answer.status_code == 200
    return answer.content.decode()


def _request(address: str, **meta: str) -> HttpRequest:
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": address, **meta}
    return request


def test_a_request_is_counted_under_its_routes_template() -> None:
    client, route = client_of(make_person(Role.OPERATOR)), "api/v1/system/sagas/<uuid:saga_id>"
    paths = [f"/api/v1/system/sagas/00000000-0000-7000-8000-00000000000{n}" for n in range(3)]
    grown = growth(
        lambda: [client.get(path) for path in paths], COUNT, method="GET", route=route, status="404"
    )
    assert grown == 3


def test_paths_and_methods_that_clients_make_up_make_no_series() -> None:
    client = Client()
    client.get("/made-up")
    before = series(COUNT)
    for number in range(20):
        client.get(f"/made-up/{number}")
        client.generic(f"M{number}", "/health")
    new = series(COUNT) - before
    assert new <= {(("method", OTHER), ("route", "health"), ("status", "405"))}
    assert counted(COUNT, method="GET", route=UNMATCHED, status="404") >= 20


def test_a_broken_request_is_counted_too() -> None:
    """No view of ours breaks on purpose: a method that is not allowed stands for all that do not succeed."""
    client = client_of(make_person(Role.OPERATOR))
    labels = {"method": "DELETE", "route": "api/v1/system/metrics", "status": "405"}
    assert growth(lambda: client.delete("/api/v1/system/metrics"), COUNT, **labels) == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_never_counted() -> None:
    labels = {"type": "test.happened"}

    def write_and_undo() -> None:
        with transaction.atomic():
            happen(1)
            transaction.set_rollback(True)

    assert growth(write_and_undo, "events_appended_total", **labels) == 0
    assert growth(lambda: happen(2), "events_appended_total", **labels) == 1


@pytest.mark.django_db(transaction=True)
def test_a_counter_that_breaks_undoes_nothing() -> None:
    def count() -> None:
        raise ZeroDivisionError

    with transaction.atomic():
        happen(1)
        after_commit(count)
    assert growth(lambda: happen(2), "events_appended_total", type="test.happened") == 1


def test_a_label_that_is_not_known_is_told_as_other() -> None:
    assert (label_of("GET", {"GET"}), label_of("GET me", {"GET"})) == ("GET", OTHER)


@pytest.mark.parametrize(
    ("address", "meta", "token", "may"),
    [
        ("127.0.0.1", {}, "", True),
        ("::1", {}, "", True),
        ("10.0.0.7", {}, "", False),
        ("127.0.0.1", {"HTTP_X_FORWARDED_FOR": "10.0.0.7"}, "", False),
        ("127.0.0.1", {"HTTP_FORWARDED": "for=10.0.0.7"}, "", False),
        ("10.0.0.7", {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}, TOKEN, True),
        ("10.0.0.7", {"HTTP_AUTHORIZATION": "Bearer other"}, TOKEN, False),
        ("10.0.0.7", {"HTTP_AUTHORIZATION": "Bearer "}, "", False),
    ],
)
def test_only_this_machine_or_the_token_reads(
    address: str, meta: dict[str, str], token: str, *, may: bool
) -> None:
    with override_settings(METRICS_TOKEN=token):
        assert may_scrape(_request(address, **meta)) is may


def test_for_everybody_else_there_is_no_such_path() -> None:
    answer = Client().get("/metrics", REMOTE_ADDR="10.0.0.7")
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


def test_the_frontend_passes_no_request_for_metrics_on(project: object) -> None:
    source = (project / "frontend" / "src" / "proxy.ts").read_text()  # type: ignore[operator]
    passed = [pattern.replace("\\/", "/") for pattern in re.findall(r"const \w+ = /(\^.+)/;", source)]
    assert len(passed) == 4
    assert not any(re.match(pattern, "/metrics") for pattern in passed)


def test_the_text_can_be_read_and_every_name_is_there_once() -> None:
    families = [each.name for each in text_string_to_metric_families(_text())]
    assert len(families) == len(set(families))
    assert {
        "http_request_duration_seconds",
        "mcp_tool_executions",
        "mcp_tool_execution_duration_seconds",
        "mcp_gate_refusals",
        "trading_orders",
        "trading_fills",
        "trading_matching_batch_duration_seconds",
        "agent_decisions",
        "agent_decision_tick_duration_seconds",
        "events_appended",
        "events_numbered",
        "events_log_lag_seconds",
        "websocket_connections",
        "websocket_frames",
        "celery_tasks",
        "celery_task_duration_seconds",
        "celery_queue_depth",
        "sagas_ended",
        "service_health_score",
        "ledger_imbalance",
        "agents",
        "process_cpu_seconds",
        "process_resident_memory_bytes",
    } <= set(families)
    assert not any(name.endswith("_created") for name in families)


# --- Gauges of the platform


@pytest.fixture
def _no_gauges(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gauges, "_gauges", {})


def _platform(collector: PlatformGauges) -> str:
    registry = CollectorRegistry()
    registry.register(collector)
    return generate_latest(registry).decode()


@pytest.mark.usefixtures("_no_gauges")
def test_a_gauge_is_read_once_for_all_who_ask_within_seconds() -> None:
    readings: list[datetime] = []

    @platform_gauge("readings", "How often this was read.")
    def read(now: datetime) -> float:
        readings.append(now)
        return float(len(readings))

    patient, hasty = PlatformGauges(cached_seconds=3600), PlatformGauges(cached_seconds=0)
    assert _platform(patient) == _platform(patient)
    assert "readings 1.0" in _platform(patient)
    assert ("readings 2.0" in _platform(hasty), "readings 3.0" in _platform(hasty)) == (True, True)


@pytest.mark.usefixtures("_no_gauges")
def test_a_gauge_that_cannot_be_read_is_left_out_and_hides_no_other() -> None:
    @platform_gauge("broken", "Cannot be read.")
    def read_broken(now: datetime) -> float:
        raise ConnectionError("a store is away")

    @platform_gauge("whole", "Can be read.", ["part"])
    def read_whole(now: datetime) -> dict[tuple[str, ...], float]:
        return {("b",): 2.0, ("a",): 1.0}

    lines = [each for each in _platform(PlatformGauges()).splitlines() if not each.startswith("#")]
    assert lines == [
        'whole{part="a"} 1.0',
        'whole{part="b"} 2.0',
        'platform_gauge_readable{gauge="broken"} 0.0',
        'platform_gauge_readable{gauge="whole"} 1.0',
    ]


@pytest.mark.usefixtures("_no_gauges")
def test_a_database_that_is_away_is_waited_for_once_and_what_needs_none_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[str] = []

    def lose_the_database(name: str) -> float:
        tried.append(name)
        monkeypatch.setattr(connection, "is_usable", lambda: False)
        raise OperationalError("the database is away")

    platform_gauge("first", "Needs it.")(lambda now: lose_the_database("first"))
    platform_gauge("second", "Needs it, too.")(lambda now: lose_the_database("second"))
    platform_gauge("third", "Needs none.", needs_database=False)(lambda now: 3.0)
    seen = _platform(PlatformGauges())
    assert tried == ["first"]
    assert "third 3.0" in seen
    assert 'platform_gauge_readable{gauge="second"} 0.0' in seen


def test_two_gauges_of_one_name_stop_the_start() -> None:
    with pytest.raises(ValueError, match="service_health_score"):
        platform_gauge("service_health_score", "Again.")(lambda now: 0.0)


# --- What the log, the sockets and the probes come to


@pytest.mark.django_db(transaction=True)
def test_events_are_counted_when_they_get_their_place() -> None:
    def write_and_number() -> None:
        for number in range(5):
            happen(number)
        with sequencing():
            until(all_numbered)

    assert growth(write_and_number, "events_numbered_total") == 5


@pytest.mark.django_db(transaction=True)
async def test_sockets_and_their_messages_are_counted() -> None:
    key = await off_loop(lambda: make_key(make_person()))
    names = ("websocket_frames_total", "websocket_frames_total", "websocket_connections")
    labels: tuple[dict[str, str], ...] = ({"direction": "sent"}, {"direction": "received"}, {})

    def now() -> list[float]:
        return [counted(name, **each) for name, each in zip(names, labels, strict=True)]

    before = now()
    async with admitted(key) as client:
        await client.send("ping")
        await client.hear()
        during = now()
    after = now()
    assert [b - a for a, b in zip(before, during, strict=True)] == [2, 1, 1]
    assert after[2] == before[2]


def test_the_score_is_that_of_the_probes() -> None:
    assert read_score(timezone.now()) == check_health(timezone.now()).score
