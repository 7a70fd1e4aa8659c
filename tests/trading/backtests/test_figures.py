"""Figures of a backtest: equal to a second library, and true of what was played."""

from dataclasses import replace
from decimal import Decimal
from math import inf

import empyrical
import numpy as np
import pytest

from apps.trading.backtests.account import account_of, benchmark_of, joined
from apps.trading.backtests.comparison import rank
from apps.trading.backtests.curve import curve_of, curve_of_play, sample
from apps.trading.backtests.engine import play
from apps.trading.backtests.fingerprint import fingerprint_of, seed_of
from apps.trading.backtests.metrics import Metrics, measure, sharpe_of
from apps.trading.backtests.resampling import resample
from apps.trading.backtests.sweep import Objective, expand, sweep
from apps.trading.backtests.trades import round_trips
from apps.trading.backtests.walk_forward import WINDOW_ENDED, walk_forward, windows
from apps.trading.market.columns import Columns
from apps.trading.risk import Limits
from apps.trading.types import Interval, exact_arithmetic
from tests.trading.backtests.bars import ASSUMED, columns_of, market_of, walk
from tests.trading.backtests.test_exact_path import chosen

HOURS = walk(2000, interval=Interval.H1)


def measured() -> Metrics:
    played = play(HOURS, *chosen("sma_cross"), ASSUMED)
    curve = curve_of_play(HOURS, played)
    held = np.zeros(len(curve.equity), dtype=np.bool_)
    return measure(curve, round_trips(HOURS, played), held=held, traded=1.0, fees=0.0)


def test_ratios_are_those_of_a_second_library() -> None:
    played = play(HOURS, *chosen("sma_cross"), ASSUMED)
    curve, metrics = curve_of_play(HOURS, played), measured()
    assert (metrics.returns_basis, metrics.periods_per_year) == ("day", 365.0)
    by_bar = np.diff(curve.equity, prepend=curve.capital) / np.append(curve.capital, curve.equity[:-1])
    assert metrics.max_drawdown == pytest.approx(empyrical.max_drawdown(by_bar), rel=1e-9)
    assert sharpe_of(curve) == pytest.approx(metrics.sharpe, rel=1e-9)
    assert len(curve.returns) == 84
    assert np.prod(1 + curve.returns) - 1 == pytest.approx(metrics.total_return, rel=1e-9)


def test_win_rate_and_profit_factor_are_of_closed_trades_after_fees() -> None:
    closes = [100, 100, 100, 100, 100, 110, 120, 130, 140, 120, 100, 100, 110, 108, 90, 90, 90, 95, 120, 130]
    market = market_of(columns_of([100 * each for each in closes]))
    played = play(market, *chosen("sma_cross"), ASSUMED)
    trips = round_trips(market, played)
    assert [trip.is_open for trip in trips] == [False, False, True]
    profits = [float(trip.profit) for trip in trips[:2]]
    curve = curve_of_play(market, played)
    held = np.array([False])
    metrics = measure(curve, trips, held=held, traded=0.0, fees=0.0)
    assert metrics.win_rate == sum(each > 0 for each in profits) / 2
    losses = [each for each in profits if each < 0]
    gains = [each for each in profits if each > 0]
    assert metrics.profit_factor == pytest.approx(sum(gains) / -sum(losses))


def test_buy_and_hold_is_the_series_own_return_less_the_fee() -> None:
    market = market_of(columns_of([10_000, 10_000, 12_000, 15_000]))
    account = benchmark_of(market, ASSUMED)
    assert account.final == pytest.approx(
        Decimal(100_000) / Decimal("1.001") * Decimal("1.5"), abs=Decimal("0.001")
    )
    curve = curve_of(market, ASSUMED.capital, account.marks)
    assert curve.equity[-1] == pytest.approx(float(account.final))


def test_a_sampled_curve_hides_no_low_and_no_high() -> None:
    market = walk(997)
    curve = curve_of_play(market, play(market, *chosen("sma_cross"), ASSUMED))
    points = sample(market, curve, curve, 50)
    assert len(points) == 50
    assert min(point.low for point in points) == curve.equity.min()
    assert max(point.high for point in points) == curve.equity.max()
    assert min(point.drawdown for point in points) == curve.drawdown.min()
    assert points[-1].equity == curve.equity[-1]
    assert points[-1].at == market.columns.closing(996)


def test_a_sweep_is_ranked_and_leaves_out_what_the_strategy_refuses() -> None:
    strategy, _ = chosen("sma_cross")
    found = expand(strategy, {"fraction": "1"}, {"fast": [2, 5, 50], "slow": [10, 20]})
    assert [(each.fast, each.slow) for each in found] == [(2, 10), (2, 20), (5, 10), (5, 20)]
    scored = sweep(HOURS, strategy, found, ASSUMED, Objective.TOTAL_RETURN)
    returns = [each.total_return for each in scored]
    assert returns == sorted(returns, reverse=True)
    best = account_of(HOURS, play(HOURS, strategy, scored[0].parameters, ASSUMED))
    assert float(best.final) / 100_000 - 1 == pytest.approx(scored[0].total_return, abs=1e-9)


def test_a_short_gain_has_no_calmar_ratio_that_could_be_told() -> None:
    """Sixty minutes that gain a fifth would come to more in a year than a float holds."""
    market = market_of(columns_of([10_000 + 40 * bar - 600 * (bar == 40) for bar in range(60)]))
    strategy, _ = chosen("sma_cross")
    found = expand(strategy, {"fraction": "1"}, {"fast": [2, 3], "slow": [5]})
    scored = sweep(market, strategy, found, ASSUMED, Objective.CALMAR)
    assert all(each.total_return > 0.05 and each.max_drawdown < 0 for each in scored)
    assert [each.score for each in scored] == [-inf, -inf]


