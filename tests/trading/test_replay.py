"""A recorded market: imported, told without looking ahead, played bar by bar."""

import io
from datetime import datetime, timedelta
from decimal import Decimal as D
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from apps.system.errors import Conflict, Invalid
from apps.trading.market.sources import source_for
from apps.trading.models import Account, Candle, Fill, Instrument, Order, Venue
from apps.trading.selectors.venues import get_venue
from apps.trading.services import (
    advance,
    cancel_live_orders,
    close_account,
    confirm_bars,
    import_candles,
    pending_bars,
    rewind_replay,
    start_replay,
)
from apps.trading.types import Interval
from tests.system.people import actor_of
from tests.trading.books import assert_books_balance
from tests.trading.desk import BARS, NOON, REPLAY_START, bars_csv, buy, fund, record, sell

pytestmark = pytest.mark.django_db


def zigzag(minute: int) -> tuple[int, str, str, str, str, str]:
    """A bar that goes up and down by rule, with little volume."""
    opening, close = 100 + minute % 7, 100 + (minute + 1) % 7
    high, low = max(opening, close) + minute % 3, min(opening, close) - minute % 2
    return (minute, *map(str, (opening, high, low, close, 1 + minute % 4)))


DAY = tuple(zigzag(minute) for minute in range(60) if minute % 13)


@pytest.fixture
def venue(sim: Venue) -> Venue:
    """A short recording, running."""
    return start_replay(record("tape"), speed=None)


def at(minute: int) -> datetime:
    """A moment of the recording."""
    return REPLAY_START + timedelta(minutes=minute)


def play(venue: Venue, steps: int = 1) -> Venue:
    """Let bars pass."""
    for _ in range(steps):
        advance(venue, NOON)
    return venue


def test_importing_lists_the_symbol_and_reports_the_gaps(sim: Venue) -> None:
    report = import_candles(dataset="tape", symbol="BTC/USD", interval=Interval.M1, rows=bars_csv())
    assert (report.read, report.added, report.missing) == (5, 5, 2)
    assert report.longest is not None
    assert (report.longest.after, report.longest.bars) == (at(3), 2)
    instrument = Instrument.objects.get(venue_id="replay:tape")
    assert (instrument.symbol, instrument.tick_size) == ("BTC/USD", D("0.1"))


def test_importing_again_adds_nothing(sim: Venue) -> None:
    record("tape")
    report = import_candles(dataset="tape", symbol="BTC/USD", interval=Interval.M1, rows=bars_csv())
    assert (report.read, report.added, Candle.objects.count()) == (5, 0, 5)


@pytest.mark.parametrize(
    "line",
    [
        "yesterday,1,1,1,1,1",
        "2018-04-04T00:00:00,1,1,1,1,1",
        "2018-04-04T00:00:30Z,1,1,1,1,1",
        "2018-04-04T00:00:00Z,1,2,3,1,1",
        "2018-04-04T00:00:00Z,NaN,1,1,1,1",
        "2018-04-04T00:00:00Z,1,1,1,1,-1",
        "2018-04-04T00:00:00Z,0,0,0,0,1",
        "2018-04-04T00:00:00Z,1,1,1,1",
        "2018-04-04T00:00:00Z,1e30,1e30,1e30,1e30,1",
    ],
)
def test_a_bad_row_is_refused_by_its_line_and_nothing_is_written(sim: Venue, line: str) -> None:
    good = "2018-04-03T23:59:00Z,1,1,1,1,1"
    rows = io.StringIO(f"timestamp,open,high,low,close,volume\n{good}\n{line}\n")
    with pytest.raises(Invalid, match="Line 3"):
        import_candles(dataset="bad", symbol="BTC/USD", interval=Interval.M1, rows=rows)
    assert not Candle.objects.exists()


def test_a_dataset_has_one_interval(sim: Venue) -> None:
    record("tape")
    with pytest.raises(Conflict):
        import_candles(
            dataset="tape", symbol="ETH/USD", interval=Interval.H1, rows=bars_csv(((0, *"11111"),))
        )


def test_the_commands_import_and_start_a_recording(sim: Venue, tmp_path: Path) -> None:
    file = tmp_path / "bars.csv"
    file.write_text(bars_csv().getvalue())
    out = io.StringIO()
    call_command("import_candles", str(file), dataset="tape", symbol="btc-usd", interval="1m", stdout=out)
    assert "5 bars read, 5 added" in out.getvalue()
    assert "2 missing" in out.getvalue()
    call_command("replay", "tape", speed=600.0, stdout=out)
    assert get_venue("replay:tape").status == "RUNNING"
    with pytest.raises(CommandError):
        call_command("replay", "nothing")
    with pytest.raises(CommandError):
        call_command("import_candles", str(tmp_path / "none.csv"), dataset="tape", symbol="BTC/USD")


def test_nothing_is_known_before_it_has_closed(venue: Venue) -> None:
    source = source_for(venue)
    assert source.market_time(NOON) is None
    play(venue)
    assert source_for(venue).market_time(NOON) == at(1)
    quote = source.quotes(["BTC/USD"], at(1))["BTC/USD"]
    assert (quote.last, quote.as_of) == (D("100.5"), at(1))
    assert [bar.opened_at for bar in source.candles("BTC/USD", Interval.M1, until=at(2), count=9)] == [
        at(0),
        at(1),
    ]
    assert source.candles("BTC/USD", Interval.M5, until=at(4), count=9) == []
    (five,) = source.candles("BTC/USD", Interval.M5, until=at(5), count=9)
    assert (five.open, five.high, five.low, five.close, five.volume) == (
        D(100),
        D(103),
        D(98),
        D(99),
        D(12),
    )


