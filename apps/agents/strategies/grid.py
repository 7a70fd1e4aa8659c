"""Grid: hold the more, the deeper the price is below its mean, in steps; sell a step higher than bought."""

from decimal import Decimal
from typing import Any

import numpy as np
from pydantic import Field

from apps.trading.strategies.indicators import BELOW_AVERAGE
from apps.trading.strategies.judging import Condition, Judgement, Target
from apps.trading.strategies.ruled import register_rule
from apps.trading.strategies.seeing import Seen
from apps.trading.strategies.types import Parameters


class GridParameters(Parameters):
    """The steps of the grid, and what it may cost when all of them are bought."""

    lookback: int = Field(100, ge=5, le=500, description="Bars of the mean around which the grid lies.")
    spacing: Decimal = Field(
        Decimal("0.5"),
        gt=0,
        le=20,
        decimal_places=6,
        description="From step to step, in percent of the mean.",
    )
    steps: int = Field(5, ge=1, le=50, description="Steps below the mean.")
    fraction: Decimal = Field(
        Decimal("0.8"),
        gt=0,
        le=1,
        decimal_places=6,
        description="Share of its equity that it holds at the lowest step.",
    )


def judge(seen: Seen, settings: Any) -> Judgement:
    """Count the steps that the price has passed; half a step to either side is left, to rest between them."""
    below = seen(BELOW_AVERAGE, settings.lookback)
    depth = np.clip(np.floor(below / settings.spacing), 0, settings.steps)
    step = settings.fraction / settings.steps
    held, buy_to, sell_to = seen.weight, depth * step, (depth + 1) * step
    return Judgement(
        inputs={"below_average": below, "depth": depth, "weight": held},
        enter=[Condition("less than the grid wants", "weight", held, "<=", buy_to - step / 2)],
        leave=[Condition("more than the grid wants", "weight", held, ">=", sell_to + step / 2)],
        size=Target(buy_to, sell_to),
    )


STRATEGY = register_rule(
    "grid",
    title="Grid",
    description="Buys in steps as the price falls below its mean and sells each a step higher.",
    parameters=GridParameters,
    bars_needed=lambda parameters: parameters.lookback,
    judge=judge,
)
