"""Breakout: buy what closes above its range, sell it when it closes below a shorter one. Long only."""

from decimal import Decimal
from typing import Any

from pydantic import Field

from apps.trading.strategies.indicators import ABOVE_HIGHEST, BELOW_LOWEST
from apps.trading.strategies.judging import Condition, Judgement, Share
from apps.trading.strategies.ruled import register_rule
from apps.trading.strategies.seeing import Seen
from apps.trading.strategies.types import Parameters


class BreakoutParameters(Parameters):
    """Which ranges, and how much to buy."""

    lookback: int = Field(20, ge=2, le=500, description="Bars of the range whose top has to be broken.")
    exit_lookback: int = Field(10, ge=2, le=500, description="Bars of the range whose bottom ends it.")
    buffer: Decimal = Field(
        Decimal(0),
        ge=0,
        le=10,
        decimal_places=6,
        description="By how much, in percent, the close must be beyond the range.",
    )
    fraction: Decimal = Field(
        Decimal("0.25"),
        gt=0,
        le=1,
        decimal_places=6,
        description="Share of its equity that a purchase may cost.",
    )


def judge(seen: Seen, settings: Any) -> Judgement:
    """Hold the close against the highest high and the lowest low of the bars before it."""
    above = seen(ABOVE_HIGHEST, settings.lookback)
    below = seen(BELOW_LOWEST, settings.exit_lookback)
    return Judgement(
        inputs={"above_highest": above, "below_lowest": below},
        enter=[Condition("closed above its range", "above_highest", above, ">", settings.buffer, doubt=1.0)],
        leave=[Condition("closed below its range", "below_lowest", below, ">", settings.buffer, doubt=1.0)],
        size=Share(settings.fraction),
    )


STRATEGY = register_rule(
    "breakout",
    title="Breakout",
    description="Buys what closes above the range of its last bars and sells it below a shorter range.",
    parameters=BreakoutParameters,
    bars_needed=lambda parameters: max(parameters.lookback, parameters.exit_lookback) + 1,
    judge=judge,
    fraction=lambda parameters: parameters.fraction,
)
