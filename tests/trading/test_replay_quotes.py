"""A recording with quotes: what orders meet is each minute's real bid and ask."""

from datetime import datetime
from decimal import Decimal as D

import pytest

from apps.trading.market.sources import source_for
from apps.trading.models import Account, Fill, Order, RecordedQuote, Venue
from apps.trading.selectors.portfolio import summarise_portfolio
from apps.trading.services import (
    advance,
    cancel_live_orders,
    confirm_bars,
    import_quotes,
    pending_bars,
    rewind_replay,
    start_replay,
)
from tests.system.people import actor_of
from tests.trading.books import assert_books_balance
from tests.trading.desk import NOON, buy, fund, record, sell
from tests.trading.recordings import at, quote, quotes_csv, record_day

pytestmark = pytest.mark.django_db


def play(venue: Venue, steps: int = 1) -> Venue:
    """Let recorded moments pass."""
    for _ in range(steps):
        advance(venue, NOON)
    return venue


def quoted(*lines: tuple[str, ...]) -> Venue:
    """The short recording with these quotes, running."""
    record("tape")
    import_quotes(dataset="tape", symbol="BTC/USD", rows=quotes_csv(list(lines)))
    return start_replay(Venue.objects.get(slug="replay:tape"), speed=None)


def trader(venue: Venue) -> Account:
    """An account at the venue, after its first minute."""
    account = fund(actor_of(), venue=venue)
    play(venue)
    account.refresh_from_db()
    return account


def test_a_recording_that_was_read_before_its_quotes_came_starts_with_them(sim: Venue) -> None:
    read_before = record("tape")
    import_quotes(dataset="tape", symbol="BTC/USD", rows=quotes_csv([quote(1, "101", "101.8")]))
    venue = start_replay(read_before, speed=None)
    account = trader(venue)
    buy(account, "1")
    play(venue)
    assert Fill.objects.get().price == D("101.8")  # the bar opened at 100.6


def test_a_quote_has_a_spread_a_book_and_the_last_trade(sim: Venue) -> None:
    venue = play(quoted(quote(0, "100", "100.8", size="3")))
    source = source_for(venue)
    told = source.quotes(["BTC/USD"], at(1))["BTC/USD"]
    assert (told.bid, told.ask, told.last, told.as_of) == (D("100.5"), D("101.3"), D("100.5"), at(1))
    book = source.book("BTC/USD", at(1))
    assert book is not None
    assert [(level.price, level.quantity) for level in (*book.bids, *book.asks)] == [
        (D("100.5"), D(3)),
        (D("101.3"), D(3)),
    ]
    assert source.book("BTC/USD", at(0)) is None


def test_a_price_is_as_old_as_its_quote_however_new_the_bar(sim: Venue) -> None:
    venue = play(quoted(quote(0, "100", "100.8")), 3)
    told = source_for(venue).quotes(["BTC/USD"], at(3))["BTC/USD"]
    assert (told.last, told.as_of) == (D("99"), at(1))


def test_whoever_arrives_takes_the_opening_of_the_other_side_up_to_what_stood_there(sim: Venue) -> None:
    venue = quoted(quote(0, "100", "100.8"), quote(1, "100.2", "101", size="1.5"), quote(2, "99", "99.4"))
    account = trader(venue)
    order = buy(account, "2")
    play(venue)
    order.refresh_from_db()
    assert (order.filled_quantity, order.reason) == (D("1.5"), "no_liquidity")
    assert Fill.objects.get().price == D("101")
    account.refresh_from_db()
    sell(account, "1")
    play(venue)
    assert Fill.objects.order_by("-id")[0].price == D("99")
    assert_books_balance()


def test_whoever_rests_is_reached_by_the_other_side_and_never_by_a_print_outside(sim: Venue) -> None:
    # The bar of the third minute went down to 98; the ask never came below 100.4.
    venue = quoted(quote(0, "100", "100.8"), quote(1, "101", "101.4"), quote(2, "101", "101.4"))
    account = trader(venue)
    reached = buy(account, "0.5", limit="100.4")
    beneath = buy(account, "0.5", limit="100.3")
    play(venue, 2)
    reached.refresh_from_db()
    beneath.refresh_from_db()
    assert (reached.status, reached.executed_price) == ("filled", D("100.4"))
    assert (beneath.status, beneath.filled_quantity) == ("open", D(0))


