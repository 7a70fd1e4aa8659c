"""The server itself, in a thread with a loop of its own."""

import asyncio
import hashlib
import hmac
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs

from aiohttp import WSMsgType, web

from tests.trading.exchange_server.answers import (
    depth_message,
    describe,
    kline,
    ticker,
    ticker_message,
)
from tests.trading.exchange_server.faults import Effect, Fault
from tests.trading.exchange_server.state import API_KEY, API_SECRET, ApiError, Exchange, now_ms

PUSH_SECONDS = 0.05
MOST_KLINES = 1000
MINUTES = {"1m": 1, "5m": 5, "15m": 15, "1h": 60, "4h": 240, "1d": 1440}
SIGNED = {"/api/v3/order", "/api/v3/openOrders", "/api/v3/myTrades", "/api/v3/account"}


@dataclass
class ExchangeServer:
    """A running server. What it is asked is noted in `seen` as `POST /api/v3/order`."""

    exchange: Exchange = field(default_factory=Exchange)
    faults: list[Fault] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    skew_ms: int = 0
    """By how much the server's clock is ahead."""

    is_quiet: bool = False
    """Streams say nothing."""

    begins_at: int = 0
    """There are no bars before this (milliseconds)."""

    victim: int = 0
    """Whom faults kill, by its process id."""

    port: int = 0
    over: asyncio.Event | None = None
    sockets: set[web.WebSocketResponse] = field(default_factory=set)
    loop: asyncio.AbstractEventLoop | None = None

    @property
    def rest_url(self) -> str:
        """Where requests go."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def stream_url(self) -> str:
        """Where streams go."""
        return f"ws://127.0.0.1:{self.port}"

    def count(self, request: str) -> int:
        """How often it was asked so."""
        return self.seen.count(request)

    def quote(self, symbol: str, bid: str, ask: str) -> None:
        """Move a market."""
        self.exchange.move(symbol, Decimal(bid), Decimal(ask))

    def drop_streams(self) -> None:
        """Close every stream."""
        assert self.loop is not None
        for socket in [*self.sockets]:
            asyncio.run_coroutine_threadsafe(socket.close(), self.loop).result(5)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer a request, or fail as the next fault says."""
        self.seen.append(f"{request.method} {request.path}")
        raw = (await request.text()) or request.query_string
        fault = self._next_fault(request.method, request.path)
        if fault is not None and fault.effect is Effect.REFUSE:
            headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
            return _json({"code": fault.code, "msg": fault.message}, fault.status, headers)
        if fault is not None and fault.effect in (Effect.HANG_UP_BEFORE, Effect.KILL_BEFORE):
            self._kill(fault)
            return _hang_up(request)
        try:
            told = self._act(request.method, request.path, self._read(request, raw))
        except ApiError as error:
            return _json({"code": error.code, "msg": error.message}, error.status, {})
        if fault is not None and fault.effect is Effect.HANG_AFTER:
            assert self.over is not None
            await self.over.wait()
        if fault is not None:
            self._kill(fault)
            return _hang_up(request)
        return _json(told, 200, {})

    def _kill(self, fault: Fault) -> None:
        if fault.effect in (Effect.KILL_BEFORE, Effect.KILL_AFTER):
            os.kill(self.victim, signal.SIGKILL)

    def _next_fault(self, method: str, path: str) -> Fault | None:
        found = next((each for each in self.faults if each.meets(method, path)), None)
        if found is not None:
            self.faults.remove(found)
        return found

    def _read(self, request: web.Request, raw: str) -> dict[str, str]:
        asked = {name: values[0] for name, values in parse_qs(raw).items()}
        if request.path in SIGNED:
            self._check(request, raw, asked)
        return asked

    def _check(self, request: web.Request, raw: str, asked: dict[str, str]) -> None:
        """As the exchange does: the key, the time, and the HMAC over the very bytes that were sent."""
        if request.headers.get("X-MBX-APIKEY") != API_KEY:
            raise ApiError(-2015, "Invalid API-key, IP, or permissions for action.", 401)
        body, _, signature = raw.rpartition("&signature=")
        if hmac.new(API_SECRET.encode(), body.encode(), hashlib.sha256).hexdigest() != signature:
            raise ApiError(-1022, "Signature for this request is not valid.")
        sent, window = int(asked["timestamp"]), int(asked.get("recvWindow", 5000))
        now = now_ms() + self.skew_ms
        if sent > now + 1000 or now - sent > window:
            raise ApiError(-1021, "Timestamp for this request is outside of the recvWindow.")

    def _act(self, method: str, path: str, asked: dict[str, str]) -> Any:
        what = path.removeprefix("/api/v3/")
        if what == "order":
            return self._order(method, asked)
        if what == "openOrders":
            open_orders = [each for each in self.exchange.orders if each.is_open]
            return [each.told() for each in open_orders if asked.get("symbol") in (None, each.pair.symbol)]
        if what == "myTrades":
            wanted = [each for each in self.exchange.trades if each["symbol"] == asked["symbol"]]
            return [each for each in wanted if asked.get("orderId") in (None, str(each["orderId"]))]
        if what == "account":
            return {"balances": self.exchange.balances(), "accountType": "SPOT", "permissions": ["SPOT"]}
        return self._market(what, asked)

    def _order(self, method: str, asked: dict[str, str]) -> dict[str, Any]:
        if method == "POST":
            return self.exchange.place(asked).told()
        if method == "DELETE":
            return self.exchange.cancel(asked).told()
        return self.exchange.find(asked).told()

    def _market(self, what: str, asked: dict[str, str]) -> Any:
        pairs = self.exchange.pairs
        if what == "exchangeInfo":
            return {"timezone": "UTC", "serverTime": now_ms(), "symbols": [*map(describe, pairs.values())]}
        if what == "time":
            return {"serverTime": now_ms() + self.skew_ms}
        pair = pairs[asked["symbol"]]
        if what == "depth":
            bids, asks = pair.book()
            return {"lastUpdateId": pair.update, "bids": bids, "asks": asks}
        if what == "ticker/24hr":
            return ticker(pair)
        if what == "klines":
            length = MINUTES[asked["interval"]] * 60_000
            first = -(-max(int(asked["startTime"]), self.begins_at) // length) * length
            opened = range(first, now_ms() + self.skew_ms, length)
            return [kline(pair, at, length) for at in opened[: min(int(asked["limit"]), MOST_KLINES)]]
        raise ApiError(-1, f"No route {what}.", 404)

    async def stream(self, request: web.Request) -> web.WebSocketResponse:
        """A stream: what was subscribed to, a few times a second."""
        socket, wanted = web.WebSocketResponse(), set[str]()
        await socket.prepare(request)
        self.sockets.add(socket)
        pushing = asyncio.create_task(self._push(socket, wanted))
        async for message in socket:
            if message.type is WSMsgType.TEXT and (said := message.json())["method"] == "SUBSCRIBE":
                wanted.update(said["params"])
                await socket.send_json({"result": None, "id": said["id"]})
        pushing.cancel()
        self.sockets.discard(socket)
        return socket

    async def _push(self, socket: web.WebSocketResponse, wanted: set[str]) -> None:
        last: dict[str, int] = {}
        while not socket.closed:
            for name in [] if self.is_quiet else sorted(wanted):
                symbol, _, kind = name.partition("@")
                pair = self.exchange.pairs[symbol.upper()]
                if kind.startswith("depth"):
                    message = depth_message(pair, last.get(name, pair.update))
                    last[name] = message["u"]
                else:
                    message = ticker_message(pair)
                await socket.send_json(message)
            await asyncio.sleep(PUSH_SECONDS)


def _json(told: Any, status: int, headers: dict[str, str]) -> web.Response:
    return web.json_response(told, status=status, headers=headers)


def _hang_up(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.close()
    return web.Response()


@contextmanager
def exchange_server() -> Iterator[ExchangeServer]:
    """A server for the block."""
    server, ready = ExchangeServer(), threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(_serve(server, ready)), name="exchange", daemon=True)
    thread.start()
    assert ready.wait(60)
    try:
        yield server
    finally:
        assert server.loop is not None
        assert server.over is not None
        server.loop.call_soon_threadsafe(server.over.set)
        thread.join(10)
        assert not thread.is_alive()


async def _serve(server: ExchangeServer, ready: threading.Event) -> None:
    server.loop, server.over = asyncio.get_running_loop(), asyncio.Event()
    app = web.Application()
    app.router.add_get("/ws", server.stream)
    app.router.add_get("/ws/{tail:.*}", server.stream)
    app.router.add_route("*", "/{tail:.*}", server.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.port = runner.addresses[0][1]
    ready.set()
    await server.over.wait()
    for socket in [*server.sockets]:
        await socket.close()
    await runner.cleanup()
