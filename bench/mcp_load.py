"""What asks in `bench.mcp`: connections kept open, each sending the next request once it has its answer."""

import asyncio
import json
from dataclasses import dataclass
from time import perf_counter

TOOL = "get_market_data"
BODY = json.dumps(
    {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {
            "name": TOOL,
            "arguments": {"symbol": "BTC/USD"},
            "_meta": {
                "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                "io.modelcontextprotocol/clientCapabilities": {},
            },
        },
    }
).encode()


@dataclass(frozen=True)
class Target:
    """A server under load."""

    name: str
    port: int
    key: str

    @property
    def request(self) -> bytes:
        """One request, as bytes: the client must cost as little as can be."""
        lines = (
            "POST /mcp HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"Authorization: Bearer {self.key}",
            "Content-Type: application/json",
            "Accept: application/json, text/event-stream",
            "MCP-Protocol-Version: 2026-07-28",
            "Mcp-Method: tools/call",
            f"Mcp-Name: {TOOL}",
            f"Content-Length: {len(BODY)}",
        )
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + BODY


async def load(target: Target, connections: int, calls: int) -> tuple[float, list[float]]:
    """Make so many calls over so many connections; answers the seconds in all, and of each call."""
    left, seconds = iter(range(calls)), list[float]()

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", target.port)
        for _ in left:
            began = perf_counter()
            writer.write(target.request)
            await _answer(reader)
            seconds.append(perf_counter() - began)
        writer.close()

    began = perf_counter()
    await asyncio.gather(*(one() for _ in range(connections)))
    return perf_counter() - began, seconds


async def _answer(reader: asyncio.StreamReader) -> None:
    """Read one answer whole. AssertionError unless the tool succeeded."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if b"transfer-encoding: chunked" in head:
        body = b""
        while (size := int(await reader.readline(), 16)) > 0:
            body += await reader.readexactly(size)
            await reader.readexactly(2)
        await reader.readexactly(2)
    else:
        length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
        body = await reader.readexactly(length)
    assert b'"structuredContent"' in body, body[:500]
    assert b'"isError":true' not in body, body[:500]
