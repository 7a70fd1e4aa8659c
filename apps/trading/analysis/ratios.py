"""Ratios of a series of returns, through empyrical. For the analytics worker."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from apps.trading.analysis.frames import Floats

DEFINITIONS: Mapping[str, str] = {
    "total_return": "The returns compounded.",
    "cagr": "The total return by the year: the growth to the power of periods per year over periods, less 1.",
    "volatility": "The sample deviation of returns times the root of the periods per year.",
    "sharpe": (
        "The mean return less the risk-free rate per period, over the sample deviation, times the root of "
        "the periods per year."
    ),
    "sortino": (
        "The mean return less the risk-free rate per period, times the periods per year, over the root of "
        "the mean square of what falls below that rate, by the year."
    ),
    "calmar": "The CAGR over the largest drawdown.",
    "max_drawdown": "The deepest fall of the compounded returns below their peak so far, the start included.",
    "beta": "The covariance with the benchmark's returns over their variance.",
    "correlation": "The covariance with the benchmark's returns over both deviations.",
}


@dataclass(frozen=True, slots=True)
class Ratios:
    """Fractions and ratios by `DEFINITIONS`; None where the returns define none (no deviation, no fall)."""

    total_return: float | None
    cagr: float | None
    volatility: float | None
    sharpe: float | None
    sortino: float | None
    calmar: float | None
    max_drawdown: float | None
    beta: float | None
    correlation: float | None


def ratios_of(
    returns: Floats, *, periods_per_year: float, risk_free: float = 0.0, benchmark: Floats | None = None
) -> Ratios:
    """All ratios of simple returns; `risk_free` is a yearly rate, spread evenly over the periods."""
    import empyrical  # noqa: PLC0415 - loads pandas and SciPy, which only the analytics worker may

    rate = risk_free / periods_per_year
    by_year = {"annualization": periods_per_year}
    with np.errstate(all="ignore"):
        return Ratios(
            total_return=_known(empyrical.cum_returns_final(returns)),
            cagr=_known(empyrical.annual_return(returns, **by_year)),
            volatility=_known(empyrical.annual_volatility(returns, **by_year)),
            sharpe=_known(empyrical.sharpe_ratio(returns, rate, **by_year)),
            sortino=_known(empyrical.sortino_ratio(returns, rate, **by_year)),
            calmar=_known(empyrical.calmar_ratio(returns, **by_year)),
            max_drawdown=_known(empyrical.max_drawdown(returns)),
            beta=None if benchmark is None else _known(empyrical.beta(returns, benchmark)),
            correlation=None if benchmark is None else _known(np.corrcoef(returns, benchmark)[0, 1]),
        )


def _known(value: float) -> float | None:
    """A finite number, or None."""
    return float(value) if math.isfinite(value) else None
