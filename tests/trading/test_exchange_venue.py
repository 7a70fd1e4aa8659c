"""An exchange as a venue: connected by operators, told through Redis, its bars stored, traded on paper."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from apps.system.errors import Conflict, Invalid, NotFound
from apps.system.ids import new_id
from apps.system.redis import redis_client
from apps.trading.connectors.types import Listing, Plan
from apps.trading.errors import RiskRefused
from apps.trading.market.exchange import LATE, Exchange
from apps.trading.market.latest import forget_latest, latest_books, latest_quotes, publish_latest
from apps.trading.market.types import Bar, Book, DayQuote, Level
from apps.trading.models import Candle, Feed, Fill, Instrument, Order, Venue
from apps.trading.requests import OrderRequest
from apps.trading.selectors.feeds import list_exchanges
from apps.trading.services import advance, confirm_bars, match_venue, open_account, pending_bars
from apps.trading.services.entering import Placing
from apps.trading.services.filling import await_turn
from apps.trading.services.live import (
    connect_exchange,
    disconnect_exchange,
    note_problem,
    save_listings,
    store_minutes,
)
from apps.trading.services.placing import place_orders
from apps.trading.types import Interval, Side
from tests.system.people import actor_of
from tests.trading.books import assert_books_balance
from tests.trading.desk import build_agent, trade
from tests.trading.exchanges import connect, plan_of

pytestmark = pytest.mark.django_db

TERMS = Listing(
    "BTC/USDT", Decimal("0.01"), Decimal("0.00001"), Decimal(5), Decimal("0.001"), Decimal("0.001")
)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _nothing_known() -> Iterator[None]:
    forget_latest("binance")
    yield
    forget_latest("binance")


@pytest.fixture
def venue(sim: Venue) -> Venue:
    """Binance, whose listing is known."""
    made = connect()
    save_listings(made, {"BTC/USDT": TERMS}, now=timezone.now())
    return made


def book_of(bid: str, ask: str, at: datetime, quantity: str = "1", symbol: str = "BTC/USDT") -> Book:
    """One level a side."""
    level = Decimal(quantity)
    return Book(symbol, (Level(Decimal(bid), level),), (Level(Decimal(ask), level),), at)


def tell(bid: str, ask: str, at: datetime, quantity: str = "1", symbol: str = "BTC/USDT") -> None:
    """What the gateway does when the market has moved."""
    numbers = [Decimal(each) for each in (bid, ask, bid, "100", "200", "50", "7")]
    quote = DayQuote(symbol, numbers[0], numbers[1], numbers[2], at, *numbers[3:])
    publish_latest("binance", [quote], [book_of(bid, ask, at, quantity, symbol)])


def bar(opened_at: datetime, close: str = "101") -> Bar:
    """A minute bar."""
    prices = [Decimal(each) for each in ("100", "110", "90", close, "3")]
    return Bar("BTC/USDT", Interval.M1, opened_at, *prices)


def test_connecting_again_changes_what_is_followed(sim: Venue) -> None:
    venue = connect(None, "BTC/USDT", "ETH/USDT")
    assert [each.slug for each in list_exchanges()] == ["binance"]
    assert (venue.kind, venue.status) == (Venue.Kind.EXCHANGE, Venue.Status.RUNNING)
    again = connect(None, "ETH/USDT", "SOL/USDT")
    assert again.config["symbols"] == ["ETH/USDT", "SOL/USDT"]
    assert sorted(Feed.objects.values_list("symbol", flat=True)) == ["ETH/USDT", "SOL/USDT"]
    assert Venue.objects.filter(kind=Venue.Kind.EXCHANGE).count() == 1


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (Plan("nosuchexchange", ("BTC/USDT",)), "unknown_exchange"),
        (Plan("binance", ()), "invalid_symbols"),
        (Plan("binance", ("BTC/USDT", "BTC/USDT")), "invalid_symbols"),
        (Plan("binance", tuple(f"A{n}/USDT" for n in range(51))), "invalid_symbols"),
        (Plan("binance", ("BTC/USDT",), rest_url="https://user:pw@host"), "destination_refused"),
        (Plan("binance", ("BTC/USDT",), stream_url="ftp://host"), "destination_refused"),
    ],
)
def test_what_cannot_be_connected_is_refused_with_a_reason(sim: Venue, plan: Plan, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        connect_exchange(slug="binance", plan=plan, now=timezone.now())
    assert refusal.value.reason_code == code
    assert not Venue.objects.filter(slug="binance").exists()


def test_the_name_of_another_venue_is_taken(sim: Venue) -> None:
    connect()
    for slug, plan in (("sim", plan_of(None)), ("binance", Plan("kraken", ("BTC/USD",)))):
        with pytest.raises(Conflict) as refusal:
            connect_exchange(slug=slug, plan=plan, now=timezone.now())
        assert refusal.value.reason_code == "venue_taken"


def test_disconnecting_waits_for_live_orders_and_forgets_nothing(venue: Venue) -> None:
    now = timezone.now()
    tell("100", "101", now)
    account = open_account(actor=build_agent(actor_of()), venue=venue, capital=Decimal(1000), currency="USDT")
    order = trade(account, Side.BUY, "1", at=now, symbol="BTC/USDT", limit="99")
    for act in (lambda: disconnect_exchange(slug="binance"), lambda: connect(None, "ETH/USDT")):
        with pytest.raises(Conflict) as refusal:
            act()
        assert refusal.value.reason_code == "venue_has_orders"
    order.status = "cancelled"
    order.save(update_fields=["status"])
    assert disconnect_exchange(slug="binance").status == Venue.Status.READY
    assert list_exchanges() == []
    assert Instrument.objects.filter(venue=venue).exists()
    with pytest.raises(NotFound):
        disconnect_exchange(slug="sim")


def test_quotes_and_books_come_back_as_they_were_told(venue: Venue) -> None:
    at = timezone.now()
    tell("60000.10", "60000.20", at, "0.00000001")
    quote = latest_quotes("binance", ["BTC/USDT", "ETH/USDT"])
    assert quote == {
        "BTC/USDT": DayQuote(
            "BTC/USDT",
            *[Decimal(each) for each in ("60000.1", "60000.2", "60000.1")],
            at,
            *[Decimal(each) for each in ("100", "200", "50", "7")],
        )
    }
    assert latest_books("binance", ["BTC/USDT"]) == {
        "BTC/USDT": book_of("60000.1", "60000.2", at, "0.00000001")
    }
    assert latest_quotes("binance", []) == {}


def test_a_price_of_later_is_not_told_of_earlier(venue: Venue) -> None:
    at = timezone.now()
    tell("100", "101", at)
    source = Exchange(venue)
    assert source.quotes(["BTC/USDT"], at)
    assert source.quotes(["BTC/USDT"], at - timedelta(seconds=6)) == {}
    assert source.book("BTC/USDT", at - timedelta(seconds=6)) is None


def test_without_redis_nothing_is_known(venue: Venue) -> None:
    tell("100", "101", timezone.now())
    assert Exchange(venue).quotes(["BTC/USDT"], timezone.now())
    try:
        with override_settings(REDIS_URL="redis://127.0.0.1:1/0"):
            redis_client.cache_clear()
            assert Exchange(venue).quotes(["BTC/USDT"], timezone.now()) == {}
    finally:
        redis_client.cache_clear()


def test_a_bar_is_stored_once_and_only_when_it_has_closed(venue: Venue) -> None:
    noon = Interval.H1.floor(timezone.now())
    bars = [bar(noon), bar(noon + MINUTE), bar(noon + 2 * MINUTE)]
    assert store_minutes(venue, "BTC/USDT", bars, until=noon + 2 * MINUTE) == 2
    store_minutes(venue, "BTC/USDT", [bar(noon + MINUTE, close="107")], until=noon + 2 * MINUTE)
    assert [row.close for row in Candle.objects.order_by("opened_at")] == [Decimal(101), Decimal(101)]
    assert Feed.objects.get().recorded_until == noon + 2 * MINUTE


def test_longer_bars_are_made_of_minutes(venue: Venue) -> None:
    noon = Interval.H4.floor(timezone.now())
    bars = [bar(noon + n * MINUTE, close=str(100 + n)) for n in range(6)]
    store_minutes(venue, "BTC/USDT", bars, until=noon + 6 * MINUTE)
    source = Exchange(venue)
    (five,) = source.candles("BTC/USDT", Interval.M5, until=noon + 6 * MINUTE, count=10)
    assert (five.opened_at, five.close, five.volume) == (noon, Decimal(104), Decimal(15))
    closed = source.bars_closed(after=noon + 4 * MINUTE, until=noon + 6 * MINUTE)
    assert [(each.interval, each.opened_at - noon) for each in closed] == [
        (Interval.M1, 4 * MINUTE),
        (Interval.M5, timedelta(0)),
        (Interval.M1, 5 * MINUTE),
    ]
    assert source.candles("BTC/USDT", Interval.S1, until=noon + MINUTE, count=10) == []


def test_decisions_wait_for_bars_but_not_for_ever(venue: Venue) -> None:
    noon = Interval.H1.floor(timezone.now())
    connect(None, "BTC/USDT", "ETH/USDT")
    store_minutes(venue, "BTC/USDT", [bar(noon)], until=noon + MINUTE)
    shortly = noon + MINUTE + timedelta(seconds=5)
    assert Exchange(venue).settled(shortly) == shortly - LATE  # nothing of ETH/USDT yet
    store_minutes(venue, "ETH/USDT", [], until=noon + MINUTE)
    assert Exchange(venue).settled(shortly) == noon + MINUTE
    assert Exchange(venue).settled(noon + 3 * MINUTE) == noon + 3 * MINUTE - LATE


def test_bars_are_handed_out_once_they_are_stored(venue: Venue) -> None:
    noon = Interval.M1.floor(timezone.now())
    Venue.objects.filter(slug="binance").update(bars_until=noon)
    venue.refresh_from_db()
    advance(venue, noon + MINUTE + timedelta(seconds=3))
    store_minutes(venue, "BTC/USDT", [], until=noon)
    early = pending_bars(venue)
    assert (early.bars, early.until) == ([], noon + timedelta(seconds=33))
    confirm_bars(venue, early.until)
    store_minutes(venue, "BTC/USDT", [bar(noon)], until=noon + MINUTE)
    batch = pending_bars(venue)
    assert [each.opened_at for each in batch.bars if each.interval is Interval.M1] == [noon]
    assert batch.until == noon + MINUTE
    confirm_bars(venue, batch.until)
    assert pending_bars(venue).until is None


def test_paper_orders_meet_the_real_book_and_share_it(venue: Venue) -> None:
    at = timezone.now().replace(microsecond=500_000)
    tell("100", "101", at, quantity="0.5")
    accounts = [
        open_account(actor=build_agent(actor_of()), venue=venue, capital=Decimal(1000), currency="USDT")
        for _ in range(2)
    ]
    for account in accounts:
        trade(account, Side.BUY, "0.4", at=at, symbol="BTC/USDT")
    match_venue(venue, at)
    assert sorted(Fill.objects.values_list("quantity", "price")) == [
        (Decimal("0.1"), Decimal(101)),
        (Decimal("0.4"), Decimal(101)),
    ]
    assert_books_balance()


def test_nobody_trades_on_a_price_that_is_old(venue: Venue) -> None:
    at = timezone.now()
    tell("100", "101", at - timedelta(seconds=16))
    account = open_account(actor=build_agent(actor_of()), venue=venue, capital=Decimal(1000), currency="USDT")
    trade(account, Side.BUY, "1", at=at, symbol="BTC/USDT")
    assert match_venue(venue, at).fills == 0
    tell("100", "101", at - timedelta(seconds=31))
    with pytest.raises(RiskRefused) as refusal:
        trade(account, Side.BUY, "1", at=at, symbol="BTC/USDT")
    assert refusal.value.reason_code == "stale_market"


def test_of_orders_that_are_placed_together_those_without_a_fresh_price_wait_and_hold(sim: Venue) -> None:
    venue, symbols, at = connect(None, "BTC/USDT", "ETH/USDT"), ("BTC/USDT", "ETH/USDT"), timezone.now()
    save_listings(venue, {each: replace(TERMS, symbol=each) for each in symbols}, now=at)
    tell("100", "101", at)
    tell("10", "11", at - timedelta(seconds=16), symbol="ETH/USDT")
    accounts = [
        open_account(actor=build_agent(actor_of()), venue=venue, capital=Decimal(1000), currency="USDT")
        for _ in symbols
    ]
    asked = [OrderRequest(each, Side.BUY, Decimal("0.5"), each) for each in symbols]
    wanted = [
        Placing(account.actor, each, new_id(), new_id())
        for account, each in zip(accounts, asked, strict=True)
    ]
    with transaction.atomic():
        await_turn(venue, symbols, at)
        place_orders(wanted, now=at, at_once=True)
    bought, waiting = (Order.objects.get(account=each) for each in accounts)
    assert (bought.status, bought.held, waiting.status) == ("filled", 0, "pending")
    held = [each.balances.get(asset="USDT").held for each in accounts]
    assert held == [0, waiting.held]
    assert waiting.held > 0
    assert_books_balance()


def test_a_problem_is_told_while_it_lasts(venue: Venue) -> None:
    began = timezone.now()
    note_problem(venue, "BTC/USDT", "away", now=began)
    note_problem(venue, "BTC/USDT", "still away", now=began + MINUTE)
    feed = Feed.objects.get()
    assert (feed.problem, feed.problem_since) == ("still away", began)
    note_problem(venue, "BTC/USDT", "", now=began + 2 * MINUTE)
    feed.refresh_from_db()
    assert (feed.problem, feed.problem_since) == ("", None)


def test_what_an_exchange_does_not_list_is_said(venue: Venue) -> None:
    connect(None, "BTC/USDT", "NO/USDT")
    venue.refresh_from_db()
    assert save_listings(venue, {"BTC/USDT": TERMS}, now=timezone.now()) == ["NO/USDT"]
    assert "does not trade" in Feed.objects.get(symbol="NO/USDT").problem
    assert Exchange(venue).symbols() == ["BTC/USDT"]
