"""Letting a sender feel a slow reader.

Daphne writes into the connection's buffer without ever making the sender wait, so that a reader who does not
read would fill the memory. Its transport can say when the buffer is full, and this makes the sender wait.
Under another server, whose `send` waits by itself, nothing is added.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

Send = Callable[[Mapping[str, Any]], Awaitable[None]]

MAX_FRAME = 1024 * 1024
MAX_MESSAGE = 8 * MAX_FRAME


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


class Outlet:
    """A `send` that returns when the connection can take more."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._gate = Gate()
        self._connection = _daphne_connection(send)

    async def __call__(self, message: Mapping[str, Any]) -> None:
        """Send, and wait until there is room for the next."""
        await self._send(message)
        if self._connection is None:
            return
        if message["type"] == "websocket.accept":
            # What watched the connection while it spoke HTTP has nothing more to do.
            self._connection.unregisterProducer()
            self._connection.registerProducer(self._gate, True)
        await self._gate.passed()

    async def at_once(self, message: Mapping[str, Any]) -> None:
        """Send without waiting: for last words."""
        await self._send(message)

    def release(self) -> None:
        """Stop watching the connection, which would otherwise not end before its watcher."""
        if self._connection is not None:
            self._connection.unregisterProducer()
            self._connection = None
        self._gate.stopProducing()


def _daphne_connection(send: Send) -> Any:
    connection: Any = send.args[0] if isinstance(send, partial) and send.args else None
    if not hasattr(connection, "registerProducer"):
        return None
    # Frames are read whole before the consumer sees them; these are the limits of what is read at all.
    connection.maxFramePayloadSize, connection.maxMessagePayloadSize = MAX_FRAME, MAX_MESSAGE
    connection.failByDrop = False  # a code before the end, rather than just the end
    return connection
