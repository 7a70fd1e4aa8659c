"""Portfolio weights through skfolio, with everything they rest on. For the analytics worker."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from apps.trading.analysis.frames import Floats
from apps.trading.analysis.returns import Matrix
from apps.trading.errors import NotOptimised

Objective = Literal["max_sharpe", "min_variance", "risk_parity"]

OBJECTIVES: dict[Objective, str] = {
    "max_sharpe": "The greatest expected return less the risk-free rate, over volatility.",
    "min_variance": "The least variance, whatever the return.",
    "risk_parity": "Each symbol contributes the same part of the variance, as far as the bounds allow.",
}
BOUND = 1e-5
"""A weight this near to its bound is on it."""

PRECISION = {"tol_gap_abs": 1e-10, "tol_gap_rel": 1e-10, "tol_feas": 1e-10}
"""How exact Clarabel has to be before it stops."""


@dataclass(frozen=True, slots=True)
class Share:
    """One symbol: its weight, the bound that holds it, its part of the variance; then its own figures."""

    symbol: str
    weight: float
    bound: Literal["least", "most"] | None
    risk_contribution: float
    expected_return: float
    volatility: float


@dataclass(frozen=True, slots=True)
class Optimum:
    """Weights that sum to one. Expected return and volatility are those of the period, by the year.

    `warned` is what the library had to say of the numbers.
    """

    objective: Objective
    shares: Sequence[Share]
    expected_return: float
    volatility: float
    sharpe: float | None
    warned: Sequence[str]


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most that one symbol may weigh."""

    least: float = 0.0
    most: float = 1.0


def optimise(
    matrix: Matrix, objective: Objective, bounds: Bounds, *, periods_per_year: float, risk_free: float = 0.0
) -> Optimum:
    """The best weights of symbols by their returns. Raises NotOptimised where there are none, and why.

    Expected returns are mean simple returns, risks the sample covariance, both of the period given: the
    future promises neither.
    """
    _check_bounds(bounds, len(matrix.symbols))
    means = matrix.values.mean(axis=0) * periods_per_year
    covariance = np.atleast_2d(np.cov(matrix.values, rowvar=False)) * periods_per_year
    if objective == "max_sharpe" and means.max() <= risk_free:
        numbers = {"best_expected_return": float(means.max()), "risk_free_rate": risk_free}
        raise NotOptimised(
            "No symbol earned more than the risk-free rate in this period.",
            code="no_positive_return",
            details=numbers,
        )
    weights, warned = _solve(matrix, objective, bounds, risk_free / periods_per_year)
    explained = _explained(matrix.symbols, bounds, weights, means, covariance)
    expected, volatility = float(weights @ means), float(np.sqrt(weights @ covariance @ weights))
    sharpe = (expected - risk_free) / volatility if volatility else None
    return Optimum(objective, explained, expected, volatility, sharpe, warned)


def _check_bounds(bounds: Bounds, count: int) -> None:
    if bounds.least * count > 1 + 1e-9 or bounds.most * count < 1 - 1e-9 or bounds.least > bounds.most:
        raise NotOptimised(
            f"Weights of {count} symbols between {bounds.least:g} and {bounds.most:g} cannot sum to one.",
            code="infeasible_bounds",
            details={"symbols": count, "min_weight": bounds.least, "max_weight": bounds.most},
        )


def _solve(
    matrix: Matrix, objective: Objective, bounds: Bounds, risk_free: float
) -> tuple[Floats, Sequence[str]]:
    """The weights, and what the library warned of. Returns are scaled to where the solver is exact."""
    import pandas as pd  # noqa: PLC0415 - only the analytics worker may load it
    from skfolio.exceptions import SkfolioError  # noqa: PLC0415 - the same

    scale = float(matrix.values.std(axis=0, ddof=1).mean())
    if not scale:
        raise NotOptimised("No price moved in this period.", code="no_optimum")
    model = _model(objective, {"min_weights": bounds.least, "max_weights": bounds.most}, risk_free / scale)
    returns = pd.DataFrame(matrix.values / scale, columns=list(matrix.symbols))
    try:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            weights = np.asarray(model.fit(returns).weights_, np.float64)
    except (SkfolioError, ValueError, ArithmeticError) as error:
        raise NotOptimised(f"The solver found no weights: {error}", code="no_optimum") from error
    if not np.isfinite(weights).all():
        raise NotOptimised("The solver found no finite weights.", code="no_optimum")
    clipped: Floats = np.clip(weights, bounds.least, bounds.most)
    return clipped / clipped.sum(), sorted({str(each.message) for each in warned})


def _model(objective: Objective, bounds: dict[str, float], risk_free: float) -> Any:
    from skfolio import RiskMeasure  # noqa: PLC0415 - only the analytics worker may load it
    from skfolio.optimization import MeanRisk, ObjectiveFunction, RiskBudgeting  # noqa: PLC0415 - the same

    variance = {"risk_measure": RiskMeasure.VARIANCE, "solver_params": PRECISION, **bounds}
    if objective == "max_sharpe":
        goal = ObjectiveFunction.MAXIMIZE_RATIO
        return MeanRisk(objective_function=goal, risk_free_rate=risk_free, **variance)
    if objective == "min_variance":
        return MeanRisk(objective_function=ObjectiveFunction.MINIMIZE_RISK, **variance)
    return RiskBudgeting(**variance)


def _explained(
    symbols: Sequence[str], bounds: Bounds, weights: Floats, means: Floats, covariance: Floats
) -> list[Share]:
    marginal = covariance @ weights
    return [
        Share(
            symbol=symbol,
            weight=float(weights[at]),
            bound=_binding(float(weights[at]), bounds),
            risk_contribution=float(weights[at] * marginal[at] / (weights @ marginal)),
            expected_return=float(means[at]),
            volatility=float(np.sqrt(covariance[at, at])),
        )
        for at, symbol in enumerate(symbols)
    ]


def _binding(weight: float, bounds: Bounds) -> Literal["least", "most"] | None:
    if weight <= bounds.least + BOUND:
        return "least"
    return "most" if weight >= bounds.most - BOUND else None
