"""Many sockets in one process that do nothing but note when each event came: `python -m bench.listeners`.

It is told its sockets as JSON on its first line, and answers `ready` once all listen. Then each line is a
number of events; once every socket has had so many more, or gave up, it answers with what was seen.
"""

import asyncio
import json
import os
import re
import struct
import sys
import time
from typing import Any

import uvloop

PATIENCE = 60.0
AT_ONCE = 50
_SAID = re.compile(rb'"at": ([0-9.]+).*?"number": (\d+)')


class Listener(asyncio.Protocol):
    """One socket: its handshake, its subscription, and the frames that come."""

    def __init__(self, key: str, ready: "asyncio.Queue[None]") -> None:
        self._key, self._ready = key, ready
        self._rest, self._is_open = b"", False
        self.numbers: list[int] = []
        self.seconds: list[float] = []
        self.last_at = 0.0

    def connection_made(self, transport: Any) -> None:
        """Ask for the upgrade."""
        self._transport = transport
        lines = ["GET /ws HTTP/1.1", "Host: localhost", "Upgrade: websocket", "Connection: Upgrade"]
        lines += ["Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13"]
        lines += [f"Authorization: Bearer {self._key}"] if self._key else []
        transport.write("\r\n".join([*lines, "", ""]).encode())

    def data_received(self, data: bytes) -> None:
        """Read whole frames."""
        data, now = self._rest + data, time.time()
        if not self._is_open:
            _, found, data = data.partition(b"\r\n\r\n")
            self._is_open = bool(found)
            if self._is_open and not self._key:
                self._ready.put_nowait(None)
        while (frame := _first_frame(data)) is not None:
            body, data = frame
            self._take(body, now)
        self._rest = data

    def _take(self, body: bytes, now: float) -> None:
        if found := _SAID.search(body):
            self.seconds.append(now - float(found[1]))
            self.numbers.append(int(found[2]))
            self.last_at = now
        elif b'"connection.established"' in body:
            self._transport.write(_masked(b'{"type": "subscribe", "events": ["bench.*"]}'))
        elif b'"subscription.confirmed"' in body:
            self._ready.put_nowait(None)


def _first_frame(data: bytes) -> tuple[bytes, bytes] | None:
    """The body of the first whole frame, and what follows it."""
    if len(data) < 2:
        return None
    size, start = data[1], 2
    if size == 126:
        if len(data) < 4:
            return None
        size, start = struct.unpack_from("!H", data, 2)[0], 4
    return (data[start : start + size], data[start + size :]) if len(data) >= start + size else None


def _masked(body: bytes) -> bytes:
    """A client's text frame; a mask of zeros changes nothing."""
    return struct.pack("!BB4x", 0x81, 0x80 | len(body)) + body


async def main() -> None:
    """Connect, and answer one question after the other."""
    told = json.loads(sys.stdin.readline())
    loop, ready = asyncio.get_running_loop(), asyncio.Queue[None]()
    listeners = [Listener(told["keys"][n % len(told["keys"])], ready) for n in range(told["sockets"])]
    for start in range(0, len(listeners), AT_ONCE):
        some = listeners[start : start + AT_ONCE]
        for each in some:
            await loop.create_connection(lambda each=each: each, "127.0.0.1", told["port"])
        async with asyncio.timeout(PATIENCE):
            for _ in some:
                await ready.get()
    say("ready")
    while line := await asyncio.to_thread(sys.stdin.readline):
        say(json.dumps(await listen(listeners, int(line))))


async def listen(listeners: list[Listener], events: int) -> dict[str, Any]:
    """Wait for so many events on every socket, and tell what was seen of them."""
    deadline = time.monotonic() + PATIENCE
    while any(len(each.numbers) < events for each in listeners) and time.monotonic() < deadline:
        await asyncio.sleep(0.02)
    expected = sorted({number for each in listeners for number in each.numbers})
    seen = {
        "frames": sum(len(each.numbers) for each in listeners),
        "is_complete": all(each.numbers == expected and len(expected) == events for each in listeners),
        "seconds": sorted(value for each in listeners for value in each.seconds),
        "last_at": max(each.last_at for each in listeners),
    }
    for each in listeners:
        each.numbers, each.seconds = [], []
    return seen


def say(line: str) -> None:
    """Answer."""
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    uvloop.run(main())
