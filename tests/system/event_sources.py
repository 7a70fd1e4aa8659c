"""Readers of the log over HTTP: server-sent events within the process, and page after page."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

from asgiref.testing import ApplicationCommunicator

from config.asgi import application
from tests.system.people import client_with

STREAM = "/api/v1/system/events/stream"
PAGE = "/api/v1/system/events"
PATIENCE = 30.0


class Source:
    """A stream with a client's eyes: it remembers the last id, as browsers do."""

    def __init__(self, asked: ApplicationCommunicator) -> None:
        self._asked = asked
        self._text = ""
        self.last_id = ""

    async def hear(self, seconds: float = PATIENCE) -> dict[str, Any]:
        """The next message."""
        async with asyncio.timeout(seconds):
            while True:
                while "\n\n" not in self._text:
                    self._text += await self._more()
                block, self._text = self._text.split("\n\n", 1)
                fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
                self.last_id = fields.get("id", self.last_id)
                if "data" in fields:
                    said: dict[str, Any] = json.loads(fields["data"])
                    return said

    async def hear_many(self, count: int) -> list[dict[str, Any]]:
        """The next messages."""
        return [await self.hear() for _ in range(count)]

    async def _more(self) -> str:
        said = await self._asked.receive_output(timeout=PATIENCE)
        if said["type"] != "http.response.body" or not said.get("more_body"):
            raise EOFError
        return str(said["body"].decode())


@asynccontextmanager
async def source(
    key: str, *, last_id: str = "", cookie: str = "", **query: str
) -> AsyncIterator[tuple[int, Source]]:
    """The status of the answer, and the stream."""
    headers = [(b"host", b"localhost"), (b"accept", b"text/event-stream")]
    headers += [(b"authorization", f"Bearer {key}".encode())] if key else []
    headers += [(b"last-event-id", last_id.encode())] if last_id else []
    headers += [(b"cookie", cookie.encode())] if cookie else []
    scope = {"type": "http", "http_version": "1.1", "method": "GET", "path": STREAM, "headers": headers}
    asked = ApplicationCommunicator(application, {**scope, "query_string": urlencode(query).encode()})
    await asked.send_input({"type": "http.request", "body": b""})
    begun = await asked.receive_output(timeout=PATIENCE)
    try:
        yield begun["status"], Source(asked)
    finally:
        await asked.send_input({"type": "http.disconnect"})
        await asked.wait(timeout=PATIENCE)


def read_pages(
    key: str, after: str, query: Mapping[str, str], limit: int
) -> tuple[list[dict[str, Any]], str]:
    """Pages up to the end of the log as it is by then, and the cursor behind it."""
    client, found = client_with(key), []
    while True:
        body = client.get(PAGE, {**query, "after": after, "limit": limit}).json()
        found += body["results"]
        after = body["next"]
        if body["countIsExact"]:
            return found, after
