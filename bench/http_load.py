"""What asks in benchmarks over HTTP: open connections, each sending the next request once it has its answer.

A request is bytes made once, and an answer is read no further than it takes to know that it is the right one:
on the same two cores as the server, the client must cost as little as can be. `Load` says what it did cost.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter, process_time
from typing import Any

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Asking:
    """A request, to be repeated; a right answer holds `wanted` and none of `unwanted`."""

    port: int
    method: str
    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any] | None = None
    wanted: bytes = b""
    unwanted: bytes = b"\0"

    @property
    def request(self) -> bytes:
        """It as bytes."""
        content = b"" if self.body is None else json.dumps(self.body).encode()
        told = {"Host": f"{HOST}:{self.port}", "Content-Length": str(len(content)), **self.headers}
        lines = (f"{self.method} {self.path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items()))
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


@dataclass(frozen=True)
class Load:
    """What came of it: the seconds in all and of each call, and of a processor for the client itself."""

    total: float
    seconds: list[float]
    client: float

    @property
    def per_second(self) -> float:
        """Calls per second."""
        return len(self.seconds) / self.total


async def load(asking: Asking, connections: int, calls: int) -> Load:
    """Make so many calls over so many connections. AssertionError for a wrong answer."""
    left, seconds, request = iter(range(calls)), list[float](), asking.request

    async def one() -> None:
        reader, writer = await asyncio.open_connection(HOST, asking.port)
        for _ in left:
            began = perf_counter()
            writer.write(request)
            answer = await _answer(reader)
            seconds.append(perf_counter() - began)
            assert asking.wanted in answer, answer[:500]
            assert asking.unwanted not in answer, answer[:500]
        writer.close()

    began, worked = perf_counter(), process_time()
    await asyncio.gather(*(one() for _ in range(connections)))
    return Load(perf_counter() - began, seconds, process_time() - worked)


async def _answer(reader: asyncio.StreamReader) -> bytes:
    """Read one answer whole. AssertionError unless it is 200."""
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head
    head = head.lower()
    if b"transfer-encoding: chunked" not in head:
        return await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
    body = b""
    while (size := int(await reader.readline(), 16)) > 0:
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readexactly(2)
    return body
