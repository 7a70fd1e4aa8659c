"""Streams: websockets to registered services, opened under the same circuits as calls.

A library that speaks an exchange's streams takes a `Streams` for its session. Nothing else can be done with
it: whatever is asked by request goes through `mesh.call`. A stream has no retries here; whoever reads it
connects anew, and is refused while the endpoint rests. Importing this module loads aiohttp: only the gateway
does.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

import aiohttp
import httpx

from apps.system.errors import Unavailable
from apps.system.mesh.board import Gauge, board
from apps.system.mesh.calling import Call, pick, question
from apps.system.mesh.circuits import Permit
from apps.system.mesh.roster import look_up
from apps.system.mesh.types import Limits, join

CONNECT_SECONDS = 5.0

Apart = Callable[..., Awaitable[Any]]
"""Runs a function that blocks, with its arguments, in a thread that gives its database connection back."""


@dataclass(frozen=True)
class Place:
    """A registered service, and a path of it."""

    service: str
    path: str


class Streams:
    """A session that opens websockets to registered services, and nothing else.

    `place_of` says whose a URL is; it may block, as the registry does, so both are asked through `apart`.
    """

    headers: Mapping[str, str] = {}

    def __init__(self, place_of: Callable[[str], Place], apart: Apart) -> None:
        self.place_of, self.apart = place_of, apart
        self._session: aiohttp.ClientSession | None = None

    def ws_connect(self, url: str, **options: Any) -> "Opening":
        """Connect to a stream: `async with`, or its `__aenter__`. Raises Unavailable and aiohttp's errors."""
        return Opening(self, url, options)

    def session(self) -> aiohttp.ClientSession:
        """No proxy and nothing of the environment; the certificates that calls trust."""
        if self._session is None:
            connector = aiohttp.TCPConnector(ssl=httpx.create_ssl_context())
            self._session = aiohttp.ClientSession(connector=connector, trust_env=False)
        return self._session

    async def close(self) -> None:
        """Close every stream."""
        if self._session is not None:
            await self._session.close()


@dataclass
class Opening:
    """A stream that is being opened, with its endpoint's permit."""

    streams: Streams
    url: str
    options: dict[str, Any]
    opened: aiohttp.ClientWebSocketResponse | None = None

    async def __aenter__(self) -> aiohttp.ClientWebSocketResponse:
        place, gauge, permit = await self.streams.apart(choose_endpoint, self.streams.place_of, self.url)
        began, succeeded = monotonic(), None
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                url = _stream_url(gauge.target.url, place.path)
                self.opened = await self.streams.session().ws_connect(url, **self.options)
            succeeded = True
        except (aiohttp.ClientError, OSError, TimeoutError):
            succeeded = False
            raise
        finally:
            gauge.end(permit, monotonic() - began, succeeded=succeeded)
        return self.opened

    async def __aexit__(self, *_: object) -> None:
        if self.opened is not None:
            await self.opened.close()


def choose_endpoint(place_of: Callable[[str], Place], url: str) -> tuple[Place, Gauge, Permit]:
    """Where a stream is opened, and the permit for it. Raises Unavailable (`no_endpoint`, `circuit_open`)."""
    place = place_of(url)
    known = look_up(place.service)
    if not known.targets:
        raise Unavailable(f"No endpoint of {place.service} is known.", code="no_endpoint")
    call = Call(place.service, known.targets, question("GET", place.path), Limits(), may_repeat=False)
    return place, *pick(call, board())


def _stream_url(endpoint: str, path: str) -> str:
    """Endpoints are registered as http and https; their streams are ws and wss."""
    return "ws" + join(endpoint, path).removeprefix("http")
