"""What befalls a simulated market: pure, the same everywhere, and never a change of what was told."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.trading.market.listings import QUOTIENTS, paths
from apps.trading.market.path import ORIGIN, second_of
from apps.trading.market.scenarios import Scenario, ScenarioKind
from apps.trading.market.simulator import Simulator
from apps.trading.market.tape import Tape
from apps.trading.types import Interval

SEED = 7
AT = datetime(2026, 11, 22, 12, 0, 30, tzinfo=UTC)
START = second_of(AT)
PLAIN = Simulator(SEED)
STRENGTH = {ScenarioKind.FLASH_CRASH: 30, ScenarioKind.WIDE_SPREAD: 10}
GOLDEN = {
    ScenarioKind.FLASH_CRASH: "ed60c3b0503539ec4cd377a11c92c71a69a334e7c8f4ca44030774409a4a4659",
    ScenarioKind.OUTAGE: "0d0b7436c078568a645200b794ad93b9a789410111ba6ac137942cb09cd351dd",
    ScenarioKind.STALE_FEED: "15a7c0b6c821c749d4f09338646aca3ee303d2aaeb188430cdcbeb9dee8ba19f",
    ScenarioKind.WIDE_SPREAD: "032a21df63574a053e03dd64d74af7656d5dc38a88cf2a34fb4303074ec7b87c",
}
CRASH, OUTAGE, STALE, WIDE = ScenarioKind
kinds = st.sampled_from(list(ScenarioKind))
symbols = st.sampled_from(["BTC/USD", "DOGE/USD", "EUR/USD", "ETH/BTC", "BTC/EUR"])


def scenario(kind: ScenarioKind, length: int = 600, first: int = START) -> Scenario:
    """A scenario from `AT` on."""
    return Scenario(first, first + length, kind, STRENGTH.get(kind, 0), first + length)


def under(*scenarios: Scenario) -> Simulator:
    """The market with scenarios laid over it."""
    return Simulator(SEED, scenarios)


def after(seconds: int) -> datetime:
    """A moment after the scenarios begin."""
    return AT + timedelta(seconds=seconds)


def price(market: Simulator, symbol: str, seconds: int) -> D:
    """The last price of a symbol."""
    return market.quotes([symbol], after(seconds))[symbol].last


@pytest.mark.parametrize("kind", ScenarioKind)
def test_a_scenario_is_the_same_to_the_last_tick_on_every_machine(kind: ScenarioKind) -> None:
    digest = hashlib.sha256()
    for symbol in ("BTC/USD", "DOGE/USD", "EUR/USD", "ETH/BTC", "BTC/EUR"):
        tape = Tape(paths(SEED)[symbol], (scenario(kind, length=5000),))
        for index in (START // 3600, START // 3600 + 1):
            hour = tape.hour(index)
            digest.update(hour.mids.astype("<i8").tobytes() + hour.halves.astype("<i8").tobytes())
            digest.update(b"" if hour.has_market is None else hour.has_market.tobytes())
            digest.update(repr([tape.told(START + each) for each in (-1, 0, 4999, 5000)]).encode())
            digest.update(repr([tape.span(index * 3600, index * 3600 + 60), tape.whole_hour(index)]).encode())
    assert digest.hexdigest() == GOLDEN[kind]


@given(kinds, symbols, st.integers(1, 5000), st.integers(-7200, 7200))
def test_nothing_before_or_after_a_scenario_is_touched(
    kind: ScenarioKind, symbol: str, length: int, seconds: int
) -> None:
    market, lasts = under(scenario(kind, length)), 0 <= seconds < length
    if not lasts:
        assert market.book(symbol, after(seconds)) == PLAIN.book(symbol, after(seconds))
        assert market.outsides([symbol], after(seconds)) == PLAIN.outsides([symbol], after(seconds))


def test_in_a_flash_crash_coins_fall_within_a_tenth_of_it_and_recover() -> None:
    market = under(scenario(CRASH, length=600))
    falls = [1 - price(market, "BTC/USD", s) / price(PLAIN, "BTC/USD", s) for s in (0, 30, 60, 330, 599, 600)]
    expected = ["0.005", "0.155", "0.3", "0.15", "0.0005556", "0"]
    assert falls == [pytest.approx(D(each), abs=D("0.00001")) for each in expected]


def test_a_crash_of_coins_leaves_currencies_and_coins_among_each_other_alone() -> None:
    market = under(scenario(CRASH))
    for symbol in ("EUR/USD", "ETH/BTC"):
        assert price(market, symbol, 60) == price(PLAIN, symbol, 60)
    assert price(market, "BTC/EUR", 60) < price(PLAIN, "BTC/EUR", 60) * D("0.71")


def test_in_an_outage_nothing_is_quoted_nothing_trades_and_no_bar_closes() -> None:
    market = under(scenario(OUTAGE, length=600))
    assert market.quotes(["BTC/USD"], after(5)) == {}
    assert market.book("BTC/USD", after(5)) is None
    assert market.outsides(["BTC/USD"], after(5)) == {}
    minutes = market.candles("BTC/USD", Interval.M1, until=after(750), count=4)
    # The first and the last of its minutes had a market for a half.
    assert [(bar.opened_at - AT.replace(second=0)) // timedelta(minutes=1) for bar in minutes] == [
        0,
        10,
        11,
        12,
    ]
    assert price(market, "BTC/USD", 600) == price(PLAIN, "BTC/USD", 600)


def test_a_stale_feed_tells_the_last_price_which_ages_and_trades_with_nobody() -> None:
    market = under(scenario(STALE, length=600))
    last = PLAIN.quotes(["BTC/USD"], after(-1))["BTC/USD"]
    for seconds in (0, 300, 599):
        assert market.quotes(["BTC/USD"], after(seconds))["BTC/USD"] == last
        assert market.book("BTC/USD", after(seconds)) == PLAIN.book("BTC/USD", after(-1))
        assert market.outsides(["BTC/USD"], after(seconds)) == {}
    assert market.bars_closed(Interval.S1, after=after(1), until=after(20)) == []
    assert market.quotes(["BTC/USD"], after(600))["BTC/USD"].as_of == after(600)


def test_a_wide_spread_is_as_many_times_as_wide_round_the_same_middle() -> None:
    market = under(scenario(WIDE))
    wide, plain = (each.quotes(["BTC/USD"], after(5))["BTC/USD"] for each in (market, PLAIN))
    assert wide.ask - wide.bid == 10 * (plain.ask - plain.bid)
    assert wide.mid == plain.mid


def test_an_outage_silences_a_stale_feed_and_one_stale_feed_after_another_tells_the_oldest_price() -> None:
    market = under(scenario(STALE, 100), scenario(OUTAGE, 10, START + 20), scenario(STALE, 50, START + 80))
    assert market.quotes(["BTC/USD"], after(25)) == {}
    assert market.quotes(["BTC/USD"], after(110))["BTC/USD"].as_of == after(-1)


@given(st.lists(kinds, max_size=4, unique=True), symbols, st.integers(0, 700))
def test_under_any_scenarios_a_book_is_a_ladder_within_its_second_above_zero(
    chosen: list[ScenarioKind], symbol: str, seconds: int
) -> None:
    strongest = {CRASH: 90, WIDE: 100}
    market = under(
        *(
            replace(scenario(kind, 600, START + 10 * n), strength=strongest.get(kind, 0))
            for n, kind in enumerate(chosen)
        )
    )
    outside = market.outsides([symbol], after(seconds)).get(symbol)
    silent = {OUTAGE, STALE} & {kind for n, kind in enumerate(chosen) if 10 * n <= seconds < 600 + 10 * n}
    assert (outside is None) == bool(silent)
    if outside is not None:
        bids, asks = [each.price for each in outside.bids], [each.price for each in outside.asks]
        assert bids == sorted(bids, reverse=True)
        assert asks == sorted(asks)
        assert 0 < outside.low <= bids[-1] <= bids[0] < asks[0] <= asks[-1] <= outside.high


@given(st.sampled_from([CRASH, WIDE]), st.integers(0, 599), st.sampled_from(QUOTIENTS))
def test_no_round_trip_earns_anything_under_a_scenario_either(
    kind: ScenarioKind, seconds: int, pair: object
) -> None:
    symbol, over_symbol, under_symbol = pair.symbol, pair.over, pair.under  # type: ignore[attr-defined]
    quotes = under(scenario(kind)).quotes([symbol, over_symbol, under_symbol], after(seconds))
    cross, over, below = quotes[symbol], quotes[over_symbol], quotes[under_symbol]
    assert cross.bid * below.bid < over.ask
    assert over.bid < cross.ask * below.ask


@given(kinds, symbols, st.integers(1, 599), st.integers(-60, 599))
def test_ending_a_scenario_early_changes_nothing_of_what_was_told(
    kind: ScenarioKind, symbol: str, cut: int, seconds: int
) -> None:
    whole = scenario(kind)
    short = Scenario(whole.first, whole.first + cut, kind, whole.strength, whole.planned)
    reference = under(whole) if seconds < cut else PLAIN
    assert under(short).book(symbol, after(seconds)) == reference.book(symbol, after(seconds))


def test_a_scenario_before_the_market_began_is_no_trouble() -> None:
    market = under(scenario(STALE, 100, 0))
    assert market.quotes(["BTC/USD"], ORIGIN + timedelta(seconds=50)) == {}
