"""Equity over time: at the close of every bar, and as a chart can show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from apps.trading.backtests.engine import Mark, Played
from apps.trading.backtests.market import Assumptions, Market
from apps.trading.ledger import ZERO, cost_of, fee_of
from apps.trading.types import exact_arithmetic, round_down

Floats = NDArray[np.float64]
DAY = 86_400
YEAR = 365 * DAY
DAYS_FOR_DAILY = 30
"""From this many days on, returns are taken from day to day (UTC), and from bar to bar before."""


@dataclass(frozen=True, eq=False)
class Curve:
    """Equity at the close of each bar from the market's first on; `capital` is what it began with."""

    capital: float
    equity: Floats
    closed_at: NDArray[np.int64]
    seconds: int

    @cached_property
    def drawdown(self) -> Floats:
        """How far below its highest yet each close is, as a fraction, 0 or below."""
        peak = np.maximum(np.maximum.accumulate(self.equity), self.capital)
        below: Floats = self.equity / peak - 1
        return below

    @cached_property
    def is_daily(self) -> bool:
        """Whether returns are those of days."""
        span = int(self.closed_at[-1] - self.closed_at[0]) + self.seconds
        return self.seconds < DAY and span >= DAYS_FOR_DAILY * DAY

    @property
    def periods_per_year(self) -> float:
        """How many periods a year has; markets of this kind never close."""
        return 365.0 if self.is_daily else YEAR / self.seconds

    @cached_property
    def returns(self) -> Floats:
        """The return of each period, the first from the capital on."""
        worth = self.equity
        if self.is_daily:
            days = (self.closed_at - 1) // DAY
            worth = worth[np.append(np.flatnonzero(np.diff(days)), len(days) - 1)]
        returns: Floats = np.diff(worth, prepend=self.capital) / np.append(self.capital, worth[:-1])
        return returns


@dataclass(frozen=True, slots=True)
class Point:
    """A stretch of the curve: the equity at its end, its lowest and highest, and its deepest drawdown."""

    at: datetime
    equity: float
    low: float
    high: float
    drawdown: float
    benchmark: float


def curve_of(market: Market, capital: Decimal, marks: Sequence[Mark]) -> Curve:
    """The equity of an account that had at each mark what it says, priced at each close."""
    bars = np.array([mark.bar for mark in marks] + [len(market.columns)])
    counts = np.diff(bars)
    cash = np.repeat([float(mark.cash) for mark in marks], counts)
    quantity = np.repeat([float(mark.quantity) for mark in marks], counts)
    return Curve(
        float(capital),
        cash + quantity * market.columns.closes[market.first :],
        market.columns.opened_at[market.first :] + market.columns.interval.seconds,
        market.columns.interval.seconds,
    )


def curve_of_play(market: Market, played: Played) -> Curve:
    """The equity of an exact backtest."""
    return curve_of(market, played.desk.assumptions.capital, played.marks)


def buy_and_hold(market: Market, assumptions: Assumptions) -> list[Mark]:
    """The benchmark: all of the capital buys at the first open that a decision can reach, with the same fee
    and slippage, and is kept."""
    marks, entry = [Mark(market.first, assumptions.capital, ZERO)], market.first + 1
    if entry < len(market.columns):
        with exact_arithmetic():
            price = market.slipped(
                market.columns.price(int(market.columns.open[entry])), assumptions.slippage
            )
            budget = assumptions.capital / (price * (1 + assumptions.taker_fee))
            quantity = round_down(budget, market.lot)
            cost = cost_of(price, quantity)
            cash = assumptions.capital - cost - fee_of(cost, assumptions.taker_fee)
        marks.append(Mark(entry, cash, quantity))
    return marks


def sample(market: Market, curve: Curve, benchmark: Curve, limit: int) -> list[Point]:
    """At most `limit` stretches of nearly equal count. None hides a low or a high: each names its own."""
    count = len(curve.equity)
    starts = np.unique(np.linspace(0, count, min(limit, count), endpoint=False).astype(np.int64))
    ends = np.append(starts[1:], count) - 1
    columns = zip(
        ends.tolist(),
        curve.equity[ends].tolist(),
        np.minimum.reduceat(curve.equity, starts).tolist(),
        np.maximum.reduceat(curve.equity, starts).tolist(),
        np.minimum.reduceat(curve.drawdown, starts).tolist(),
        benchmark.equity[ends].tolist(),
        strict=True,
    )
    return [Point(market.columns.closing(market.first + end), *numbers) for end, *numbers in columns]
