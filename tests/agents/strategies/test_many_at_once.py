"""A fleet at once decides what each of its agents would decide alone, and what backtests look for."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings

from apps.trading.market.columns import Columns
from apps.trading.market.types import Bar
from apps.trading.strategies.deciding import (
    Rows,
    columns_of,
    decide_alone,
    find_acting,
    settle,
    weight_of,
)
from apps.trading.strategies.seeing import Markets, Moment
from apps.trading.strategies.series import Series
from apps.trading.strategies.types import Action, Holding
from apps.trading.types import Interval
from tests.agents.strategies import slow
from tests.agents.strategies.scenes import (
    HOLDINGS,
    LEAST,
    LOT,
    SETTINGS,
    START,
    candles_of,
    markets,
    settings_of,
    strategy_of,
    view_of,
)

KINDS = sorted(SETTINGS)
SWEPT = [kind for kind in KINDS if kind not in ("arbitrage",) and kind in slow.REFERENCES]


def moment_of(
    series: Sequence[Series], market: Sequence[int], holdings: Sequence[Holding]
) -> tuple[Moment, Rows]:
    """Agents, each at its market with what it holds."""
    close = np.array([series[each].close[-1] for each in market])
    position, cash = (np.array([float(each[n]) for each in holdings]) for n in (0, 1))
    numbers = np.arange(len(market))
    seen = Moment(
        markets=Markets(series),
        market=np.array(market),
        other=np.full(len(market), -1),
        agent=numbers,
        close=close,
        weigh=lambda: weight_of(position, cash, close),
    )
    live = np.array([each.live_orders for each in holdings])
    size = np.ones(len(market))
    return seen, Rows(position, live, close, size * float(LOT), size * float(LEAST))


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=15)
@given(first=markets(), second=markets())
def test_a_fleet_decides_what_each_would_alone(kind: str, first: list[Bar], second: list[Bar]) -> None:
    strategy, series = strategy_of(kind), [Series.of_bars(each) for each in (first, second)]
    rows = list(product(range(2), settings_of(kind), HOLDINGS))
    seen, has = moment_of(series, [row[0] for row in rows], [row[2] for row in rows])
    judgement = strategy.judge(seen, columns_of([row[1] for row in rows]))
    acting = find_acting(judgement, has)
    for number, (market, parameters, holding) in enumerate(rows):
        view = view_of((first, second)[market])
        if len(view.bars) < strategy.bars_needed(parameters):
            continue
        together = settle(judgement, number, view, holding)
        assert together == decide_alone(strategy, view, holding, parameters)
        assert acting[number] or together.action is Action.HOLD  # nobody who acts is left out


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=10)
@given(bars=markets())
def test_a_decision_made_again_of_the_same_is_the_same(kind: str, bars: list[Bar]) -> None:
    for parameters, holding in product(settings_of(kind), HOLDINGS):
        first, again = (strategy_of(kind).decide(view_of(bars), holding, {}, parameters) for _ in range(2))
        assert first == again


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=10)
@given(old=markets(), bars=markets())
def test_bars_before_those_it_needs_change_nothing(kind: str, old: list[Bar], bars: list[Bar]) -> None:
    strategy = strategy_of(kind)
    for parameters, holding in product(settings_of(kind), HOLDINGS):
        needed = strategy.bars_needed(parameters)
        if len(bars) >= needed:
            short, long = view_of(bars[-needed:]), view_of([*earlier(old, bars[0]), *bars])
            decide = strategy.decide
            assert decide(short, holding, {}, parameters) == decide(long, holding, {}, parameters)


def earlier(old: list[Bar], first: Bar) -> list[Bar]:
    """The same bars, all of them before another."""
    count, length = len(old), first.interval.length
    return [bar_at(bar, first, (number - count) * length) for number, bar in enumerate(old)]


def bar_at(bar: Bar, first: Bar, by: timedelta) -> Bar:
    prices = (bar.open, bar.high, bar.low, bar.close, bar.volume)
    return Bar(bar.symbol, bar.interval, first.opened_at + by, *prices)


@pytest.mark.parametrize("kind", [kind for kind in SWEPT if strategy_of(kind).signals is not None])
@settings(max_examples=10)
@given(bars=markets())
def test_the_signals_of_a_backtest_leave_no_decision_out(kind: str, bars: list[Bar]) -> None:
    strategy, columns = strategy_of(kind), Columns.of_bars(bars, decimals=2, lot=LOT)
    for parameters in settings_of(kind):
        assert strategy.signals is not None
        found = strategy.signals(columns, parameters)
        for end in range(1, len(bars) + 1):
            acts = {
                strategy.decide(view_of(bars[:end]), holding, {}, parameters).action
                for holding in HOLDINGS[:2]
            }
            assert found.enters[end - 1] or Action.BUY not in acts
            assert found.exits[end - 1] or Action.SELL not in acts


@settings(max_examples=30)
@given(ours=markets(), theirs=markets())
def test_arbitrage_buys_the_cheap_one_of_two(ours: list[Bar], theirs: list[Bar]) -> None:
    count = min(len(ours), len(theirs))
    pair = [ours[:count], theirs[:count]]
    series = [Series.of_bars(each) for each in pair]
    for parameters in settings_of("arbitrage"):
        seen, _ = moment_of(series, [0, 1], HOLDINGS[:1] * 2)
        seen = Moment(seen.markets, seen.market, np.array([1, 0]), seen.agent, seen.close, seen.weigh)
        judgement = strategy_of("arbitrage").judge(seen, columns_of([parameters] * 2))
        if count < strategy_of("arbitrage").bars_needed(parameters):
            continue
        settled = parameters.model_dump()
        for number in range(2):
            own, other = candles_of(pair[number]), candles_of(pair[1 - number])
            score = slow.spread_score(own, other, settled["lookback"])
            assert judgement.enters[number] == (score <= float(settled["entry"]))
            assert judgement.leaves[number] == (score >= float(settled["exit"]))


def test_a_coordinator_gives_a_calm_market_more() -> None:
    strategy, parameters = strategy_of("coordinator"), settings_of("coordinator")[0]
    calm = [_bar(n, 7000 + n % 2) for n in range(8)]
    wild = [_bar(n, 7000 + 70 * (n % 2)) for n in range(8)]
    series = [Series.of_bars(each) for each in (calm, wild)]
    seen, _ = moment_of(series, [0, 1], [Holding(Decimal(0), Decimal(1000))] * 2)
    seen = Moment(seen.markets, seen.market, seen.other, np.zeros(2, dtype=np.int64), seen.close, seen.weigh)
    wanted = strategy.judge(seen, columns_of([parameters] * 2)).inputs["wanted"]
    assert wanted.sum() == pytest.approx(0.9)
    assert wanted[0] == pytest.approx(wanted[1] * 70, rel=0.02)


def _bar(number: int, price: int) -> Bar:
    at, exact = START + timedelta(minutes=number), Decimal(price)
    return Bar("BTC/USD", Interval.M1, at, exact, exact, exact, exact, Decimal(1))
