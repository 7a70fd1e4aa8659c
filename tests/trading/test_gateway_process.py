"""The real gateway process: idle without exchanges, follows those that are connected, can be killed."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from apps.system.health.models import Heartbeat
from apps.trading.connectors.types import Plan
from apps.trading.market.exchange import Exchange
from apps.trading.market.latest import forget_latest, latest_quotes
from apps.trading.models import Candle, Feed, Fill, Instrument, Order, Venue
from apps.trading.probes import follow_exchanges
from apps.trading.selectors.venues import get_venue
from apps.trading.services import ensure_catalogue, match_venue, open_account
from apps.trading.services.live import connect_exchange, disconnect_exchange
from apps.trading.types import Side
from tests.system.people import actor_of
from tests.trading.books import assert_books_balance
from tests.trading.desk import build_agent, trade
from tests.trading.exchange_server import ExchangeServer, Fault, exchange_server
from tests.trading.exchange_server.answers import price_at
from tests.trading.exchanges import connect, until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]


@pytest.fixture
def server() -> Iterator[ExchangeServer]:
    """An exchange, of which nothing is known yet."""
    ensure_catalogue()
    forget_latest("binance")
    with exchange_server() as running:
        running.begins_at = int((timezone.now() - timedelta(hours=2)).timestamp() * 1000)
        yield running


@contextmanager
def gateway(project: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The gateway process, ended at the end of the block."""
    process = subprocess.Popen([sys.executable, "manage.py", "run_gateway"], cwd=project)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def bid() -> Decimal | None:
    """The best bid as every process reads it."""
    quote = latest_quotes("binance", ["BTC/USDT"]).get("BTC/USDT")
    return quote.bid if quote else None


def test_an_idle_gateway_loads_nothing_and_stops_when_told(project: Path) -> None:
    program = (
        "import sys, threading, os, signal, django; django.setup()\n"
        "from workers.gateway import run_gateway\n"
        "threading.Timer(3, os.kill, (os.getpid(), signal.SIGTERM)).start()\n"
        "run_gateway(); print(*sorted({'ccxt', 'aiohttp'} & set(sys.modules)), 'over')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=project, capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stdout) == (0, "over\n"), done.stderr
    assert Heartbeat.objects.get(process="gateway").details == {"exchanges": []}


def test_what_is_connected_is_followed_traded_and_let_go(project: Path, server: ExchangeServer) -> None:
    with gateway(project) as process:
        venue = connect(server, "BTC/USDT", "ETH/USDT", "NO/USDT")
        until(lambda: bid() == Decimal(60000))
        server.quote("BTCUSDT", "61000.00", "61002.00")
        until(lambda: bid() == Decimal(61000))
        until(
            lambda: (
                Feed.objects.filter(recorded_until__gte=timezone.now() - timedelta(minutes=2)).count() == 2
            )
        )
        _assert_bars_are_whole(venue, server)
        terms = Instrument.objects.get(symbol="BTC/USDT", venue=venue)
        assert (terms.tick_size, terms.lot_size, terms.min_notional) == (
            Decimal("0.01"),
            Decimal("0.00001"),
            Decimal(5),
        )
        assert "does not trade" in Feed.objects.get(symbol="NO/USDT").problem
        _buy_on_paper(venue)
        until(lambda: Heartbeat.objects.filter(process="gateway:binance").exists())
        disconnect_exchange(slug="binance")
        until(lambda: not server.sockets, "its streams stay open")
        process.terminate()
        assert process.wait(timeout=60) == 0


def _assert_bars_are_whole(venue: Venue, server: ExchangeServer) -> None:
    """Two hours of minutes, none missing, each the exchange's own; and longer ones, made or told alike."""
    bitcoin = Candle.objects.filter(venue=venue, symbol="BTC/USDT").order_by("opened_at")
    rows = list(bitcoin.filter(interval="1m"))
    steps = {later.opened_at - earlier.opened_at for earlier, later in pairwise(rows)}
    assert len(rows) >= 118
    assert steps == {timedelta(minutes=1)}
    for row in rows:
        assert row.open == price_at(int(row.opened_at.timestamp() * 1000))
    fives = list(bitcoin.filter(interval="5m"))
    assert len(fives) >= 22
    assert {row.volume for row in fives} == {Decimal("62.5")}


def _buy_on_paper(venue: Venue) -> None:
    account = open_account(
        actor=build_agent(actor_of()), venue=venue, capital=Decimal(100_000), currency="USDT"
    )
    order = trade(account, Side.BUY, "0.5", at=timezone.now(), symbol="BTC/USDT")
    match_venue(get_venue("binance"), timezone.now())
    (fill,) = Fill.objects.all()
    assert (fill.quantity, fill.price, fill.fee) == (Decimal("0.5"), Decimal(61002), Decimal("30.501"))
    assert Order.objects.get(id=order.id).status == "filled"
    assert_books_balance()


def test_a_killed_gateway_is_replaced_by_the_one_that_stood_by(project: Path, server: ExchangeServer) -> None:
    connect(server)
    with gateway(project) as first:
        until(lambda: bid() is not None)
        with gateway(project):
            first.kill()
            first.wait()
            server.quote("BTCUSDT", "64000.00", "64001.00")
            until(lambda: bid() == Decimal(64000), "nobody took over")
    assert Exchange(get_venue("binance")).symbols() == ["BTC/USDT"]


@pytest.mark.deep
def test_an_exchange_that_is_away_is_said_and_found_again(project: Path, server: ExchangeServer) -> None:
    server.faults += [Fault.refuse("GET /exchangeInfo", 503) for _ in range(6)]
    server.faults += [Fault.refuse("GET /time", 503) for _ in range(2)]
    connect(server)
    no_sandbox = Plan("kraken", ("BTC/USD",), sandbox=True)
    connect_exchange(slug="kraken", plan=no_sandbox, now=timezone.now())
    with gateway(project):
        until(lambda: Feed.objects.filter(venue="binance").exclude(problem="").exists())
        finding: Any = follow_exchanges(timezone.now())
        assert (finding.status, "binance" in finding.detail) == ("critical", True)
        until(lambda: Feed.objects.filter(venue="kraken", problem__contains="no sandbox").exists())
        disconnect_exchange(slug="kraken")
        until(lambda: bid() is not None)
        until(lambda: Feed.objects.filter(venue="binance", problem="").exists())
        until(lambda: follow_exchanges(timezone.now()).status == "healthy")  # type: ignore[union-attr]
