"""The socket of a real server process, over real connections."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from apps.system.events.closing import CloseCode
from apps.system.events.services import NewEvent, append_events
from deployment.local.ports import any_free_port
from tests.serving import serving
from tests.system.people import make_key, make_person
from tests.system.sockets import off_loop
from tests.system.streams import Padded, all_numbered, happen, sequencing, until

pytestmark = pytest.mark.django_db(transaction=True)


@asynccontextmanager
async def connected(port: int, key: str, **options: Any) -> AsyncIterator[ClientConnection]:
    """A client that was let in."""
    headers = {"Authorization": f"Bearer {key}"}
    address = f"ws://127.0.0.1:{port}/ws"
    async with connect(address, additional_headers=headers, max_size=None, **options) as client:
        assert (await _hear(client))["type"] == "connection.established"
        yield client


async def _hear(client: ClientConnection) -> dict[str, Any]:
    async with asyncio.timeout(20):
        said: dict[str, Any] = json.loads(await client.recv())
    return said


async def _subscribe(client: ClientConnection, since: str | None = None) -> None:
    said = {"type": "subscribe", "events": ["test.*"], **({"since": since} if since else {})}
    await client.send(json.dumps(said))
    assert (await _hear(client))["type"] == "subscription.confirmed"


async def _drain(client: ClientConnection, got: list[int]) -> int:
    """Read until the server closes; answers the close code."""
    try:
        while True:
            said = await _hear(client)
            if said["type"] in ("test.happened", "test.padded"):
                got.append(int(said["metadata"]["seq"]))
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 1006


async def test_killing_the_server_loses_no_event_to_who_resumes() -> None:
    user = await off_loop(make_person)
    key, port = await off_loop(make_key, user), any_free_port()
    got: list[int] = []
    with sequencing():
        with serving(port) as (_, process):
            async with connected(port, key) as client:
                await _subscribe(client)
                await off_loop(lambda: [happen(number, user.actor_id) for number in range(50)])
                got += [int((await _hear(client))["metadata"]["seq"]) for _ in range(20)]
                process.send_signal(signal.SIGKILL)
        await off_loop(lambda: [happen(number, user.actor_id) for number in range(50, 80)])
        with serving(port):
            async with connected(port, key) as client:
                await _subscribe(client, since=str(got[-1]))
                got += [int((await _hear(client))["metadata"]["seq"]) for _ in range(60)]
    assert got == list(range(1, 81))


async def test_a_client_that_does_not_read_is_closed_and_ends_complete() -> None:
    user = await off_loop(make_person)
    key, port = await off_loop(make_key, user), any_free_port()
    total, filler = 6000, "x" * 4000
    got: list[int] = []
    with sequencing(), serving(port) as (_, process):
        # The client's own reading ahead is kept small, so that the connection fills when it does not read.
        async with connected(port, key, max_queue=1) as client:
            await _subscribe(client)
            before = _memory(process.pid)
            await off_loop(lambda: [happen(n, user.actor_id, symbol=filler[:32]) for n in range(3)])
            await off_loop(_flood, total, user.actor_id, filler)
            await off_loop(until, all_numbered, 30)
            await asyncio.sleep(2)  # not reading
            grown = _memory(process.pid) - before
            code = await _drain(client, got)
        assert code in (CloseCode.SLOW_CONSUMER, 1006)
        assert len(got) < total
        assert grown < 100_000_000
        async with connected(port, key) as client:
            await _subscribe(client, since=str(got[-1]))
            while len(got) < total + 3:
                got.append(int((await _hear(client))["metadata"]["seq"]))
    assert got == list(range(1, total + 4))


def _memory(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _flood(count: int, audience: Any, filler: str) -> None:
    """Many long events, in a few transactions."""
    for start in range(0, count, 500):
        append_events(
            [NewEvent(Padded(number=n, filler=filler), audience) for n in range(start, start + 500)]
        )


@pytest.mark.parametrize(("length", "code"), [(100_000, CloseCode.TOO_LONG), (3_000_000, 1009)])
async def test_a_long_frame_is_closed_with_a_code(length: int, code: int) -> None:
    key, port = await off_loop(make_key, await off_loop(make_person)), any_free_port()
    with serving(port):
        async with connected(port, key) as client:
            await client.send(json.dumps({"type": "ping", "payload": {"filler": "x" * length}}))
            assert await _drain(client, []) == code


async def test_a_browsers_way_of_sending_a_key_works() -> None:
    key, port = await off_loop(make_key, await off_loop(make_person)), any_free_port()
    with serving(port):
        address, protocols = f"ws://127.0.0.1:{port}/ws", ["bearer", key]
        async with connect(address, subprotocols=protocols, origin="http://localhost:3000") as client:  # type: ignore[arg-type]
            assert client.subprotocol == "bearer"
            assert (await _hear(client))["type"] == "connection.established"
        async with connect(address, subprotocols=protocols, origin="https://evil.example") as client:  # type: ignore[arg-type]
            assert await _drain(client, []) == CloseCode.FORBIDDEN_ORIGIN
