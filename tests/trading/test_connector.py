"""One connection to an exchange, against a server that speaks its API: exact, bounded, through the mesh."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from apps.system.access.selectors import root_actor
from apps.system.mesh import roster
from apps.system.mesh.board import board, forget_everything
from apps.system.mesh.models import Service
from apps.system.mesh.services import NewEndpoint, register_service
from apps.trading.connectors.endpoints import service_name
from apps.trading.connectors.types import Credentials, ExchangeAway, ExchangeRefused, Listing, Plan
from tests.trading.exchange_server import API_KEY, API_SECRET, ExchangeServer, Fault, exchange_server
from tests.trading.exchange_server.answers import price_at
from tests.trading.exchanges import plan_of
from workers.budget import Budget

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("ccxt")]

BTC = "BTC/USDT"


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    forget_everything()
    yield
    board().close()
    forget_everything()


@pytest.fixture
def server() -> Iterator[ExchangeServer]:
    """An exchange."""
    with exchange_server() as running:
        yield running
        roster.forget(_service(running))


@asynccontextmanager
async def connector(server: ExchangeServer, credentials: Credentials | None = None) -> AsyncIterator[Any]:
    """A connection, closed at the end of the block."""
    from apps.trading.connectors.connector import Connector  # noqa: PLC0415 - it loads ccxt
    from apps.trading.connectors.trading import TradingConnector  # noqa: PLC0415

    plan = plan_of(server)
    made = TradingConnector("binance", plan, credentials) if credentials else Connector("binance", plan)
    try:
        yield made
    finally:
        await made.close()


def _service(server: ExchangeServer) -> str:
    return service_name("binance", f"127.0.0.1:{server.port}")


async def test_what_is_listed_is_exact(server: ExchangeServer) -> None:
    server.exchange.pairs["BTCUSDT"].step = "0.00000001"
    async with connector(server) as exchange:
        fee = Decimal("0.001")
        assert await exchange.listings([BTC, "NO/USDT"]) == {
            BTC: Listing(BTC, Decimal("0.01"), Decimal("0.00000001"), Decimal(5), fee, fee)
        }


async def test_bars_are_the_exchange_s_to_the_digit(server: ExchangeServer) -> None:
    since = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(minutes=3)
    async with connector(server) as exchange:
        await exchange.listings([BTC])
        bars = await exchange.bars(BTC, since=since)
    opened = int(since.timestamp() * 1000)
    assert [bar.open for bar in bars[:3]] == [price_at(opened + n * 60_000) for n in range(3)]
    assert (bars[0].opened_at, bars[0].volume) == (since, Decimal("12.5"))


async def test_books_follow_the_stream(server: ExchangeServer) -> None:
    async with connector(server) as exchange:
        await exchange.listings([BTC])
        before = await exchange.next_book(BTC)
        assert (before.bids[0].price, before.asks[0].price) == (Decimal(60000), Decimal(60001))
        server.quote("BTCUSDT", "61000.10", "61000.30")
        await _until(lambda: exchange.next_book(BTC), lambda book: book.bids[0].price == Decimal("61000.1"))
        asked = server.count("GET /api/v3/depth")
        for _ in range(5):
            book = await exchange.next_book(BTC)
        assert (book.asks[0].price, len(book.bids)) == (Decimal("61000.3"), 5)
        assert server.count("GET /api/v3/depth") == asked, "a stream is not asked for by request"


async def test_a_dropped_stream_is_opened_anew(server: ExchangeServer) -> None:
    async with connector(server) as exchange:
        await exchange.listings([BTC])
        await exchange.next_book(BTC)
        await asyncio.to_thread(server.drop_streams)
        server.quote("BTCUSDT", "62000.00", "62001.00")

        async def hear() -> Any:
            try:
                return await exchange.next_book(BTC)
            except ExchangeAway:
                return None

        await _until(hear, lambda book: book is not None and book.bids[0].price == Decimal(62000))


async def test_a_quiet_stream_is_asked_whether_it_is_still_so(
    server: ExchangeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.trading.connectors.connector.QUIET_SECONDS", 0.3)
    async with connector(server) as exchange:
        await exchange.listings([BTC])
        server.is_quiet = True
        server.quote("BTCUSDT", "63000.00", "63001.00")
        book = await exchange.next_book(BTC)
        assert book.bids[0].price == Decimal(63000)
        assert datetime.now(UTC) - book.as_of < timedelta(seconds=5)


async def test_the_exchange_s_clock_is_measured(server: ExchangeServer) -> None:
    server.skew_ms = 90_000
    async with connector(server) as exchange:
        ahead = await exchange.clock_ahead()
        assert ahead is not None
        assert 85 < ahead < 95


async def test_every_request_goes_through_the_mesh(server: ExchangeServer) -> None:
    async with connector(server) as exchange:
        await exchange.listings([BTC])
        await exchange.next_book(BTC)
    (service,) = [each async for each in Service.objects.all()]
    assert (service.kind, service.name) == ("exchange", _service(server))
    (gauge,) = board().told()
    assert gauge["calls"] == len(server.seen) + 1, "each request, and one stream"


async def test_an_exchange_that_fails_rests_and_is_not_asked(server: ExchangeServer) -> None:
    async with connector(server) as exchange:
        await exchange.listings([BTC])
        server.faults += [Fault.refuse("GET /time", 503) for _ in range(10)]
        for _ in range(10):
            await _swallow_away(exchange.clock_ahead)
        with pytest.raises(ExchangeAway) as away:
            await exchange.clock_ahead()
        assert away.value.is_unsent, "its circuit is open"
        asked = len(server.seen)
        with pytest.raises(ExchangeAway) as refused:
            await exchange.next_book(BTC)
        assert "rests" in str(refused.value) or refused.value.is_unsent
        assert len(server.seen) == asked
        assert not server.sockets, "streams keep to the same circuit"


async def test_an_operator_s_own_endpoint_is_called_instead(server: ExchangeServer) -> None:
    await asyncio.to_thread(_register_elsewhere, server)
    plan = Plan("binance", (BTC,), rest_url="http://127.0.0.1:9", stream_url="ws://127.0.0.1:9")
    from apps.trading.connectors.connector import Connector  # noqa: PLC0415 - it loads ccxt

    exchange = Connector("binance", plan)
    try:
        assert BTC in await exchange.listings([BTC])
        assert (await exchange.next_book(BTC)).bids
    finally:
        await exchange.close()


def _register_elsewhere(server: ExchangeServer) -> None:
    register_service(
        by=root_actor(),
        name=service_name("binance", "127.0.0.1:9"),
        kind="exchange",
        endpoints=[NewEndpoint(server.rest_url)],
        now=timezone.now(),
    )


async def test_a_signature_is_checked_and_its_refusal_has_a_name(server: ExchangeServer) -> None:
    right, wrong = Credentials(API_KEY, API_SECRET), Credentials(API_KEY, "another secret")
    async with connector(server, right) as exchange:
        balance = await exchange.balances()
        assert balance == {"USDT": Decimal(100_000)}
    async with connector(server, wrong) as exchange:
        with pytest.raises(ExchangeRefused) as refusal:
            await exchange.balances()
        assert refusal.value.code == "credentials_refused"
    assert "another secret" not in repr(wrong)


async def test_too_many_requests_is_no_answer_and_says_when_to_come_back(server: ExchangeServer) -> None:
    server.faults += [Fault.refuse("GET /time", 429, -1003, retry_after=7) for _ in range(2)]
    async with connector(server) as exchange:
        with pytest.raises(ExchangeAway) as away:
            await exchange.clock_ahead()
        assert (away.value.is_unsent, away.value.retry_after) == (True, 7)


@pytest.mark.parametrize(
    ("plan", "code"),
    [(Plan("nosuch", (BTC,)), "unknown_exchange"), (Plan("kraken", (BTC,), sandbox=True), "no_sandbox")],
)
def test_what_the_library_cannot_do_is_refused(plan: Plan, code: str) -> None:
    from apps.trading.connectors.connector import Connector  # noqa: PLC0415 - it loads ccxt

    with pytest.raises(ExchangeRefused) as refusal:
        Connector("x", plan)
    assert refusal.value.code == code


@pytest.mark.parametrize("exchange", ["bybit", "coinbase", "kraken", "kucoin", "okx"])
async def test_other_exchanges_are_pointed_to_the_same_places(exchange: str) -> None:
    from apps.trading.connectors.connector import Connector  # noqa: PLC0415 - it loads ccxt

    plan = Plan(exchange, (BTC,), rest_url="https://rest.example", stream_url="wss://stream.example")
    made = Connector("x", plan)
    try:
        leaves = [*_leaves(made._library.urls["api"])]
        assert leaves
        assert {each.split("/")[2] for each in leaves} <= {"rest.example", "stream.example"}
    finally:
        await made.close()


def _leaves(urls: Any) -> Iterator[str]:
    if isinstance(urls, dict):
        for each in urls.values():
            yield from _leaves(each)
    else:
        yield urls


async def test_a_burst_passes_and_then_each_waits_for_its_turn() -> None:
    budget = Budget(rate=0.001, burst=2)
    for _ in range(2):
        await budget.take()
    waiting = asyncio.create_task(budget.take())
    await asyncio.sleep(0)
    assert not waiting.done()
    waiting.cancel()
    budget.give_back()
    await budget.take()


async def _swallow_away(ask: Any) -> None:
    try:
        await ask()
    except ExchangeAway:
        return


async def _until(hear: Any, is_right: Any) -> None:
    async with asyncio.timeout(30):
        while not is_right(await hear()):
            await asyncio.sleep(0.01)
