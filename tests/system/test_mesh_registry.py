"""Who serves what: real processes under leases, and services outside that are looked at."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from apps.system.access.models import Role
from apps.system.access.selectors import root_actor
from apps.system.errors import Conflict, Invalid
from apps.system.locks import if_free
from apps.system.mesh.models import Endpoint, ServiceInstance
from apps.system.mesh.registration import LEASE_SECONDS, register
from apps.system.mesh.selectors import STALE, discover
from apps.system.mesh.services import NewEndpoint, register_service
from apps.system.mesh.watching import KEPT_AFTER_LEASE, POLLING, WATCHED_LEASE, poll_health, remove_expired
from apps.system.tasks import poll_services
from tests.journeys.waiting import eventually
from tests.system.peers import answer_with, peer
from tests.system.people import client_of, make_person

pytestmark = pytest.mark.django_db(transaction=True)

PROCESS = """
import os, signal, sys, django
django.setup()
from apps.system.mesh.registration import register
register("lighthouse", port=4711, health_path="/health", queues=["a", "b"])
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
signal.pause()
"""


@contextmanager
def process(project: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A process of ours that registers itself, and no more."""
    env = os.environ | {"REGISTER_PROCESSES": "true", "SERVICE_HOST": "127.0.0.1"}
    running = subprocess.Popen([sys.executable, "-c", PROCESS], cwd=project, env=env)
    try:
        eventually(lambda: ServiceInstance.objects.filter(pid=running.pid).exists())
        yield running
    finally:
        running.kill()
        running.wait()


def _found() -> list[str]:
    return [target.url for target in discover("lighthouse", now=timezone.now())]


def test_a_process_that_is_killed_vanishes_within_its_lease(project: Path) -> None:
    with process(project) as running:
        row = ServiceInstance.objects.get(pid=running.pid)
        assert _found() == ["http://127.0.0.1:4711"]
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
        last = ServiceInstance.objects.get(id=row.id)
    assert last.lease_seconds == LEASE_SECONDS == 10
    assert abs((last.expires_at - last.heartbeat_at).total_seconds() - LEASE_SECONDS) < 1
    assert last.expires_at <= timezone.now() + timedelta(seconds=LEASE_SECONDS)
    eventually(lambda: not _found(), seconds=LEASE_SECONDS + 30)
    assert timezone.now() >= last.expires_at


def test_a_process_that_ends_cleanly_takes_its_entry_away_at_once(project: Path) -> None:
    with process(project) as running:
        running.terminate()
        assert running.wait(60) == 0
        assert not ServiceInstance.objects.exists()


def test_a_process_says_what_it_is_and_measures_what_it_costs(project: Path) -> None:
    with process(project) as running:
        row = ServiceInstance.objects.get(pid=running.pid)
        in_pages = Path(f"/proc/{running.pid}/statm").read_text().split()[1]
        assert row.load["rss_bytes"] == pytest.approx(int(in_pages) * os.sysconf("SC_PAGE_SIZE"), rel=0.5)
    assert (row.host, row.port, row.queues, row.version) == ("127.0.0.1", 4711, ["a", "b"], "0.1.0")
    assert row.health_url == "http://127.0.0.1:4711/health"
    assert row.load["threads"] >= 2
    assert row.load["cpu_seconds"] > 0
    assert row.circuits == []


def test_a_process_whose_database_goes_away_comes_back_into_the_registry(project: Path) -> None:
    with process(project) as running:
        before = ServiceInstance.objects.get(pid=running.pid)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                "WHERE datname = current_database() AND application_name = 'registration:lighthouse'"
            )
            assert cursor.fetchone() == (1,)
        ServiceInstance.objects.all().delete()  # its lease ran out meanwhile
        eventually(lambda: ServiceInstance.objects.filter(id=before.id).exists())
        assert _found() == ["http://127.0.0.1:4711"]


def test_commands_do_not_register(project: Path) -> None:
    env = os.environ | {"REGISTER_PROCESSES": "true"}
    for arguments in (["migrate", "--check"], ["initialize"]):
        subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=project, env=env, check=True, capture_output=True
        )
    assert not ServiceInstance.objects.exists()
    assert register("test") is None, "nor do tests"


def test_the_dead_are_told_of_for_a_minute_and_then_taken_away() -> None:
    now = timezone.now()
    _instance("market", expires_at=now - timedelta(seconds=1))
    client = client_of(make_person())
    (told,) = client.get("/api/v1/system/services").json()["instances"]
    assert (told["name"], told["status"]) == ("market", "lost")
    assert remove_expired(now) == 0
    assert remove_expired(now + KEPT_AFTER_LEASE) == 1


def test_a_process_that_cannot_speak_is_registered_for_as_long_as_it_is_well(settings: Any) -> None:
    now = timezone.now()
    with peer() as flower:
        settings.WATCHED_SERVICES = {"flower": f"{flower.url}/healthcheck"}
        poll_health(now)
        poll_health(now + timedelta(seconds=5))
        assert [target.url for target in discover("flower", now=now)] == [flower.url]
        assert [path for _, path, *_ in flower.seen] == ["/healthcheck"] * 2, "each URL once per round"
    later = now + timedelta(seconds=10)
    poll_health(later)
    assert ServiceInstance.objects.get().is_well is False
    assert discover("flower", now=now + timedelta(seconds=5) + WATCHED_LEASE) == []


