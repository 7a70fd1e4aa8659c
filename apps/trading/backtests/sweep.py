"""Many parameters over the same bars, by the vector path."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Any

import numpy as np
from pydantic import ValidationError

from apps.trading.backtests.market import Assumptions, Market
from apps.trading.backtests.metrics import sharpe_of
from apps.trading.backtests.vector import screen
from apps.trading.strategies.types import Parameters, Strategy


class Objective(StrEnum):
    """What makes one result better than another."""

    SHARPE = "sharpe"
    TOTAL_RETURN = "total_return"
    CALMAR = "calmar"


@dataclass(frozen=True, slots=True)
class Scored:
    """Parameters and what they came to; `score` is the objective, minus infinity where it has no value."""

    parameters: Parameters
    score: float
    total_return: float
    max_drawdown: float
    sharpe: float | None
    trades: int
    win_rate: float | None


def count_combinations(grid: Mapping[str, Sequence[Any]]) -> int:
    """How many there are."""
    return math.prod(len(values) for values in grid.values())


def expand(
    strategy: Strategy[Any], fixed: Mapping[str, Any], grid: Mapping[str, Sequence[Any]]
) -> list[Parameters]:
    """Every combination of the grid that the strategy accepts, in the order of the grid."""
    return list(_accepted(strategy, fixed, grid))


def _accepted(
    strategy: Strategy[Any], fixed: Mapping[str, Any], grid: Mapping[str, Sequence[Any]]
) -> Iterator[Parameters]:
    for values in product(*grid.values()):
        try:
            yield strategy.parameters.model_validate({**fixed, **dict(zip(grid, values, strict=True))})
        except ValidationError:
            continue  # such as a fast average that is slower than the slow one; the caller sees the count


def sweep(
    market: Market,
    strategy: Strategy[Any],
    combinations: Iterable[Parameters],
    assumptions: Assumptions,
    objective: Objective,
    *,
    on_each: Callable[[], None] | None = None,
) -> list[Scored]:
    """Score each combination; the best first, and of equals the earlier."""
    scored = []
    for parameters in combinations:
        scored.append(_score(market, strategy, parameters, assumptions, objective))
        if on_each is not None:
            on_each()
    return sorted(scored, key=lambda each: -each.score)


def _score(
    market: Market,
    strategy: Strategy[Any],
    parameters: Parameters,
    assumptions: Assumptions,
    objective: Objective,
) -> Scored:
    found = screen(market, strategy, parameters, assumptions)
    total, deepest = (
        float(found.curve.equity[-1]) / found.curve.capital - 1,
        float(found.curve.drawdown.min()),
    )
    sharpe = sharpe_of(found.curve)
    years = len(found.curve.returns) / found.curve.periods_per_year
    values = {
        Objective.SHARPE: sharpe,
        Objective.TOTAL_RETURN: total,
        Objective.CALMAR: _calmar(total, years, deepest),
    }
    score = values[objective]
    finite = score if score is not None and math.isfinite(score) else -math.inf
    return Scored(parameters, finite, total, deepest, sharpe, len(found.entries), found.win_rate)


def _calmar(total: float, years: float, deepest: float) -> float | None:
    """The yearly return over the deepest drawdown; infinite where a short period makes the year too large."""
    if not deepest or total <= -1:
        return None
    with np.errstate(over="ignore"):
        return float(np.float64(1 + total) ** (1 / years) - 1) / -deepest
