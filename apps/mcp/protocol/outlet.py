"""Letting a stream feel a slow reader under daphne, the development server, whose `send` never waits."""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Any

from apps.system.events.backpressure import Send

STREAM = b"text/event-stream"


class Gate:
    """Told by the transport when to pause and when to go on (Twisted's push producer)."""

    def __init__(self) -> None:
        self._open = asyncio.Event()
        self._open.set()

    def pauseProducing(self) -> None:
        """The buffer is full."""
        self._open.clear()

    def resumeProducing(self) -> None:
        """The buffer has room again."""
        self._open.set()

    def stopProducing(self) -> None:
        """The connection is gone."""
        self._open.set()

    async def passed(self) -> None:
        """Wait until there is room."""
        await self._open.wait()


class StreamOutlet:
    """A `send` for HTTP that, once a stream has begun, returns when the connection can take more."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._gate = Gate()
        self._connection: Any = None
        self.has_begun = False

    async def __call__(self, message: Mapping[str, Any]) -> None:
        """Send, and wait until there is room for the next."""
        is_start = message["type"] == "http.response.start"
        self.has_begun = self.has_begun or is_start
        if is_start and _is_stream(message):
            self._watch()
        elif not is_start and not message.get("more_body", False):
            self.release()
        await self._send(message)
        if self._connection is not None:
            await self._gate.passed()

    def release(self) -> None:
        """Stop watching the connection, which would otherwise not end before its watcher."""
        connection, self._connection = self._connection, None
        if connection is not None and connection.channel is not None:
            connection.unregisterProducer()
        self._gate.stopProducing()

    def _watch(self) -> None:
        connection: Any = self._send.args[0] if isinstance(self._send, partial) and self._send.args else None
        if hasattr(connection, "registerProducer") and getattr(connection, "channel", None) is not None:
            connection.registerProducer(self._gate, True)
            self._connection = connection


def _is_stream(message: Mapping[str, Any]) -> bool:
    return any(
        name.lower() == b"content-type" and value.startswith(STREAM)
        for name, value in message.get("headers", ())
    )
