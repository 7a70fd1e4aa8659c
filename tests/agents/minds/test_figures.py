"""What a track record amounts to, held against trading's returns and the analytics worker's ratios."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.agents.performance.figures import (
    DEFINITIONS,
    LEAST_DAYS,
    YEAR,
    daily_returns,
    figures_of,
    sharpe_of,
    sortino_of,
)
from apps.trading.analysis.ratios import ratios_of
from apps.trading.performance import drawdown_of, grow, return_between
from apps.trading.selectors.tracks import DailyPoint, Track

START = datetime(2026, 3, 2, tzinfo=UTC)
DAY = timedelta(days=1)


def point(day: float, equity: str, funded: str = "1000", held: str = "0") -> DailyPoint:
    return DailyPoint(START + day * DAY, Decimal(equity), Decimal(held), Decimal(funded))


def track(*equities: str) -> Track:
    return Track([point(day, equity) for day, equity in enumerate(equities)])


def test_funding_is_no_profit() -> None:
    points = [point(0, "1000"), point(1, "1100"), point(2, "1600", funded="1500")]
    found = figures_of(Track(points))
    assert (found.profit, found.total_return, found.max_drawdown) == (Decimal(100), Decimal(10), Decimal(0))


def test_trades_exposure_and_what_is_not_known() -> None:
    points = [point(0, "1000", held="500"), point(0.5, "1000", held="0")]
    some = Track(points, 4, 3, 1, Decimal(30), Decimal(20), Decimal(2))
    found = figures_of(some)
    assert (found.win_rate, found.profit_factor, found.exposure) == (Decimal(75), Decimal("1.5"), Decimal(25))
    assert (found.sharpe, found.sortino, found.volatility, found.days) == (None, None, None, 0)
    nothing = figures_of(Track())
    assert (nothing.equity, nothing.total_return, nothing.win_rate, nothing.trades) == (None, None, None, 0)


def test_ratios_are_told_from_ten_whole_days_on() -> None:
    few = [str(1000 + day % 3) for day in range(LEAST_DAYS)]
    assert figures_of(track(*few)).sharpe is None
    assert figures_of(track(*few, "1001")).sharpe is not None


def test_a_day_that_is_not_whole_is_in_no_ratio() -> None:
    points = [point(-0.5, "1000"), point(0, "1010"), point(1, "1020.1"), point(1.25, "900")]
    assert daily_returns(points) == pytest.approx([0.01])


amounts = st.lists(st.integers(500, 2000), min_size=12, max_size=60)


@given(amounts)
def test_ratios_are_those_of_the_analytics_worker(equities: list[int]) -> None:
    points = [point(day, str(equity)) for day, equity in enumerate(equities)]
    returns = daily_returns(points)
    told = ratios_of(returns, periods_per_year=YEAR)
    if np.std(returns) > 1e-12:
        assert sharpe_of(returns) == pytest.approx(told.sharpe, rel=1e-9, abs=1e-9)
    if (returns < 0).any():
        assert sortino_of(returns) == pytest.approx(told.sortino, rel=1e-9, abs=1e-9)


@given(st.lists(st.tuples(st.integers(0, 2000), st.integers(-300, 300)), min_size=2, max_size=40))
def test_return_and_drawdown_are_those_of_trading(days: list[tuple[int, int]]) -> None:
    funded, points = 1000, []
    for day, (equity, paid) in enumerate(days):
        funded += paid
        points.append(point(day, str(equity), str(funded)))
    found, growth = figures_of(Track(points)), grow(points)
    drawdown = drawdown_of(growth)
    assert drawdown is not None
    assert found.max_drawdown == pytest.approx(drawdown.percent, abs=Decimal("0.001"))
    expected = return_between(growth, START)
    assert expected is not None
    assert found.total_return == pytest.approx(expected, rel=Decimal("1e-9"), abs=Decimal("0.001"))


def test_every_definition_ends_as_a_sentence() -> None:
    assert all(each.endswith(".") for each in DEFINITIONS.values())
