"""`/mcp` among the other applications of a process: the checks at its door, and the server behind it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any
from uuid import uuid4

from django.conf import settings
from mcp.server.lowlevel import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types.version import HANDSHAKE_PROTOCOL_VERSIONS

from apps.mcp.protocol.addresses import ENDPOINT, METADATA, headers_of, host_of, metadata_of, origin_of
from apps.mcp.protocol.answering import answer_json, answer_refusal
from apps.mcp.protocol.authentication import SESSION_HEADER, open_exchange
from apps.mcp.protocol.exchanges import PLACE, Exchange
from apps.mcp.protocol.metrics import count_refused, open_request
from apps.mcp.protocol.server import build_server
from apps.mcp.protocol.turnstile import Places
from apps.system.errors import CivalError, Forbidden
from apps.system.events.origins import is_allowed_origin
from apps.system.problems import MethodNotAllowed, as_refusal

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]

OPEN_REQUESTS = 512
"""Of one key in one process; what is open beyond the threads it may use costs nothing but memory."""


class Misdirected(CivalError):
    """The request names a host that is not served here."""

    code, status, title = "misdirected", 421, "Misdirected request"


class Serving:
    """One server on one event loop, from its first request to `stop`.

    It starts with the first request: not every server tells an application that a process starts.
    """

    def __init__(self, server: "Server[Any]") -> None:
        self.loop = asyncio.get_running_loop()
        # Host and Origin are checked at our own door, by the settings that Django goes by.
        self.manager = StreamableHTTPSessionManager(
            server,
            stateless=True,
            security_settings=TransportSecuritySettings(enable_dns_rebinding_protection=False),
            max_request_body_size=settings.MAX_BODY_BYTES,
        )
        self._started, self._stop = self.loop.create_future(), asyncio.Event()
        self._task = self.loop.create_task(self._run())

    async def started(self) -> StreamableHTTPSessionManager:
        """Wait until it serves."""
        await asyncio.shield(self._started)
        return self.manager

    async def stop(self) -> None:
        """End what is under way, and wait for that."""
        self._stop.set()
        with suppress(asyncio.CancelledError):
            await self._task

    async def _run(self) -> None:
        try:
            async with self.manager.run():
                self._started.set_result(None)
                await self._stop.wait()
        except BaseException as error:
            if not self._started.done():
                self._started.set_exception(error)
            raise


class Answer:
    """A `send` that knows whether anything was said: what has begun cannot be refused any more."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.has_begun = False

    async def __call__(self, message: Message) -> None:
        """Send."""
        self.has_begun = True
        await self._send(message)


class Endpoint:
    """The ASGI application at `/mcp`, and of the document that describes it."""

    paths = frozenset({ENDPOINT, METADATA})

    def __init__(self, build: Callable[[], "Server[Any]"] = build_server) -> None:
        self._build = build
        self._serving: Serving | None = None
        self._places = Places("requests", OPEN_REQUESTS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = Answer(send)
        headers = headers_of(scope)
        host = host_of(scope, headers)
        origin = origin_of(scope, headers, host or "")
        try:
            if host is None:
                raise Misdirected("This host name is not served here.")
            if scope["path"] == METADATA:
                _check_method(scope, "GET", "HEAD")
                await answer_json(answer, 200, metadata_of(origin))
                return
            await self._serve(scope, headers, receive, answer)
        except Exception as error:
            refusal = as_refusal(error)
            count_refused(refusal.reason_code)
            if not answer.has_begun:
                await answer_refusal(answer, refusal, metadata=f"{origin}{METADATA}")

    async def stop(self) -> None:
        """Stop serving; the next request would start it again."""
        if self._serving is not None and self._serving.loop is asyncio.get_running_loop():
            await self._serving.stop()
        self._serving = None

    async def _serve(self, scope: Scope, headers: Mapping[str, str], receive: Receive, send: Send) -> None:
        if not is_allowed_origin(dict(scope["headers"])):
            raise Forbidden("Pages of this origin may not ask.", code="forbidden_origin")
        _check_method(scope, "POST")
        query = scope.get("query_string", b"").decode("latin-1")
        exchange = await open_exchange(headers, query)
        manager = await self._running().started()
        async with self._places.taking(exchange.principal):
            with open_request():
                await manager.handle_request(
                    {**scope, PLACE: exchange},
                    _noticing(exchange, receive),
                    _naming(exchange, headers, send),
                )

    def _running(self) -> Serving:
        if self._serving is None or self._serving.loop is not asyncio.get_running_loop():
            self._serving = Serving(self._build())
        return self._serving


def _check_method(scope: Scope, *allowed: str) -> None:
    if scope["method"] not in allowed:
        raise MethodNotAllowed(f"Only {' and '.join(allowed)} is served here.", details={"allowed": allowed})


def _noticing(exchange: Exchange, receive: Receive) -> Receive:
    """Notice when the client goes: only then does the end of its request call off what it asked for."""

    async def noticing() -> Any:
        message = await receive()
        exchange.has_left = exchange.has_left or message["type"] == "http.disconnect"
        return message

    return noticing


def _naming(exchange: Exchange, headers: Mapping[str, str], send: Send) -> Send:
    """Give an older client's connection a name, by which it can call off what it asks for."""
    version = headers.get("mcp-protocol-version")
    if exchange.session or (version is not None and version not in HANDSHAKE_PROTOCOL_VERSIONS):
        return send

    async def naming(message: Any) -> None:
        if message["type"] == "http.response.start" and message["status"] < 300:
            name = (SESSION_HEADER.encode(), uuid4().hex.encode())
            message = {**message, "headers": [*message.get("headers", ()), name]}
        await send(message)

    return naming
