"""The result of optimising a portfolio, with snake_case names."""

from datetime import datetime
from typing import Literal, Self

from apps.trading.analysis.frames import periods_per_year
from apps.trading.analysis.optimisation import OBJECTIVES, Bounds, Objective
from apps.trading.selectors.risk import Optimised
from apps.trading.serializers.analysis import Result
from apps.trading.types import Interval

CAVEATS = (
    "Expected returns are means of the past period, and the most uncertain input there is.",
    "Covariances are sample covariances of the same period; correlations rise when markets fall.",
    "Fees, slippage, lots and least notionals of the trades that lead there are not part of it.",
)


class OptimisedShare(Result):
    """One symbol of the optimum: its weight, the bound that holds it, its part of the variance.

    `weight_now` is what it takes of the account's equity now, null where there is none. Expected return and
    volatility are its own, by the year.
    """

    symbol: str
    weight: float
    weight_now: float | None
    bound: Literal["least", "most"] | None
    risk_contribution: float
    expected_return: float
    volatility: float


class OptimisedPortfolio(Result):
    """The best weights of these symbols for an objective, and everything they rest on.

    They sum to one and leave no cash. Expected return and volatility are those of the period from `since`
    to `until`, by the year; `caveats` say how far to trust them.
    """

    objective: Objective
    objective_says: str
    venue: str
    interval: Interval
    bars_used: int
    periods_per_year: float
    risk_free_rate: float
    min_weight: float
    max_weight: float
    since: datetime
    until: datetime
    expected_return: float
    volatility: float
    sharpe: float | None
    weights: list[OptimisedShare]
    binding_bounds: list[str]
    caveats: list[str]
    source: str
    as_of: datetime

    @classmethod
    def of(cls, found: Optimised, interval: Interval, bounds: Bounds, risk_free: float) -> Self:
        """Of an optimum and what was asked."""
        optimum, ends = found.optimum, found.matrix.ends
        return cls(
            objective=optimum.objective,
            objective_says=OBJECTIVES[optimum.objective],
            venue=found.venue,
            interval=interval,
            bars_used=len(found.matrix),
            periods_per_year=periods_per_year(interval),
            risk_free_rate=risk_free,
            min_weight=bounds.least,
            max_weight=bounds.most,
            since=ends[0] - interval.length,
            until=ends[-1],
            expected_return=optimum.expected_return,
            volatility=optimum.volatility,
            sharpe=optimum.sharpe,
            weights=_shares(found),
            binding_bounds=[each.symbol for each in optimum.shares if each.bound],
            caveats=[*CAVEATS, *optimum.warned],
            source=found.source,
            as_of=ends[-1],
        )


def _shares(found: Optimised) -> list[OptimisedShare]:
    names = ("symbol", "weight", "bound", "risk_contribution", "expected_return", "volatility")
    now = found.weights_now
    return [
        OptimisedShare(
            **{name: getattr(each, name) for name in names},
            weight_now=now.get(each.symbol, 0.0) if now else None,
        )
        for each in found.optimum.shares
    ]