def test_what_has_no_score_comes_last() -> None:
    strategy, _ = chosen("momentum")
    found = expand(strategy, {"entry": "100"}, {"lookback": [2, 3]})
    assert [each.score for each in sweep(HOURS, strategy, found, ASSUMED, Objective.SHARPE)] == [-inf, -inf]


def test_a_walk_forward_chooses_on_the_past_and_carries_its_capital_on() -> None:
    strategy, _ = chosen("sma_cross")
    found = expand(strategy, {"fraction": "1"}, {"fast": [2, 5], "slow": [10, 20]})
    plan = windows(HOURS, 500, 300)
    assert [(each.train, each.test, each.end) for each in plan] == [
        (0, 500, 800),
        (300, 800, 1100),
        (600, 1100, 1400),
        (900, 1400, 1700),
        (1200, 1700, 2000),
    ]
    steps = walk_forward(HOURS, strategy, found, ASSUMED, Objective.TOTAL_RETURN, plan)
    assert [step.capital for step in steps[1:]] == [step.final for step in steps[:-1]]
    for step, window in zip(steps, plan, strict=True):
        assert all(window.test <= mark.bar < window.end for mark in step.marks)
        assert step.marks[-1].quantity == 0, "a window leaves nothing open"
    assert any(trip.exit_reason == WINDOW_ENDED for step in steps for trip in step.trips)
    for step in steps:
        assert not any(trip.is_open for trip in step.trips)
        with exact_arithmetic():
            assert step.capital + sum(trip.profit for trip in step.trips) == step.final
            assert sum(trip.fees for trip in step.trips) == step.fees


def test_a_walk_forward_counts_the_orders_that_came_to_nothing() -> None:
    strategy, parameters = chosen("sma_cross")
    assumed = replace(ASSUMED, limits=Limits(max_order_notional=Decimal(1000)))
    steps = walk_forward(
        HOURS, strategy, [parameters], assumed, Objective.SHARPE, windows(HOURS, 500, 300)[:2]
    )
    assert set(joined(steps).ended) == {"max_order_notional"}
    assert sum(joined(steps).ended.values()) == sum(sum(step.ended.values()) for step in steps) > 1


def test_another_future_leaves_the_choices_of_a_walk_forward_as_they_were() -> None:
    strategy, _ = chosen("sma_cross")
    found = expand(strategy, {"fraction": "1"}, {"fast": [2, 5], "slow": [10, 20]})
    closes = HOURS.columns.close.tolist()
    other = market_of(columns_of(closes[:1100] + closes[:1099:-1], interval=Interval.H1))
    runs = [
        walk_forward(market, strategy, found, ASSUMED, Objective.SHARPE, windows(market, 500, 300))
        for market in (market_of(columns_of(closes, interval=Interval.H1)), other)
    ]
    assert [step.best for step in runs[0][:3]] == [step.best for step in runs[1][:3]]
    assert [step.final for step in runs[0][:2]] == [step.final for step in runs[1][:2]]


def test_resampling_is_drawn_alike_and_bounded_by_what_happened() -> None:
    growth = np.random.default_rng(1).normal(1.001, 0.02, 200)
    first, again = (resample("trades", growth, seed=7) for _ in range(2))
    assert first == again
    assert first is not None
    spread = first.total_return
    assert spread.p5 < spread.p25 < spread.p50 < spread.p75 < spread.p95
    assert spread.p5 < np.prod(growth) - 1 < spread.p95
    assert first.max_drawdown.p95 <= 0
    assert resample("trades", growth, seed=8) != first
    assert resample("trades", [1.1] * 9, seed=7) is None


def test_the_fingerprint_changes_with_everything_it_depends_on() -> None:
    facts = {
        "request": {"a": 1},
        "versions": {"sma_cross": 1},
        "data": "d",
        "first": 0,
        "rules": {"tick": "0.01"},
    }
    known = fingerprint_of(**facts)
    assert fingerprint_of(**facts) == known
    changes = ({"request": {"a": 2}}, {"versions": {"sma_cross": 2}}, {"data": "e"}, {"first": 1})
    changes = (*changes, {"rules": {"tick": "0.1"}})
    assert len({known, *(fingerprint_of(**{**facts, **change}) for change in changes)}) == 6
    assert seed_of(known) < 2**53


def test_the_digest_of_bars_changes_with_any_of_them() -> None:
    columns = HOURS.columns
    other = columns.close.copy()
    other[77] += 1
    changed = columns_of(other.tolist(), columns.open.tolist(), interval=Interval.H1)
    assert columns.digest() == columns_of(columns.close.tolist(), interval=Interval.H1).digest()
    assert columns.digest() != changed.digest()


def test_columns_are_the_bars_they_were_made_of() -> None:
    bars = [HOURS.columns.bar(index) for index in range(100)]
    again = Columns.of_bars(bars, decimals=2, lot=HOURS.lot)
    assert [again.bar(index) for index in range(100)] == bars
    assert again.digest() == HOURS.columns.part(0, 100).digest()
    days = HOURS.columns.merged(Interval.D1)
    assert len(days) == 84
    first = [HOURS.columns.bar(index) for index in range(24)]
    day = days.bar(0)
    assert (day.open, day.close) == (first[0].open, first[-1].close)
    assert (day.high, day.low) == (max(bar.high for bar in first), min(bar.low for bar in first))
    assert day.volume == sum(bar.volume for bar in first)


def test_ranking_puts_what_cannot_be_scored_last() -> None:
    known = measured()
    unknown, better = known.model_copy(update={"sharpe": None}), known.model_copy(update={"sharpe": 9.0})
    assert rank([("a", unknown), ("b", known), ("c", better)], Objective.SHARPE) == [2, 1, 0]