def test_a_minute_without_a_quote_trades_nothing_and_one_without_a_trade_passes(sim: Venue) -> None:
    venue = quoted(quote(0, "100", "100.8"), quote(3, "97", "97.4"), quote(5, "96", "96.4"))
    account = trader(venue)
    order = buy(account, "0.5")
    play(venue, 2)  # minutes 1 and 2 have bars and no quotes
    order.refresh_from_db()
    assert (order.status, venue.market_time) == ("pending", at(3))
    confirm_bars(venue, at(3))
    play(venue)  # minute 3 has a quote and no bar
    assert venue.market_time == at(4)
    assert [bar for bar in pending_bars(venue).bars if bar.interval.value == "1m"] == []
    assert Fill.objects.get().market_time == at(3)


def live_through(venue: Venue, names: str) -> list[tuple[str, D, D, D, datetime]]:
    """Accounts trade by one script from beginning to end; answers their fills."""
    rewind_replay(venue)
    start_replay(venue, speed=None)
    accounts = {name: fund(actor_of(), venue=venue, capital="500000") for name in names}
    step = 0
    while not advance(venue, NOON).is_finished:
        step += 1
        for number, account in enumerate(accounts.values()):
            account.refresh_from_db()
            _trade(account, venue, step, number)
    fills = []
    for name, account in accounts.items():
        rows = Fill.objects.filter(account=account).order_by("id")
        fills += [(name, row.price, row.quantity, row.fee, row.market_time) for row in rows]
        cancel_live_orders(account, now=NOON)
    return fills


def _trade(account: Account, venue: Venue, step: int, number: int) -> None:
    if venue.market_time is None:
        return
    last = source_for(venue).quotes(["BTC/USD"], venue.market_time).get("BTC/USD")
    held = account.positions.first()
    if last is None:
        return
    if (step + number) % 7 == 0:
        buy(account, "0.4", client=f"buy-{step}")
    elif (step + number) % 7 == 3 and held and held.quantity >= D("0.3"):
        sell(account, "0.3", client=f"sell-{step}")
    elif (step + number) % 7 == 5:
        buy(account, "0.6", limit=str((last.bid - 3).quantize(D("0.01"))), client=f"bid-{step}")


def test_no_fill_is_outside_its_minute_s_bid_and_ask_and_the_same_day_is_the_same_twice(sim: Venue) -> None:
    venue = record_day("day", minutes=90)
    first = live_through(venue, "abc")
    assert len(first) > 30
    assert live_through(venue, "abc") == first
    quotes = {row.opened_at: row for row in RecordedQuote.objects.filter(venue=venue)}
    for _, price, _, _, market_time in first:
        assert quotes[market_time].bid_low <= price <= quotes[market_time].ask_high
    for order in Order.objects.filter(instrument__venue=venue, type="market"):
        for fill in Fill.objects.filter(order_id=order.id):
            row = quotes[fill.market_time]
            assert fill.price == (row.ask_open if order.side == "buy" else row.bid_open)
            assert fill.quantity <= (row.ask_size if order.side == "buy" else row.bid_size)
    assert_books_balance()


def test_buy_and_hold_earns_the_series_own_return_less_the_fee(sim: Venue) -> None:
    venue = record_day("day", minutes=60)
    start_replay(venue, speed=None)
    account = trader(venue)
    buy(account, "0.4")
    while not advance(venue, NOON).is_finished:
        pass
    entry = RecordedQuote.objects.get(venue=venue, opened_at=at(1)).ask_open
    last = source_for(venue).quotes(["BTC/USD"], venue.market_time or NOON)["BTC/USD"].last
    fee = D("0.4") * entry * D("0.001")
    earned = D("0.4") * entry * (last / entry - 1) - fee
    worth = summarise_portfolio(account.actor, NOON)  # type: ignore[arg-type]
    assert worth.equity is not None
    assert worth.equity - 100_000 == pytest.approx(earned, abs=D("0.01"))
