"""Market making: wait a little below the price to buy and a little above it to sell, by what is held."""

from decimal import Decimal
from typing import Any

import numpy as np
from pydantic import Field

from apps.trading.strategies.indicators import TRUE_RANGE
from apps.trading.strategies.judging import Condition, Judgement, Quotes, Target
from apps.trading.strategies.ruled import register_rule
from apps.trading.strategies.seeing import Seen
from apps.trading.strategies.types import Parameters


class MarketMakingParameters(Parameters):
    """How far from the price to wait, and how much to hold at most."""

    period: int = Field(14, ge=2, le=100, description="Bars of the average true range.")
    distance: Decimal = Field(
        Decimal("0.5"),
        gt=0,
        le=20,
        decimal_places=6,
        description="How far from the price it waits, in average true ranges.",
    )
    least: Decimal = Field(
        Decimal("0.05"),
        gt=0,
        le=10,
        decimal_places=6,
        description="How far from the price it waits at least, in percent.",
    )
    inventory: Decimal = Field(
        Decimal("0.5"),
        gt=0,
        le=1,
        decimal_places=6,
        description="Share of its equity that it holds at most; below the half of it it buys.",
    )


def judge(seen: Seen, settings: Any) -> Judgement:
    """Quote one side each bar: the bid while less than half of the inventory is held, else the ask."""
    true_range, held = seen(TRUE_RANGE, settings.period), seen.weight
    distance = np.fmax(true_range * settings.distance, settings.least) / 100
    half, known = settings.inventory / 2, Condition("the range is known", "true_range", true_range, ">=", 0.0)
    return Judgement(
        inputs={"true_range": true_range, "distance": distance, "weight": held},
        enter=[known, Condition("little is held", "weight", held, "<", half)],
        leave=[known, Condition("enough is held", "weight", held, ">=", half)],
        size=Target(buy_to=settings.inventory, sell_to=0.0),
        quotes=Quotes(distance),
    )


STRATEGY = register_rule(
    "market_making",
    title="Market making",
    description="Waits below the price to buy and above it to sell, farther where the market moves more.",
    parameters=MarketMakingParameters,
    bars_needed=lambda parameters: TRUE_RANGE.bars(parameters.period),
    judge=judge,
)
