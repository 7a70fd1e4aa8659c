"""Calls to real servers that fail in every way: they end in time, and go elsewhere."""

import json
import os
import socket
import threading
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Any

import httpcore
import pytest
from django.db import connection, transaction
from django.utils import timezone

from apps.system.access.selectors import root_actor
from apps.system.errors import Invalid, Unavailable
from apps.system.mesh import circuits, roster, services
from apps.system.mesh import services as mesh
from apps.system.mesh.board import board, forget_everything
from apps.system.mesh.calling import question
from apps.system.mesh.network import RESOLVERS, Passage, bound_by
from apps.system.mesh.services import NewEndpoint
from apps.system.mesh.transport import Transport
from tests.journeys.waiting import eventually
from tests.system.peers import (
    Peer,
    answer_with,
    closed_port,
    drip,
    drip_headers,
    hang_up,
    peer,
    stay_silent,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    forget_everything()
    roster.forget("fake-exchange")
    yield
    board().close()
    forget_everything()


def _register(*endpoints: Peer | str | NewEndpoint, name: str = "fake-exchange", places: int = 32) -> None:
    mesh.register_service(
        by=root_actor(),
        name=name,
        kind="exchange",
        endpoints=[_endpoint(each, position) for position, each in enumerate(endpoints)],
        places=places,
        now=timezone.now(),
    )


def _endpoint(given: Peer | str | NewEndpoint, position: int) -> NewEndpoint:
    if isinstance(given, NewEndpoint):
        return given
    return NewEndpoint(url=given if isinstance(given, str) else given.url)


def _code(**call: Any) -> str:
    with pytest.raises(Unavailable) as caught:
        mesh.call("fake-exchange", call.pop("method", "GET"), "/x", **call)
    return caught.value.reason_code


def test_a_call_brings_request_and_answer_across() -> None:
    with peer(answer_with(201, b'{"price": "1.5"}', X_Kind="quote")) as server:
        _register(f"{server.url}/v2/")
        answer = mesh.call(
            "fake-exchange", "post", "/orders", json={"a": 1}, headers={"X-Key": "k"}, params={"q": "1 2"}
        )
    assert (answer.status, answer.json(), answer.headers["x-kind"]) == (201, {"price": "1.5"}, "quote")
    method, path, headers, body = server.seen[0]
    assert (method, path, json.loads(body)) == ("POST", "/v2/orders?q=1+2", {"a": 1})
    assert (headers["X-Key"], headers["Content-Type"]) == ("k", "application/json")


def test_a_status_below_500_is_an_answer_and_no_failure() -> None:
    with peer(answer_with(404)) as server:
        _register(server)
        assert {mesh.call("fake-exchange", "GET").status for _ in range(circuits.FAILURES + 1)} == {404}
    assert board().told()[0]["state"] == "closed"


def test_a_redirect_is_not_followed() -> None:
    with peer(answer_with(302, Location="http://127.0.0.1:1/")) as server:
        _register(server)
        assert mesh.call("fake-exchange", "GET").status == 302
    assert len(server.seen) == 1


@pytest.mark.django_db(transaction=True)
def test_a_thousand_calls_while_one_endpoint_flaps_succeed_through_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The preferred one goes through every way of being broken, again and again, while eight callers call."""
    monkeypatch.setattr(circuits, "REST_SECONDS", 0.2)
    well, busy = answer_with(200), answer_with(429)
    moods = [well, answer_with(503), hang_up, answer_with(500), well, busy]
    with peer() as steady, peer() as flapping, ThreadPoolExecutor(8) as callers:
        _register(NewEndpoint(flapping.url), NewEndpoint(steady.url, priority=1))

        def call(number: int) -> bool:
            if number % 25 == 0:
                flapping.behave = moods[number // 25 % len(moods)]
            try:
                return mesh.call("fake-exchange", "GET", "/ticker", timeout=5).status == 200
            except Unavailable:
                return False
            finally:
                connection.close()  # the thread's own

        good = sum(callers.map(call, range(1000), chunksize=1))
    assert good > 990, good
    failed = {each["origin"]: each["failed"] for each in board().told()}
    assert failed[flapping.url] >= circuits.FAILURES
    assert (failed[steady.url], len(steady.seen) > 0) == (0, True)


@pytest.mark.parametrize("behave", [stay_silent, drip, drip_headers], ids=lambda each: each.__name__)
def test_no_call_lasts_longer_than_its_timeout(behave: Any) -> None:
    """Without a bound of its own the server would keep it for a minute."""
    with peer(behave) as server:
        _register(server)
        began = monotonic()
        assert _code(timeout=1.0, attempts=3) == "upstream_timeout"
        assert monotonic() - began < 20


def test_a_silent_endpoint_leaves_time_for_another() -> None:
    with peer(stay_silent) as silent, peer() as well:
        _register(NewEndpoint(silent.url), NewEndpoint(well.url, priority=1))
        assert mesh.call("fake-exchange", "GET", timeout=4, attempt_timeout=0.5).status == 200
    assert (len(silent.seen), len(well.seen)) == (1, 1)


def test_failing_over_keeps_to_the_order_of_priorities() -> None:
    with peer() as first, peer() as second, peer() as third:
        _register(
            NewEndpoint(third.url, priority=9),
            NewEndpoint(first.url),
            NewEndpoint(second.url, priority=1),
        )
        mesh.call("fake-exchange", "GET")
        first.behave = answer_with(503)
        mesh.call("fake-exchange", "GET")
        second.behave = hang_up
        mesh.call("fake-exchange", "GET")
    assert (len(first.seen), len(second.seen), len(third.seen)) == (3, 2, 1)


def test_what_is_not_idempotent_is_sent_once_although_its_fate_is_unknown() -> None:
    with peer(hang_up) as broken, peer(hang_up) as other:
        _register(broken, other)
        assert _code(method="POST", json={}) == "upstream_failed"
        assert len(broken.seen) + len(other.seen) == 1
        assert _code(method="POST", json={}, idempotent=True) == "upstream_failed"
    assert len(broken.seen) + len(other.seen) == 1 + 3


def test_what_cannot_have_arrived_is_sent_elsewhere_whatever_it_is() -> None:
    with peer() as well:
        _register(NewEndpoint(f"http://127.0.0.1:{closed_port()}"), NewEndpoint(well.url, priority=1))
        assert mesh.call("fake-exchange", "POST", json={}).status == 200
    assert len(well.seen) == 1


def test_a_circuit_opens_probes_and_closes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(circuits, "REST_SECONDS", 0.3)
    with peer(answer_with(503)) as server:
        _register(server)
        for _ in range(circuits.FAILURES):
            assert _code(attempts=1) == "upstream_failed"
        assert _code() == "circuit_open"
        assert len(server.seen) == circuits.FAILURES, "an open circuit lets nothing through"

        eventually(lambda: board().told()[0]["state"] == "half_open")
        assert _code(attempts=1) == "upstream_failed"
        assert _code() == "circuit_open"
        assert len(server.seen) == circuits.FAILURES + 1, "the probe failed: it rests again"

        server.behave = answer_with(200)
        eventually(lambda: board().told()[0]["state"] == "half_open")
        assert mesh.call("fake-exchange", "GET").status == 200
    assert board().told()[0]["state"] == "closed"


def test_retries_stop_when_the_budget_is_spent() -> None:
    """Ten in reserve and a fifth per call; without it, 60 calls would be 180 attempts."""
    with peer(answer_with(503)) as one, peer(answer_with(503)) as other, peer(answer_with(503)) as third:
        _register(one, other, third)
        for _ in range(60):
            forget = [gauge.circuit for gauge in board().gauges.values()]
            assert _code() in {"upstream_failed", "circuit_open"}
            for circuit in forget:
                circuit._breaker.close()
    attempted = sum(len(each.seen) for each in (one, other, third))
    assert 60 < attempted <= 60 + 10 + 12


def test_a_bulkhead_refuses_at_once_what_has_no_place() -> None:
    with peer(stay_silent) as server, ThreadPoolExecutor(3) as callers:
        _register(server, places=3)
        services.look_up("fake-exchange")
        held = [callers.submit(_code, timeout=30, attempt_timeout=30, attempts=1) for _ in range(3)]
        eventually(lambda: len(server.seen) == 3)
        began = monotonic()
        assert _code(timeout=30) == "bulkhead_full"
        assert monotonic() - began < 10
        server.over.set()  # the server ends their connections
        server.behave = answer_with(200)
        assert {each.result() for each in held} == {"upstream_failed"}
        assert mesh.call("fake-exchange", "GET").status == 200
    assert server.most_at_once == 3


def test_one_service_that_hangs_takes_no_place_of_another() -> None:
    with peer(stay_silent) as hung, peer() as well, ThreadPoolExecutor(1) as callers:
        _register(hung, places=1)
        _register(well, name="other-exchange", places=1)
        services.look_up("fake-exchange")
        held = callers.submit(_code, timeout=30, attempt_timeout=30, attempts=1)
        eventually(lambda: len(hung.seen) == 1)
        assert mesh.call("other-exchange", "GET").status == 200
        hung.over.set()
        held.result()


def test_what_is_not_known_has_no_endpoint() -> None:
    assert _code() == "no_endpoint"


def test_an_answer_without_end_is_refused_at_its_bound() -> None:
    with peer(answer_with(200, b"x" * 5000)) as server:
        _register(server)
        assert _code(max_bytes=4999, attempts=1) == "upstream_failed"
        assert len(mesh.call("fake-exchange", "GET", max_bytes=5000).content) == 5000


def test_nothing_is_called_within_a_transaction() -> None:
    with peer() as server:
        _register(server)
        with transaction.atomic(), pytest.raises(RuntimeError, match="within a transaction"):
            mesh.call("fake-exchange", "GET")
    assert server.seen == []


def test_refusals_and_logs_do_not_tell_the_path_of_an_endpoint(caplog: pytest.LogCaptureFixture) -> None:
    with peer(answer_with(503)) as server, caplog.at_level("DEBUG"):
        _register(f"{server.url}/v2/secret-key")
        with pytest.raises(Unavailable) as caught:
            mesh.call("fake-exchange", "GET", "/price")
    assert "secret-key" not in f"{caught.value.detail} {caught.value.details} {caplog.text} {board().told()}"
    assert caught.value.details["origin"] == server.url


def test_a_forked_child_starts_with_a_board_of_its_own() -> None:
    with peer() as server:
        _register(server)
        mesh.call("fake-exchange", "GET")
    assert len(board().told()) == 1
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 on: forking beside threads
        child = os.fork()
    if child == 0:
        os._exit(len(board().told()))
    assert os.waitpid(child, 0)[1] == 0
    assert len(board().told()) == 1


def _outside(url: str, *, allow_loopback: bool = False) -> mesh.Answer:
    return mesh.call_outside(
        "webhook",
        "POST",
        url,
        content=b"{}",
        headers={},
        timeout=5,
        max_bytes=100,
        allow_loopback=allow_loopback,
    )


def test_a_stranger_s_url_is_called_where_the_deployment_allows_this_machine() -> None:
    with peer(answer_with(200, b"x" * 1000)) as server:
        answer = _outside(f"{server.url}/hook?a=b", allow_loopback=True)
    assert (answer.status, len(answer.content)) == (200, 100)
    assert server.seen[0][:2] == ("POST", "/hook?a=b")


def test_a_name_that_leads_to_a_private_address_is_refused_where_it_connects(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One private address among public ones is enough; nothing is connected to."""
    answers = [(None, None, None, "", ("93.184.215.14", 443)), (None, None, None, "", ("10.0.0.7", 443))]
    monkeypatch.setattr("apps.system.mesh.network.socket.getaddrinfo", lambda *_, **__: answers)
    with pytest.raises(Unavailable) as caught:
        _outside("https://rebinding.example.com/")
    assert caught.value.reason_code == "address_refused"
    assert board().told()[0]["failed"] == 0


def test_a_name_is_resolved_once_and_the_checked_address_is_the_one_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A name server that changes its answer after the check (rebinding) is not asked a second time."""
    asked, really = [], socket.getaddrinfo

    def resolve(host: str, port: int, *given: Any, **named: Any) -> list[Any]:
        if host == "127.0.0.1":
            return really(host, port, *given, **named)
        asked.append(host)
        return really("127.0.0.1" if len(asked) == 1 else "10.0.0.1", port, *given, **named)

    with peer() as server:
        port = server.url.rsplit(":", 1)[1]
        monkeypatch.setattr("apps.system.mesh.network.socket.getaddrinfo", resolve)
        assert _outside(f"http://a.localhost:{port}/", allow_loopback=True).status == 200
    assert asked == ["a.localhost"]
    assert server.seen[0][2]["Host"] == f"a.localhost:{port}"


def test_a_literal_address_is_refused_before_anything_is_asked() -> None:
    with pytest.raises(Invalid) as caught:
        _outside("https://169.254.169.254/latest/meta-data/")
    assert caught.value.reason_code == "destination_refused"


def test_a_name_server_that_is_silent_does_not_hold_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    monkeypatch.setattr("apps.system.mesh.network.socket.getaddrinfo", lambda *_, **__: over.wait(60))
    _register("http://slow.example.com")
    assert _code(timeout=1.0, attempts=1) == "upstream_timeout"
    over.set()


def test_strangers_names_that_are_not_answered_keep_no_service_from_being_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    over, asked, really = threading.Event(), threading.Semaphore(0), socket.getaddrinfo

    def resolve(host: str, *given: Any, **named: Any) -> Any:
        if not host.endswith(".example.com"):
            return really(host, *given, **named)
        asked.release()
        return over.wait(60)

    monkeypatch.setattr("apps.system.mesh.network.socket.getaddrinfo", resolve)
    with peer() as server, ThreadPoolExecutor(RESOLVERS) as strangers:
        _register(server.url.replace("127.0.0.1", "localhost"))
        for number in range(RESOLVERS):
            strangers.submit(_outside, f"https://{number}.example.com/")
        assert all(asked.acquire(timeout=20) for _ in range(RESOLVERS))
        assert mesh.call("fake-exchange", "GET", timeout=5.0).status == 200
        over.set()


def test_waiting_for_a_connection_ends_with_the_attempt() -> None:
    transport = Transport(kept=0, most=1)
    with peer(stay_silent) as server, ThreadPoolExecutor(2) as pool:
        request = question("GET", "/").at(server.url)

        def ask(seconds: float) -> str:
            try:
                with bound_by(Passage(monotonic() + seconds, seconds)):
                    return str(transport.handle_request(request).status_code)
            except (httpcore.TimeoutException, httpcore.ProtocolError) as error:
                return type(error).__name__

        first = pool.submit(ask, 10.0)
        eventually(lambda: len(server.seen) == 1)
        assert pool.submit(ask, 0.3).result(timeout=5) == "PoolTimeout"
        server.over.set()
        first.result()
    transport.close()
