"""The candle store: each bar once, longer ones of shorter ones, short ones not for long."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal as D
from functools import partial

import pytest

from apps.trading.market.gaps import Gap, find_gaps
from apps.trading.market.stored import StoredCandles
from apps.trading.market.types import Bar
from apps.trading.models import Candle, Venue
from apps.trading.services import forget_candles, store_bars
from apps.trading.tasks import forget_candles as forget_task
from apps.trading.types import Interval
from tests.queries import count_queries
from tests.trading.desk import REPLAY_START, record

pytestmark = pytest.mark.django_db
START = REPLAY_START


def minute(number: int, price: int = 100, symbol: str = "BTC/USD") -> Bar:
    """A minute that opens at `price`, goes from 3 below to 5 above it, and closes 1 above."""
    return Bar(symbol, Interval.M1, at(number), D(price), D(price + 5), D(price - 3), D(price + 1), D(2))


def at(number: int) -> datetime:
    """The opening of a minute."""
    return START + timedelta(minutes=number)


def shapes(bars: Sequence[Bar]) -> list[tuple[str, str, datetime]]:
    """What bars there are."""
    return [(bar.symbol, bar.interval.value, bar.opened_at) for bar in bars]


def test_a_bar_is_stored_once_and_stays_as_it_was(sim: Venue) -> None:
    assert store_bars(sim, [minute(0), minute(1)]) == 2
    assert store_bars(sim, [minute(1, price=7), minute(2)]) == 1
    assert store_bars(sim, []) == 0
    stored = StoredCandles(sim, Interval.M1, is_complete=True)
    assert stored.candles("BTC/USD", Interval.M1, until=at(9), count=9) == [minute(0), minute(1), minute(2)]


def test_any_number_of_bars_is_stored_by_one_statement(sim: Venue) -> None:
    assert count_queries(lambda: store_bars(sim, [minute(number) for number in range(500)])) == 1
    assert Candle.objects.count() == 500


def test_longer_bars_close_of_the_shorter_ones_that_were_stored_before(sim: Venue) -> None:
    stored = StoredCandles(sim, Interval.M1, is_complete=True)
    store_bars(sim, [minute(number, price=100 + number) for number in range(61) if number not in (7, 8)])
    closed: list[Bar] = []
    for end in range(1, 62):  # minute by minute, as the market process does
        batch = stored.bars_closed(after=at(end - 1), until=at(end))
        store_bars(sim, batch)
        closed += batch
    at_once = stored.bars_closed(after=at(0), until=at(61))
    assert sorted(shapes(closed)) == sorted(shapes(at_once))
    assert {bar.interval for bar in closed} == {Interval.M1, Interval.M5, Interval.M15, Interval.H1}
    (hour,) = [bar for bar in closed if bar.interval is Interval.H1]
    assert (hour.opened_at, hour.open, hour.high, hour.low, hour.close, hour.volume) == (
        START,
        D(100),
        D(164),
        D(97),
        D(160),
        D(2 * 58),
    )
    assert stored.candles("BTC/USD", Interval.H1, until=at(61), count=5) == [hour]


def test_the_bars_of_a_moment_are_read_together_and_are_those_read_one_by_one(sim: Venue) -> None:
    both = ("BTC/USD", "ETH/USD")
    minutes = [
        minute(n, 100 + n, symbol) for n in range(10) for symbol in both if (n, symbol) != (9, both[1])
    ]
    store_bars(sim, minutes)
    recorded = StoredCandles(sim, Interval.M1, is_complete=False)
    for interval, closed_at in ((Interval.M1, at(10)), (Interval.M5, at(10)), (Interval.M1, at(4))):
        assert count_queries(partial(recorded.bars_at, both, interval, closed_at)) == 1
        found = recorded.bars_at(both, interval, closed_at)
        newest = [recorded.candles(each, interval, until=closed_at, count=1)[0] for each in both]
        assert found == [bar for bar in newest if bar.closed_at == closed_at]
    assert shapes(recorded.bars_at(both, Interval.M1, at(10))) == [("BTC/USD", "1m", at(9))]
    assert recorded.bars_at(both, Interval.M5, at(9)) == []  # none closes then
    complete = StoredCandles(sim, Interval.M1, is_complete=True)
    assert complete.bars_at(both, Interval.M1, at(4)) == recorded.bars_at(both, Interval.M1, at(4))


def test_a_bar_that_has_not_closed_is_not_told(sim: Venue) -> None:
    store_bars(sim, [minute(0), minute(1)])
    stored = StoredCandles(sim, Interval.M1, is_complete=True)
    assert stored.candles("BTC/USD", Interval.M1, until=at(2) - timedelta(seconds=1), count=9) == [minute(0)]
    assert stored.bars_closed(after=at(1), until=at(2) - timedelta(seconds=1)) == []
    assert stored.candles("BTC/USD", Interval.S1, until=at(2), count=9) == []


def test_a_gap_is_told_with_its_length_and_never_filled() -> None:
    bars = [minute(0), minute(1), minute(5), minute(6), minute(8)]
    assert list(find_gaps(bars)) == [Gap(at(2), at(5), 3), Gap(at(7), at(8), 1)]
    assert list(find_gaps(bars[:2])) == []


def test_short_bars_are_forgotten_by_the_venue_s_own_time_and_long_ones_and_recordings_kept(
    sim: Venue,
) -> None:
    tape = record("tape")
    Venue.objects.update(market_time=START + timedelta(days=400))
    lengths = [Interval.S1, Interval.M1, Interval.M15, Interval.H1]
    days = {Interval.S1: 399, Interval.M1: 300, Interval.M15: 30, Interval.H1: 0}
    for length in lengths:
        old = replace(minute(0), interval=length, opened_at=START + timedelta(days=days[length]))
        fresh = replace(old, opened_at=START + timedelta(days=400) - length.length)
        store_bars(sim, [old, fresh])
    assert forget_candles() == 3
    forget_task()
    left = Candle.objects.filter(venue=sim).values_list("interval", flat=True)
    assert sorted(left) == ["15m", "1h", "1h", "1m", "1s"]
    assert Candle.objects.filter(venue=tape).count() == 5
