"""A cursor brings exactly what was missed, in order, once; a reader who is too slow is closed and resumes."""

import asyncio
import json
import random
import threading
from typing import Any

import psycopg
import pytest
from django.db import connection
from pytest_django import Settings

from apps.system.events import readers, selectors
from apps.system.events.closing import CloseCode
from apps.system.events.database import connection_parameters
from apps.system.events.models import Counter, Event
from apps.system.events.sequencer import APPLICATION as SEQUENCER
from apps.system.events.sequencer import number_events
from apps.system.events.tailer import APPLICATION as TAILER
from apps.system.redis import redis_client
from config.asgi import application
from tests.system.people import make_key, make_person
from tests.system.sockets import admitted, off_loop
from tests.system.streams import all_numbered, end_connections, happen, sequencing, until

pytestmark = pytest.mark.django_db(transaction=True)


class Writer:
    """Somebody who writes events all the while, in threads."""

    def __init__(self, audience: Any, count: int, threads: int = 3) -> None:
        self.total = count * threads
        self._threads = [threading.Thread(target=self._write, args=(audience, count)) for _ in range(threads)]

    def _write(self, audience: Any, count: int) -> None:
        for number in range(count):
            happen(number, audience)
        connection.close()

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    async def finish(self) -> None:
        for thread in self._threads:
            await asyncio.to_thread(thread.join)


def seqs(heard: list[dict[str, Any]]) -> list[int]:
    """The cursors of events."""
    return [int(message["metadata"]["seq"]) for message in heard]


async def test_reconnecting_with_a_cursor_misses_nothing_and_repeats_nothing_while_writers_write() -> None:
    user = await off_loop(make_person)
    key = await off_loop(make_key, user)
    chance = random.Random(7)
    got: list[int] = []
    writer = Writer(user.actor_id, 150)
    with sequencing():
        writer.start()
        while len(got) < writer.total:
            async with admitted(key) as client:
                await client.subscribe("test.*", since=str(got[-1]) if got else "0")
                for _ in range(min(chance.randint(1, 80), writer.total - len(got))):
                    got += seqs([await client.hear()])
        await writer.finish()
    assert got == list(range(1, writer.total + 1))