def test_a_decision_at_a_close_fills_at_the_open_of_the_next_bar(venue: Venue) -> None:
    account = fund(actor_of(), venue=venue)
    play(venue)
    account.refresh_from_db()
    order = buy(account, "1")
    assert order.placed_at == at(1)
    play(venue)
    order.refresh_from_db()
    fill = Fill.objects.get(order_id=order.id)
    assert (fill.price, fill.market_time) == (D("100.6"), at(1))
    assert order.status == "filled"
    assert_books_balance()


def test_a_fill_takes_at_most_the_volume_of_its_bar(venue: Venue) -> None:
    account = fund(actor_of(), venue=venue)
    play(venue)
    account.refresh_from_db()
    order = buy(account, "8")
    play(venue)
    order.refresh_from_db()
    assert (order.status, order.filled_quantity, order.reason) == ("cancelled", D(3), "no_liquidity")


def test_a_resting_order_fills_inside_the_bar_that_reaches_it(venue: Venue) -> None:
    account = fund(actor_of(), venue=venue)
    play(venue)
    account.refresh_from_db()
    order = buy(account, "1", limit="96.5")
    play(venue, 2)
    order.refresh_from_db()
    assert order.status == "open"
    play(venue)
    order.refresh_from_db()
    assert (order.status, order.executed_price, order.closed_at) == ("filled", D("96.5"), at(5))


def test_time_jumps_over_minutes_without_a_trade_and_ends_with_the_recording(venue: Venue) -> None:
    times = []
    for _ in range(7):
        report = advance(venue, NOON)
        times.append(report.market_time)
    assert times == [at(1), at(2), at(3), at(6), at(7), at(7), at(7)]
    assert report.is_finished
    assert venue.status == "FINISHED"


def test_closed_bars_are_handed_out_until_they_are_confirmed(venue: Venue) -> None:
    play(venue)
    first = pending_bars(venue)
    assert pending_bars(venue) == first
    assert [bar.close for bar in first.bars] == [D("100.5")]
    confirm_bars(venue, first.until or at(0))
    assert pending_bars(venue).bars == []
    play(venue, 3)
    batch = pending_bars(get_venue(venue.slug))
    closes = [(bar.interval.value, bar.opened_at) for bar in batch.bars]
    assert closes == [("1m", at(1)), ("1m", at(2)), ("5m", at(0)), ("1m", at(5))]


def test_a_recording_that_has_not_been_started_stands_still(sim: Venue) -> None:
    venue = record("still")
    assert advance(venue, NOON).market_time is None
    assert venue.status == "READY"


def test_a_recording_is_rewound_only_without_live_orders(venue: Venue) -> None:
    account = fund(actor_of(), venue=venue)
    play(venue)
    account.refresh_from_db()
    buy(account, "1", limit="96.5")
    with pytest.raises(Conflict):
        rewind_replay(venue)
    cancel_live_orders(account, now=NOON)
    assert rewind_replay(venue).market_time is None


def script(venue: Venue, names: list[str]) -> list[tuple[str, D, D, D, datetime]]:
    """Several accounts trade by one script from beginning to end; answers their fills."""
    rewind_replay(venue)
    start_replay(venue, speed=None)
    accounts = [fund(actor_of(), venue=venue, capital="10000") for _ in names]
    for step in range(len(DAY)):
        play(venue)
        for number, account in enumerate(accounts):
            account.refresh_from_db()
            account.venue = venue
            _trade(account, step, number)
    fills = []
    for name, account in zip(names, accounts, strict=True):
        rows = Fill.objects.filter(account=account).order_by("id")
        fills += [(name, row.price, row.quantity, row.fee, row.market_time) for row in rows]
        cancel_live_orders(account, now=NOON)
    return fills


def _trade(account: Account, step: int, number: int) -> None:
    held = account.positions.first()
    quantity = held.quantity if held else D(0)
    if (step + number) % 5 == 0:
        buy(account, "0.7", client=f"buy-{step}")
    elif (step + number) % 5 == 2 and quantity > D("0.5"):
        sell(account, "0.5", client=f"sell-{step}")
    elif (step + number) % 5 == 3:
        buy(account, "0.9", limit=str(102 + number), client=f"bid-{step}")


def test_the_same_replay_gives_the_same_fills_and_none_outside_its_bar(sim: Venue) -> None:
    venue = record("day", DAY)
    first = script(venue, ["a", "b", "c"])
    assert len(first) > 30
    assert script(venue, ["a", "b", "c"]) == first
    bars = {candle.opened_at: candle for candle in Candle.objects.filter(venue=venue)}
    taken: dict[datetime, D] = {}
    for _, price, quantity, _, market_time in first:
        assert bars[market_time].low <= price <= bars[market_time].high
        taken[market_time] = taken.get(market_time, D(0)) + quantity
    assert all(quantity <= bars[market_time].volume for market_time, quantity in taken.items())
    assert any(quantity == bars[market_time].volume for market_time, quantity in taken.items())
    for order in Order.objects.filter(instrument__venue=venue):
        for fill in Fill.objects.filter(order_id=order.id):
            assert fill.market_time >= order.placed_at
    assert_books_balance()


def test_an_account_of_a_recording_closes_like_any_other(venue: Venue) -> None:
    account = fund(actor_of(), venue=venue)
    assert close_account(account, now=NOON).status == "CLOSED"
    assert len(BARS) == 5
