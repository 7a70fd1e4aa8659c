"""The figures by which backtests are judged. Ratios are empyrical's, at a risk-free rate of zero."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from apps.system.types import WireModel
from apps.trading.backtests.curve import Curve
from apps.trading.backtests.trades import RoundTrip


class Metrics(WireModel):
    """What a curve and its trades come to. Returns, drawdown, exposure and rates are fractions; a figure that
    cannot be computed is null.

    Ratios are annualised from returns of `returns_basis` (`day` from 30 days on, else `bar`) at
    `periods_per_year`. `win_rate` and `profit_factor` are of closed trades after fees; `exposure` is the
    share of closes with something held; `turnover` is what was traded over the mean equity.
    """

    total_return: float
    cagr: float | None
    volatility: float | None
    sharpe: float | None
    sortino: float | None
    max_drawdown: float
    calmar: float | None
    trades: int
    win_rate: float | None
    profit_factor: float | None
    exposure: float
    turnover: float
    fees: float
    returns_basis: str
    periods_per_year: float


def measure(
    curve: Curve, trips: Sequence[RoundTrip], *, held: NDArray[np.bool_], traded: float, fees: float
) -> Metrics:
    """All figures of a curve. `held` says for each close whether something was held."""
    deepest, cagr = float(curve.drawdown.min()), _ratio("annual_return", curve)
    closed = [float(trip.profit) for trip in trips if not trip.is_open]
    gains, losses = sum(each for each in closed if each > 0), -sum(each for each in closed if each < 0)
    return Metrics(
        total_return=float(curve.equity[-1]) / curve.capital - 1,
        cagr=cagr,
        volatility=_ratio("annual_volatility", curve),
        sharpe=_ratio("sharpe_ratio", curve),
        sortino=_ratio("sortino_ratio", curve),
        max_drawdown=deepest,
        calmar=cagr / -deepest if cagr is not None and deepest < 0 else None,
        trades=len(trips),
        win_rate=sum(each > 0 for each in closed) / len(closed) if closed else None,
        profit_factor=gains / losses if losses else None,
        exposure=float(held.mean()),
        turnover=traded / float(curve.equity.mean()),
        fees=fees,
        returns_basis="day" if curve.is_daily else "bar",
        periods_per_year=curve.periods_per_year,
    )


def sharpe_of(curve: Curve) -> float | None:
    """The Sharpe ratio as empyrical has it, for thousands of curves without loading it."""
    returns = curve.returns
    spread = float(returns.std(ddof=1)) if len(returns) > 1 else 0.0
    return float(returns.mean()) / spread * math.sqrt(curve.periods_per_year) if spread else None


def _ratio(name: str, curve: Curve) -> float | None:
    import empyrical  # noqa: PLC0415 - seconds and pandas: only the worker that runs backtests pays for it

    ratio: Any = getattr(empyrical, name)
    with np.errstate(all="ignore"):
        value = float(ratio(curve.returns, annualization=curve.periods_per_year))
    return value if math.isfinite(value) else None