async def test_a_long_past_is_replayed_in_pages_and_joined_to_the_present(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(selectors, "WINDOW", 70)  # so that a short log takes many readings
    user = await off_loop(make_person)
    with sequencing():
        past = Writer(user.actor_id, 700, threads=1)
        past.start()
        await past.finish()
        await off_loop(until, all_numbered)
        async with admitted(await off_loop(make_key, user)) as client:
            present = Writer(user.actor_id, 100)
            present.start()
            await client.subscribe("test.*", since="0")
            got = seqs(await client.hear_many(past.total + present.total))
            await present.finish()
    assert got == list(range(1, past.total + present.total + 1))


async def test_the_stream_goes_on_after_the_database_and_the_sequencer_were_cut_off() -> None:
    user = await off_loop(make_person)
    writer = Writer(user.actor_id, 100)
    with sequencing():
        async with admitted(await off_loop(make_key, user)) as client:
            await client.subscribe("test.*", since="0")
            writer.start()
            for application_name in (TAILER, SEQUENCER, TAILER):
                await asyncio.sleep(0.1)  # so that the cuts fall among the events
                assert await off_loop(end_connections, application_name) == 1
            got = seqs(await client.hear_many(writer.total))
            await writer.finish()
    assert got == list(range(1, writer.total + 1))


async def test_the_confirmation_says_from_where_to_resume() -> None:
    user = await off_loop(make_person)
    key = await off_loop(make_key, user)
    with sequencing():
        await off_loop(happen, 1, user.actor_id)
        await off_loop(until, all_numbered)
        async with admitted(key) as client:
            confirmed = await client.subscribe("test.*")
        await off_loop(happen, 2, user.actor_id)
        await off_loop(until, all_numbered)
        async with admitted(key) as client:
            await client.subscribe("test.*", since=confirmed["metadata"]["seq"])
            assert (await client.hear())["payload"]["number"] == 2


async def test_a_later_subscription_with_a_cursor_does_not_repeat_what_came_live() -> None:
    user = await off_loop(make_person)
    with sequencing():
        async with admitted(await off_loop(make_key, user)) as client:
            await client.subscribe("test.*")
            await off_loop(happen, 1, user.actor_id)
            await client.hear()
            await client.subscribe("*", since="0")
            await off_loop(happen, 2, user.actor_id)
            assert (await client.hear())["payload"]["number"] == 2


async def test_a_cursor_beyond_the_log_is_reset() -> None:
    user = await off_loop(make_person)
    with sequencing():
        async with admitted(await off_loop(make_key, user)) as client:
            await client.subscribe("test.*", since="99")
            reset = await client.hear()
            assert (reset["type"], reset["metadata"]["seq"]) == ("stream.reset", "0")
            await off_loop(happen, 1, user.actor_id)
            assert (await client.hear())["payload"]["number"] == 1


def _drop_the_past() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DELETE FROM system_event WHERE seq <= 5")
        cursor.execute("SET session_replication_role = origin")


async def test_a_cursor_older_than_what_is_kept_is_reset() -> None:
    user = await off_loop(make_person)
    with sequencing():
        for number in range(10):
            await off_loop(happen, number, user.actor_id)
        await off_loop(until, all_numbered)
        await off_loop(_drop_the_past)
        async with admitted(await off_loop(make_key, user)) as client:
            await client.subscribe("test.*", since="4")
            assert (await client.hear())["type"] == "stream.reset"
        async with admitted(await off_loop(make_key, user)) as client:
            await client.subscribe("test.*", since="5")
            assert seqs(await client.hear_many(5)) == [6, 7, 8, 9, 10]


class Blocked:
    """A server whose connection takes nothing while it is blocked, as when a client does not read."""

    def __init__(self) -> None:
        self.sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.open = asyncio.Event()
        self.open.set()
        self.inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def send(self, message: dict[str, Any]) -> None:
        self.sent.put_nowait(message)
        if message["type"] == "websocket.send":
            await self.open.wait()

    async def next(self) -> dict[str, Any]:
        async with asyncio.timeout(30):
            return await self.sent.get()

    def say(self, said: dict[str, Any]) -> None:
        self.inbox.put_nowait({"type": "websocket.receive", "text": json.dumps(said)})


def _scope(key: str) -> dict[str, Any]:
    headers = [(b"authorization", f"Bearer {key}".encode())]
    return {"type": "websocket", "path": "/ws", "headers": headers, "subprotocols": [], "query_string": b""}


async def test_a_reader_who_does_not_read_is_closed_and_resumes_complete(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(readers, "MAX_WAITING", 50)
    user = await off_loop(make_person)
    key = await off_loop(make_key, user)
    socket = Blocked()
    with sequencing():
        server = asyncio.create_task(application(_scope(key), socket.inbox.get, socket.send))
        socket.inbox.put_nowait({"type": "websocket.connect"})
        assert (await socket.next())["type"] == "websocket.accept"
        await socket.next()
        socket.say({"type": "subscribe", "events": ["test.*"]})
        await socket.next()
        socket.open.clear()
        await off_loop(lambda: [happen(number, user.actor_id) for number in range(200)])
        got: list[int] = []
        while (message := await socket.next())["type"] != "websocket.close":
            said = json.loads(message["text"])
            if said["type"] == "error":
                assert said["payload"]["code"] == "slow_consumer"
            else:
                got += seqs([said])
        assert message["code"] == CloseCode.SLOW_CONSUMER
        socket.inbox.put_nowait({"type": "websocket.disconnect", "code": 1006})
        await server
        async with admitted(key) as client:
            await client.subscribe("test.*", since=str(got[-1]))
            got += seqs(await client.hear_many(200 - len(got)))
    assert got == list(range(1, 201))
    assert await off_loop(Event.objects.count) == 200


async def test_events_come_by_the_clock_while_redis_is_away(settings: Settings) -> None:
    redis_client.cache_clear()
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    try:
        user = await off_loop(make_person)
        with sequencing():
            async with admitted(await off_loop(make_key, user)) as client:
                await client.subscribe("test.*")
                await off_loop(happen, 1, user.actor_id)
                assert (await client.hear())["payload"]["number"] == 1
    finally:
        redis_client.cache_clear()


def _happen_quietly(count: int, audience: Any) -> None:
    """Numbered events that no process has been told of."""
    Counter.objects.get_or_create(name="events")
    with psycopg.connect(**connection_parameters("test-numberer")) as link:
        for number in range(count):
            happen(number, audience)
        number_events(link)


async def test_a_cursor_ahead_of_what_this_process_knows_repeats_nothing() -> None:
    user = await off_loop(make_person)
    async with admitted(await off_loop(make_key, user)) as client:
        await off_loop(_happen_quietly, 5, user.actor_id)
        await client.subscribe("test.*", since="3")
        assert seqs(await client.hear_many(2)) == [4, 5]
        assert await client.is_silent(1.5)
