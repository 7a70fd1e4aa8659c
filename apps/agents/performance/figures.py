"""What a daily track record amounts to, without a database; None where it tells nothing.

Returns are time-weighted as in `apps.trading.performance`; ratios are those of `apps.trading.analysis.ratios`
(which loads pandas, so only the analytics worker may ask it), of the returns from midnight to midnight, by a
year of 365 days and without a risk-free rate. Tests hold both together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from apps.trading.performance import percent
from apps.trading.selectors.tracks import DailyPoint, Track
from apps.trading.types import exact_arithmetic

YEAR = 365
LEAST_DAYS = 10
"""Whole days from which on ratios are told: of fewer they would be chance."""

FOUR = Decimal("0.0001")

DEFINITIONS: Mapping[str, str] = {
    "equity": "Cash and positions when they were last recorded.",
    "profit": "What the equity changed by beyond what was paid in and out.",
    "return": "Time-weighted: each day's profit over the equity before and what was paid in, compounded.",
    "volatility": "The sample deviation of the daily returns times the root of 365.",
    "sharpe": "The mean daily return over its sample deviation, times the root of 365; no risk-free rate.",
    "sortino": "The mean daily return times 365, over the root mean square of the losing days, by the year.",
    "maxDrawdown": "The deepest fall of the compounded daily returns below their peak, in percent.",
    "winRate": "Of the trades that ended, the share that made money after fees.",
    "profitFactor": "What winning trades made over what losing ones lost, after fees.",
    "exposure": "The share of the equity in positions, averaged over the recorded days.",
    "fees": "Of the trades that ended.",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """Percentages, ratios with four digits, and amounts in USD; `days` whole days were seen."""

    equity: Decimal | None
    funded: Decimal | None
    profit: Decimal | None
    total_return: Decimal | None
    volatility: Decimal | None
    sharpe: Decimal | None
    sortino: Decimal | None
    max_drawdown: Decimal | None
    win_rate: Decimal | None
    profit_factor: Decimal | None
    exposure: Decimal | None
    trades: int
    fees: Decimal
    days: int


def figures_of(track: Track) -> Figures:
    """All figures of a track record."""
    points = track.points
    growth = _growth(points)
    daily = daily_returns(points)
    enough = len(daily) >= LEAST_DAYS
    last = points[-1] if points else None
    return Figures(
        equity=None if last is None else last.equity,
        funded=None if last is None else last.funded,
        profit=_profit(points),
        total_return=_percent(growth[-1] - 1) if len(points) > 1 else None,
        volatility=_percent(float(np.std(daily, ddof=1)) * YEAR**0.5) if enough else None,
        sharpe=_ratio(sharpe_of(daily)) if enough else None,
        sortino=_ratio(sortino_of(daily)) if enough else None,
        max_drawdown=_percent(_fall(growth)) if len(points) > 1 else None,
        win_rate=percent(Decimal(track.wins) / track.trades) if track.trades else None,
        profit_factor=_factor(track),
        exposure=_exposure(points),
        trades=track.trades,
        fees=track.fees,
        days=len(daily),
    )


def daily_returns(points: Sequence[DailyPoint]) -> NDArray[np.float64]:
    """The returns of whole days, from one midnight (UTC) to the next."""
    midnights = [point for point in points if point.at.time() == time()]
    return _stretches(midnights)


def sharpe_of(returns: NDArray[np.float64]) -> float | None:
    """By `DEFINITIONS`; None without a deviation."""
    deviation = float(np.std(returns, ddof=1)) if len(returns) > 1 else 0.0
    return float(np.mean(returns)) / deviation * YEAR**0.5 if deviation > 0 else None


def sortino_of(returns: NDArray[np.float64]) -> float | None:
    """By `DEFINITIONS`; None where no day lost."""
    downside = float(np.sqrt(np.mean(np.minimum(returns, 0) ** 2))) if len(returns) else 0.0
    return float(np.mean(returns)) * YEAR / (downside * YEAR**0.5) if downside > 0 else None


def _stretches(points: Sequence[DailyPoint]) -> NDArray[np.float64]:
    equity = np.array([float(point.equity) for point in points])
    paid_in = np.diff(np.array([float(point.funded) for point in points]))
    worked = equity[:-1] + np.maximum(paid_in, 0)
    profit = np.diff(equity) - paid_in
    safe = np.where(worked > 0, worked, 1.0)
    return np.where(worked > 0, np.maximum(profit / safe, -1.0), 0.0)


def _growth(points: Sequence[DailyPoint]) -> NDArray[np.float64]:
    return np.concatenate([[1.0], np.cumprod(1 + _stretches(points))])


def _fall(growth: NDArray[np.float64]) -> float:
    peaks = np.maximum.accumulate(growth)
    return float(np.max(1 - growth / peaks))


def _profit(points: Sequence[DailyPoint]) -> Decimal | None:
    if len(points) < 2:
        return None
    with exact_arithmetic():
        first, last = points[0], points[-1]
        return last.equity - first.equity - (last.funded - first.funded)


def _exposure(points: Sequence[DailyPoint]) -> Decimal | None:
    shares = [float(point.positions_value / point.equity) for point in points if point.equity > 0]
    return _percent(sum(shares) / len(shares)) if shares else None


def _factor(track: Track) -> Decimal | None:
    with exact_arithmetic():
        return (track.gross_profit / track.gross_loss).quantize(FOUR) if track.gross_loss else None


def _percent(ratio: float) -> Decimal:
    return Decimal(repr(float(ratio) * 100)).quantize(FOUR)


def _ratio(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value)).quantize(FOUR)
