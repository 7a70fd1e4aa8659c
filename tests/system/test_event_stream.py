"""The log as server-sent events: who may follow it, what is said beside the events, and how it ends."""

import asyncio
import json
import socket
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.system.access.models import ApiKey
from apps.system.events import readers, streaming
from apps.system.events.models import Event
from apps.system.events.services import NewEvent, append_events, publish_ephemeral
from tests.serving import serving
from tests.system.event_sources import STREAM, source
from tests.system.people import client_with, make_key, make_person
from tests.system.sockets import off_loop, session_cookie
from tests.system.streams import Padded, Ticked, all_numbered, happen, plain_link, sequencing, until

pytestmark = pytest.mark.django_db(transaction=True)


def forget_before(seq: int) -> None:
    """Drop events, as retention does."""
    with plain_link() as link:
        link.execute("SET session_replication_role = replica")
        link.execute("DELETE FROM system_event WHERE seq < %s", [seq])


async def test_a_stream_begins_with_its_cursor_and_goes_on_with_what_happens() -> None:
    user = await off_loop(make_person)
    with sequencing():
        async with source(await off_loop(make_key, user), types="test.*") as (status, stream):
            begun = await stream.hear()
            await off_loop(happen, 1, user.actor_id)
            event = await stream.hear()
    assert (status, begun["type"], begun["metadata"]["seq"]) == (200, "subscription.confirmed", "0")
    assert (event["payload"]["number"], event["metadata"]["seq"], stream.last_id) == (1, "1", "1")


async def test_the_browsers_session_opens_it_too() -> None:
    user = await off_loop(make_person)
    cookie = await off_loop(session_cookie, user)
    async with source("", cookie=cookie) as (status, stream):
        assert (status, (await stream.hear())["type"]) == (200, "subscription.confirmed")


async def test_what_passes_comes_without_a_cursor() -> None:
    user = await off_loop(make_person)
    async with source(await off_loop(make_key, user), types="test.*") as (_, stream):
        await stream.hear()
        await asyncio.sleep(0.2)  # until the hub listens to Redis; what passes has no past
        await off_loop(publish_ephemeral, Ticked(symbol="BTC/USD", price=7), audience=None)
        tick = await stream.hear()
    assert (tick["payload"]["price"], "seq" in tick["metadata"], stream.last_id) == (7, False, "0")


async def test_beyond_retention_it_says_so_and_goes_on_from_the_end() -> None:
    user = await off_loop(make_person)
    key = await off_loop(make_key, user)
    with sequencing():
        for number in range(4):
            await off_loop(happen, number, user.actor_id)
        await off_loop(until, all_numbered)
        await off_loop(forget_before, 3)
        async with source(key, last_id="1") as (_, stream):
            confirmed, reset = await stream.hear_many(2)
            await off_loop(happen, 5, user.actor_id)
            event = await stream.hear()
    page = await off_loop(client_with(key).get, "/api/v1/system/events", {"after": "1"})
    assert (confirmed["type"], reset["type"]) == ("subscription.confirmed", "stream.reset")
    assert (reset["metadata"]["seq"], event["metadata"]["seq"]) == ("4", "5")
    assert (page.status_code, page.json()["code"]) == (410, reset["payload"]["code"])


async def test_a_revoked_key_ends_it() -> None:
    user = await off_loop(make_person)
    async with source(await off_loop(make_key, user)) as (_, stream):
        await stream.hear()
        await off_loop(ApiKey.objects.filter(actor=user.actor).update, revoked_at="2026-01-01T00:00:00Z")
        assert (await stream.hear(2))["payload"]["code"] == "unauthenticated"
        with pytest.raises(EOFError):
            await stream.hear()


