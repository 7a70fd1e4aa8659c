"""The built-in market: the same everywhere, at any time, for ever."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.trading.market.listings import ALL, LISTINGS, QUOTIENTS, paths
from apps.trading.market.noise import exponential
from apps.trading.market.path import ORIGIN, second_of, volume_table
from apps.trading.market.simulator import Simulator
from apps.trading.market.tape import Tape
from apps.trading.types import Interval
from tests.trading.desk import ANY_SECOND

SEED = 7
AT = datetime(2026, 11, 22, 12, 0, 30, tzinfo=UTC)
MARKET = Simulator(SEED)
GOLDEN = "fc979f1c6ab47aca11f37b424c4010fdab0df5c9da7c74469ffd15518ec30321"
GOLDEN_PAIRS = "e3e1747e2dcd3ca8d3be144ac7e22c3d0e587cfc6fbaf7932d446bdfa3b4fe3c"
moments = st.integers(min_value=86_400, max_value=3 * 365 * 86_400).map(
    lambda s: ORIGIN + timedelta(seconds=s)
)
symbols = st.sampled_from([listing.symbol for listing in ALL])


def fingerprint(symbols: Iterable[str]) -> str:
    """A digest of prices, volumes and ladders at scattered hours."""
    digest = hashlib.sha256()
    for symbol in symbols:
        path = paths(SEED)[symbol]
        for hour in (0, 743, 744, 10_000, 25_000):
            digest.update(path.hour(hour).mids.astype("<i8").tobytes())
            digest.update(path.hour(hour).volumes.astype("<i8").tobytes())
            digest.update(json.dumps(Tape(path).ladder(hour * 3600 + 17)).encode())
    return digest.hexdigest()


def test_the_market_is_the_same_to_the_last_tick_whatever_the_machine_and_the_version_of_numpy() -> None:
    assert fingerprint(listing.symbol for listing in LISTINGS[:8]) == GOLDEN
    assert fingerprint(["EUR/USD", *(each.symbol for each in QUOTIENTS)]) == GOLDEN_PAIRS


@given(symbols, moments)
def test_looking_at_random_equals_looking_in_sequence(symbol: str, at: datetime) -> None:
    paths.cache_clear()  # nothing of what was looked at before is left
    fresh = Simulator(SEED)
    assert fresh.quotes([symbol], at) == MARKET.quotes([symbol], at)
    assert fresh.book(symbol, at) == MARKET.book(symbol, at)


def test_the_thinnest_second_has_what_tests_trade_at_the_clocks_own_time() -> None:
    listing, hour = LISTINGS[0], paths(SEED)["BTC/USD"].hour(0)
    thinnest = listing.lots_a_second * int(volume_table().min()) // 1000
    assert hour.volumes.min() >= thinnest
    second = int(hour.volumes.argmin())

    for side in Tape(paths(SEED)["BTC/USD"]).ladder(second):
        lost = int(hour.volumes[second]) - sum(lots for _, lots in side)
        assert (thinnest - lost) * listing.lot >= ANY_SECOND


@given(symbols, moments)
def test_a_book_is_a_ladder_within_the_range_and_volume_of_its_second(symbol: str, at: datetime) -> None:
    outside = MARKET.outsides([symbol], at).get(symbol)
    assert outside is not None
    bids, asks = [level.price for level in outside.bids], [level.price for level in outside.asks]
    assert bids == sorted(bids, reverse=True)
    assert asks == sorted(asks)
    assert bids[0] < asks[0]
    assert outside.low <= bids[-1]
    assert asks[-1] <= outside.high
    for side in (outside.bids, outside.asks):
        assert 0 < sum(level.quantity for level in side) <= outside.volume


@given(symbols, moments, st.sampled_from([Interval.S5, Interval.M1, Interval.M15, Interval.H1, Interval.H4]))
def test_bars_are_made_of_the_seconds_that_quotes_come_from(
    symbol: str, at: datetime, interval: Interval
) -> None:
    (bar,) = MARKET.candles(symbol, interval, until=at, count=1)
    assert bar.closed_at <= at < bar.closed_at + interval.length
    seconds = MARKET.candles(symbol, Interval.S1, until=bar.closed_at, count=min(interval.seconds, 900))
    assert bar.close == seconds[-1].close
    assert bar.low <= min(s.low for s in seconds)
    assert bar.high >= max(s.high for s in seconds)
    if interval.seconds <= 900:
        assert (bar.open, bar.volume) == (seconds[0].open, sum(s.volume for s in seconds))


def test_nothing_is_told_before_it_has_closed() -> None:
    last = MARKET.candles("BTC/USD", Interval.M1, until=AT, count=3)[-1]
    assert last.closed_at == AT.replace(second=0)


def test_bars_close_once_each_however_time_is_cut() -> None:
    start, end = AT.replace(second=0) - timedelta(seconds=3), AT + timedelta(seconds=3)
    whole = MARKET.bars_closed(Interval.S1, after=start, until=end)
    middle = AT + timedelta(milliseconds=400)
    parts = MARKET.bars_closed(Interval.S1, after=start, until=middle) + MARKET.bars_closed(
        Interval.S1, after=middle, until=end
    )
    assert parts == whole
    minutes = [bar for bar in whole if bar.interval is Interval.M1]
    assert len(minutes) == len(ALL)


@given(moments, st.sampled_from([each.symbol for each in QUOTIENTS]))
def test_no_round_trip_through_three_pairs_earns_anything(at: datetime, symbol: str) -> None:
    (pair,) = [each for each in QUOTIENTS if each.symbol == symbol]
    quotes = MARKET.quotes([pair.symbol, pair.over, pair.under], at)
    over, under, cross = quotes[pair.over], quotes[pair.under], quotes[pair.symbol]
    # Dollars into the base, the base into the other asset, and that back into dollars; then the other way.
    assert cross.bid * under.bid < over.ask
    assert over.bid < cross.ask * under.ask


def test_a_currency_goes_its_own_way_and_quietly() -> None:
    first = second_of(AT) // 3600 - 24 * 30
    minutes = {
        symbol: np.concatenate([paths(SEED)[symbol].hour(first + hour).mids[::60] for hour in range(24 * 30)])
        for symbol in ("EUR/USD", "BTC/USD")
    }
    euro, bitcoin = (np.diff(np.log(each)) for each in minutes.values())
    assert euro.std() * np.sqrt(525_600) < 0.2
    assert abs(np.corrcoef(euro, bitcoin)[0, 1]) < 0.1


def test_prices_move_like_a_market_and_together() -> None:
    first = second_of(AT) // 3600 - 24 * 30
    returns = {}
    for listing in LISTINGS[:2]:
        path = paths(SEED)[listing.symbol]
        minutes = np.concatenate([path.hour(first + hour).mids[::60] for hour in range(24 * 30)])
        returns[listing.symbol] = np.diff(np.log(minutes))
    bitcoin, ether = returns.values()
    assert 0.2 < bitcoin.std() * np.sqrt(525_600) < 1.6
    assert 0.3 < np.corrcoef(bitcoin, ether)[0, 1] < 0.9
    assert ((bitcoin / bitcoin.std()) ** 4).mean() > 3.5  # fatter tails than normal


@given(st.floats(min_value=-8, max_value=8))
def test_the_portable_exponential_agrees_with_the_usual_one(x: float) -> None:
    assert exponential(np.array([x]))[0] == pytest.approx(np.exp(x), rel=1e-11)


def test_an_unknown_symbol_and_a_time_before_the_market_have_no_price() -> None:
    assert MARKET.quotes(["NOPE/USD"], AT) == {}
    assert MARKET.quotes(["BTC/USD"], ORIGIN - timedelta(days=1)) == {}
    assert MARKET.book("BTC/USD", ORIGIN - timedelta(days=1)) is None
    assert MARKET.candles("BTC/USD", Interval.D1, until=ORIGIN + timedelta(hours=5), count=5) == []
    assert Decimal(MARKET.quotes(["BTC/USD"], AT)["BTC/USD"].change_24h).is_finite()
