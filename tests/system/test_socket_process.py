"""The socket of a real server process, over real connections."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
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
from tests.system.streams import Padded, happen, sequencing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def port() -> int:
    return any_free_port()


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


async def test_killing_the_server_loses_no_event_to_who_resumes(port: int) -> None:
    user = await off_loop(make_person)
    key = await off_loop(make_key, user)
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


async def test_a_client_that_does_not_read_is_closed_and_ends_complete(port: int) -> None:
    """What the process holds for it is bounded, however much is said meanwhile."""
    user = await off_loop(make_person)
    key = await off_loop(make_key, user)
    total, filler = 4000, "x" * 15_000
    got: list[int] = []
    with sequencing(), serving(port) as (_, process):
        # The client's own reading ahead is kept small, so that the connection fills when it does not read.
        async with connected(port, key, max_queue=1) as client, connected(port, key) as watching:
            await _subscribe(client)
            before = _memory(process.pid)
            await off_loop(_flood, total, user.actor_id, filler)
            async with asyncio.timeout(60):
                while await _head(watching) < total:
                    await asyncio.sleep(0.1)
            grown = _memory(process.pid) - before
            code = await _drain(client, got)
        assert code in (CloseCode.SLOW_CONSUMER, 1006)
        assert len(got) < total
        assert grown < total * len(filler) / 2, f"{grown / 1e6:.0f} MB"
        async with connected(port, key) as client:
            await _subscribe(client, since=str(got[-1]))
            got += await _read(client, total - len(got))
    assert got == list(range(1, total + 1))


async def _read(client: ClientConnection, count: int) -> list[int]:
    """The cursors of the next events."""
    return [int((await _hear(client))["metadata"]["seq"]) for _ in range(count)]


async def _head(client: ClientConnection) -> int:
    """How far the log is in the process."""
    await client.send('{"type": "ping"}')
    return int((await _hear(client))["metadata"]["seq"])


def _memory(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _flood(count: int, audience: Any, filler: str) -> None:
    """Many long events, in a few transactions."""
    for start in range(0, count, 500):
        append_events(
            [NewEvent(Padded(number=n, filler=filler), audience) for n in range(start, start + 500)]
        )


async def test_a_client_that_answers_no_heartbeat_is_closed(port: int) -> None:
    key = await off_loop(make_key, await off_loop(make_person))
    upgrade = ["GET /ws HTTP/1.1", "Host: localhost", "Upgrade: websocket", "Connection: Upgrade"]
    upgrade += ["Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="]
    with serving(port, options="--ws-ping-interval 0.2 --ws-ping-timeout 0.2"):
        async with connected(port, key) as answering:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write("\r\n".join([*upgrade, f"Authorization: Bearer {key}", "", ""]).encode())
            async with asyncio.timeout(20):
                said = await reader.read()
            writer.close()
            assert b"\x89\x04" in said  # a ping
            assert b"\x88" in said[-64:]  # the close
            assert int.from_bytes(said[said.rindex(b"\x88") + 2 :][:2], "big") == 1011
            await answering.send('{"type": "ping"}')
            assert (await _hear(answering))["type"] == "pong"


@pytest.mark.parametrize(("length", "code"), [(100_000, CloseCode.TOO_LONG), (3_000_000, 1009)])
async def test_a_long_frame_is_closed_with_a_code(port: int, length: int, code: int) -> None:
    key = await off_loop(make_key, await off_loop(make_person))
    with serving(port):
        async with connected(port, key) as client:
            with suppress(ConnectionClosed):  # the server may close before the whole frame is sent
                await client.send(json.dumps({"type": "ping", "payload": {"filler": "x" * length}}))
            assert await _drain(client, []) == code


async def test_a_browsers_way_of_sending_a_key_works(port: int) -> None:
    key = await off_loop(make_key, await off_loop(make_person))
    with serving(port):
        address, protocols = f"ws://127.0.0.1:{port}/ws", ["bearer", key]
        async with connect(address, subprotocols=protocols, origin="http://localhost:3000") as client:  # type: ignore[arg-type]
            assert client.subprotocol == "bearer"
            assert (await _hear(client))["type"] == "connection.established"
        async with connect(address, subprotocols=protocols, origin="https://evil.example") as client:  # type: ignore[arg-type]
            assert await _drain(client, []) == CloseCode.FORBIDDEN_ORIGIN