def test_one_process_looks_at_a_time(settings: Any) -> None:
    """Many that are silent take a while; the workers are not all to wait for them."""

    def look_elsewhere() -> int:
        try:
            return poll_health(timezone.now())
        finally:
            connection.close()

    with peer() as server, ThreadPoolExecutor(1) as pool:
        settings.WATCHED_SERVICES = {"flower": server.url}
        with if_free(POLLING):
            assert pool.submit(look_elsewhere).result() == 0
        assert pool.submit(look_elsewhere).result() == 1


def test_an_endpoint_found_unwell_comes_after_those_that_are_well() -> None:
    now = timezone.now()
    with peer(answer_with(500)) as broken, peer() as well:
        _register(
            NewEndpoint(broken.url, health_url=f"{broken.url}/ping"),
            NewEndpoint(well.url, priority=7, health_url=f"{well.url}/ping"),
        )
        poll_services()
    found = Endpoint.objects.order_by("priority")
    assert [(each.is_well, each.finding) for each in found] == [
        (False, "It answered 500."),
        (True, "It answered 200."),
    ]
    assert found[1].looked_milliseconds > 0
    best = min(discover("fake-rpc", now=now), key=lambda target: target.rank)
    assert best.url == well.url
    forgotten = discover("fake-rpc", now=now + STALE + timedelta(seconds=5))
    assert min(forgotten, key=lambda target: target.rank).url == broken.url


def test_registering_again_replaces_the_endpoints_and_keeps_those_that_stay() -> None:
    _register(NewEndpoint("https://a.example.com"), NewEndpoint("https://b.example.com"))
    kept = Endpoint.objects.get(url="https://b.example.com")
    _register(NewEndpoint("https://b.example.com", weight=3), NewEndpoint("https://c.test", enabled=False))
    assert Endpoint.objects.get(url="https://b.example.com").id == kept.id
    assert [(each.url, each.weight) for each in discover("fake-rpc", now=timezone.now())] == [
        ("https://b.example.com", 3)
    ]


@pytest.mark.parametrize(
    "endpoints",
    [
        [],
        [NewEndpoint("ftp://a.example.com")],
        [NewEndpoint("https://user:secret@a.example.com")],
        [NewEndpoint("https://a.example.com"), NewEndpoint("https://a.example.com")],
        [NewEndpoint("https://a.example.com", health_url="nowhere")],
    ],
)
def test_endpoints_that_cannot_be_called_are_refused(endpoints: list[NewEndpoint]) -> None:
    with pytest.raises(Invalid):
        _register(*endpoints)


def test_a_service_outside_does_not_take_the_name_of_a_process() -> None:
    _instance("fake-rpc", expires_at=timezone.now() + timedelta(seconds=10))
    with pytest.raises(Conflict):
        _register(NewEndpoint("https://a.example.com"))


def test_services_tell_processes_endpoints_and_the_worst_circuit_but_no_path() -> None:
    _register(NewEndpoint("https://a.example.com/v2/secret-key"))
    told = {"service": "fake-rpc", "origin": "https://a.example.com", "private": False, "state": "closed"}
    _instance("worker.pool", circuits=[_circuit(**told)])
    _instance("worker.pool", circuits=[_circuit(**told | {"state": "open"})])
    answer = client_of(make_person()).get("/api/v1/system/services")
    assert "secret-key" not in answer.content.decode()
    body = answer.json()
    (service,) = body["services"]
    (endpoint,) = service["endpoints"]
    assert (service["name"], service["kind"], service["places"]) == ("fake-rpc", "rpc", 32)
    assert (endpoint["origin"], endpoint["circuit"]) == ("https://a.example.com", "open")
    assert [(each["name"], each["status"]) for each in body["instances"]] == [("worker.pool", "live")] * 2
    assert body["instances"][0]["age"] < 60


def test_circuits_of_all_processes_are_merged_and_those_to_webhooks_kept_from_strangers() -> None:
    _instance("web", circuits=[_circuit(service="fake-rpc", state="closed", private=False)])
    hidden = _circuit(service="webhook https://me.example.com", state="open", private=True)
    _instance("worker.pool", circuits=[hidden])
    _instance("market", circuits=[hidden], expires_at=timezone.now() - timedelta(seconds=1))

    def read(role: Role) -> list[tuple[str, str]]:
        results = client_of(make_person(role)).get("/api/v1/system/circuits").json()["results"]
        return [(each["process"], each["state"]) for each in results]

    assert read(Role.OPERATOR) == [("web", "closed")]
    assert read(Role.ADMIN) == [("worker.pool", "open"), ("web", "closed")]


def _register(*endpoints: NewEndpoint) -> None:
    register_service(by=root_actor(), name="fake-rpc", kind="rpc", endpoints=endpoints, now=timezone.now())


def _instance(name: str, **facts: Any) -> ServiceInstance:
    now = timezone.now()
    lease = {"heartbeat_at": now, "registered_at": now, "lease_seconds": 10}
    ahead = {"expires_at": now + timedelta(seconds=10)}
    return ServiceInstance.objects.create(name=name, host="127.0.0.1", pid=1, **lease | ahead | facts)


def _circuit(**facts: Any) -> dict[str, Any]:
    return {
        "origin": "https://me.example.com",
        "failures_in_a_row": 0,
        "rests_for_seconds": 0.0,
        "outstanding": 0,
        "calls": 1,
        "failed": 0,
        "latency_seconds": 0.1,
        **facts,
    }
