"""The way out of a socket: it holds a sender up while the reader does not read, and takes ready frames.

Under uvicorn a `send` waits until the connection has room, and nothing is read from a client whose earlier
messages were not taken yet. What is added here: a frame that many readers get is written without a task or a
copy for each, and a reader who does not even take the news of its end is cut off. Under another server, or
none, both are done by `send` alone.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

Send = Callable[[Mapping[str, Any]], Awaitable[None]]

LAST_WORDS = 1.0
"""Seconds that a reader who does not read is given to hear why it is closed."""


class Outlet:
    """A `send` that returns when the connection can take more."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._connection = _uvicorn_connection(send)

    async def __call__(self, message: Mapping[str, Any]) -> None:
        """Send as soon as there is room; to one who is gone nothing: the socket is told of that otherwise."""
        if self._connection is not None and self._connection.close_sent:
            return
        with suppress(OSError):
            await self._send(message)

    def push(self, frame: bytes) -> bool:
        """Write a whole frame now. Answers False, and writes nothing, where that would have to wait."""
        connection = self._connection
        if connection is None or not connection.writable.is_set() or connection.close_sent:
            return False
        if connection.transport.is_closing():
            return False
        connection.transport.write(frame)
        return True

    async def end(self, last_words: str, *, code: int, reason: str) -> None:
        """Say why, and close; who does not take it in time is cut off."""
        closing = {"type": "websocket.close", "code": code, "reason": reason}
        try:
            async with asyncio.timeout(LAST_WORDS):
                await self({"type": "websocket.send", "text": last_words})
                await self(closing)
        except TimeoutError:
            if self._connection is not None:
                self._connection.transport.abort()
            else:
                await self(closing)


def _uvicorn_connection(send: Send) -> Any:
    """The protocol of a connection without compression, whose frames are the same for every reader."""
    connection: Any = getattr(send, "__self__", None)
    if not hasattr(connection, "writable") or not hasattr(connection, "close_sent"):
        return None
    return None if connection.config.ws_per_message_deflate else connection