async def test_silence_is_broken_by_a_ping_that_carries_the_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "PING_EVERY", 0.05)
    user, other = await off_loop(make_person), await off_loop(make_person)
    with sequencing():
        async with source(await off_loop(make_key, user), types="test.*") as (_, stream):
            await stream.hear()
            await off_loop(happen, 1, other.actor_id)
            await off_loop(until, all_numbered)
            for _ in range(100):
                with pytest.raises(TimeoutError):
                    await stream.hear(0.1)
                if stream.last_id == "1":
                    break
    assert stream.last_id == "1"


async def test_a_reader_too_far_behind_is_ended_and_resumes_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MAX_WAITING", 10)
    monkeypatch.setattr(streaming, "QUEUED", 2)
    user = await off_loop(make_person)
    key = await off_loop(make_key, user)
    total, got, cuts = 200, [], 0
    with sequencing():
        last_id = "0"
        while len(got) < total:
            async with source(key, last_id=last_id, types="test.*") as (_, stream):
                await stream.hear()
                if not cuts:
                    news = [
                        NewEvent(Padded(number=n, filler="x" * 9000), user.actor_id) for n in range(total)
                    ]
                    await off_loop(append_events, news)
                    await off_loop(until, all_numbered)
                while len(got) < total:
                    said = await stream.hear()
                    if said["type"] == "error":
                        cuts += 1
                        break
                    got.append(said["payload"]["number"])
                last_id = stream.last_id
    assert got == list(range(total))


async def test_one_actor_opens_so_many_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "MOST_OF_ONE", 1)
    key = await off_loop(make_key, await off_loop(make_person))
    async with source(key) as (_, first):
        await first.hear()
        async with source(key) as (status, _second):
            assert status == 429
    async with source(key) as (status, again):
        await again.hear()
        assert status == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [({"after": "x"}, 422), ({"types": "no pattern"}, 422), ({"agentId": "me"}, 422)],
)
async def test_bad_questions_are_refused_before_it_begins(query: dict[str, str], status: int) -> None:
    key = await off_loop(make_key, await off_loop(make_person))
    async with source(key, **query) as (answered, _):
        assert answered == status


async def test_strangers_are_refused() -> None:
    async with source("") as (status, _):
        assert status == 401


def test_a_process_that_cannot_wait_without_threads_says_who_can() -> None:
    answer = client_with(make_key(make_person())).get("/api/v1/system/events/stream")
    assert (answer.status_code, answer.json()["code"]) == (421, "misdirected")
    assert APIClient().get(STREAM).status_code == 401


def test_a_reader_who_does_not_read_costs_a_bounded_memory() -> None:
    """Over a real connection: 80 MB of events, none of which is read."""
    user, total = make_person(), 8000
    key = make_key(user)
    with serving() as (port, process), sequencing():
        reader = socket.create_connection(("127.0.0.1", port))
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        asked = f"GET {STREAM}?after=0 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n\r\n"
        reader.sendall(asked.encode())
        assert reader.recv(12) == b"HTTP/1.1 200"
        before = resident(process.pid)
        for start in range(0, total, 500):
            append_events(
                [NewEvent(Padded(number=start + n, filler="x" * 10_000), user.actor_id) for n in range(500)]
            )
        until(all_numbered)
        until(lambda: is_answered(port))
        grown = resident(process.pid) - before
        reader.close()
        assert grown < 40_000
        assert numbers_of(port, key, total) == list(range(total))


def resident(pid: int) -> int:
    """What a process holds, in kB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1])


def is_answered(port: int) -> bool:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=20) as answer:
        return bool(answer.status == 200)


def numbers_of(port: int, key: str, count: int) -> list[Any]:
    """What a reader gets who comes later and reads."""
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}{STREAM}?after=0&types=test.*", headers={"Authorization": f"Bearer {key}"}
    )
    found: list[Any] = []
    with urllib.request.urlopen(asked, timeout=20) as answer:
        while len(found) < count:
            line = answer.readline()
            if line.startswith(b"data: ") and (said := json.loads(line[6:]))["type"] == "test.padded":
                found.append(said["payload"]["number"])
    assert Event.objects.count() == count
    return found
