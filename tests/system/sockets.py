"""Clients of `/ws`, within the process."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, ParamSpec, TypeVar

from channels.testing import WebsocketCommunicator

from apps.system.access.models import User
from apps.system.events.threads import READING, in_thread
from config.asgi import application

P = ParamSpec("P")
T = TypeVar("T")
PATIENCE = 30.0


class Client:
    """A socket with a client's eyes."""

    def __init__(self, socket: WebsocketCommunicator) -> None:
        self._socket = socket

    async def send(self, kind: str, **said: Any) -> None:
        """Send a message."""
        await self._socket.send_to(text_data=json.dumps({"type": kind, **said}))

    async def send_text(self, text: str) -> None:
        """Send anything."""
        await self._socket.send_to(text_data=text)

    async def send_bytes(self, body: bytes) -> None:
        """Send a binary frame."""
        await self._socket.send_to(bytes_data=body)

    async def hear(self, seconds: float = PATIENCE) -> dict[str, Any]:
        """The next message."""
        said = await self._socket.receive_output(timeout=seconds)
        assert said["type"] == "websocket.send", said
        heard: dict[str, Any] = json.loads(said["text"])
        return heard

    async def hear_many(self, count: int) -> list[dict[str, Any]]:
        """The next messages."""
        return [await self.hear() for _ in range(count)]

    async def hear_closing(self) -> tuple[int, dict[str, Any]]:
        """The close code, and the last message before it."""
        last: dict[str, Any] = {}
        while True:
            said = await self._socket.receive_output(timeout=PATIENCE)
            if said["type"] == "websocket.close":
                return said["code"], last
            last = json.loads(said["text"])

    async def is_silent(self, seconds: float = 0.4) -> bool:
        """Whether nothing is heard for a while."""
        silent: bool = await self._socket.receive_nothing(timeout=seconds)
        return silent

    async def subscribe(self, *events: str, **said: Any) -> dict[str, Any]:
        """Subscribe, and hear the confirmation."""
        await self.send("subscribe", payload={"events": list(events), **said})
        heard = await self.hear()
        assert heard["type"] == "subscription.confirmed", heard
        return heard


@asynccontextmanager
async def opened(
    *, key: str = "", cookie: str = "", headers: list[tuple[bytes, bytes]] | None = None
) -> AsyncIterator[Client]:
    """A socket that was opened, whatever becomes of it."""
    given = [*(headers or []), *([(b"cookie", cookie.encode())] if cookie else [])]
    socket = WebsocketCommunicator(application, "/ws", given, ["bearer", key] if key else None)
    connected, protocol = await socket.connect(timeout=PATIENCE)
    assert connected
    assert protocol == ("bearer" if key else None)
    try:
        yield Client(socket)
    finally:
        await socket.disconnect(timeout=PATIENCE)


@asynccontextmanager
async def admitted(key: str) -> AsyncIterator[Client]:
    """A socket that was let in."""
    async with opened(key=key) as client:
        assert (await client.hear())["type"] == "connection.established"
        yield client


async def off_loop(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do what uses the database in a thread."""
    return await in_thread(function, READING, *args, **kwargs)


def session_cookie(user: User) -> str:
    """The cookie of somebody who signed in."""
    from django.test import Client as Browser  # noqa: PLC0415 - beside our own Client

    browser = Browser()
    browser.force_login(user)
    return f"sessionid={browser.cookies['sessionid'].value}"
