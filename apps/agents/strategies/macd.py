"""MACD: hold while the difference of two averages is above its own average. Long only."""

from decimal import Decimal
from typing import Any

from pydantic import Field, model_validator

from apps.trading.strategies.indicators import MACD_HISTOGRAM
from apps.trading.strategies.judging import Condition, Judgement, Share
from apps.trading.strategies.ruled import register_rule
from apps.trading.strategies.seeing import Seen
from apps.trading.strategies.types import Parameters


class MacdParameters(Parameters):
    """The lengths of the three averages, and how much to buy."""

    fast: int = Field(12, ge=2, le=99, description="Bars of the fast exponential average.")
    slow: int = Field(26, ge=3, le=100, description="Bars of the slow exponential average.")
    signal: int = Field(9, ge=2, le=50, description="Bars of the average of their difference.")
    margin: Decimal = Field(
        Decimal(0),
        ge=0,
        le=10,
        decimal_places=6,
        description="How far, in percent of the price, the histogram must be beyond zero.",
    )
    fraction: Decimal = Field(
        Decimal("0.25"),
        gt=0,
        le=1,
        decimal_places=6,
        description="Share of its equity that a purchase may cost.",
    )

    @model_validator(mode="after")
    def _apart(self) -> "MacdParameters":
        if self.fast >= self.slow:
            raise ValueError("fast must be below slow")
        return self


def judge(seen: Seen, settings: Any) -> Judgement:
    """Judge the last bar by the histogram: the difference of the averages less the signal line."""
    histogram = seen(MACD_HISTOGRAM, settings.fast, settings.slow, settings.signal)
    margin = settings.margin
    return Judgement(
        inputs={"histogram": histogram},
        enter=[Condition("above its signal", "histogram", histogram, ">", margin, doubt=0.5)],
        leave=[Condition("below its signal", "histogram", histogram, "<", -margin, doubt=0.5)],
        size=Share(settings.fraction),
    )


STRATEGY = register_rule(
    "macd",
    title="MACD",
    description="Holds while the difference of a fast and a slow average is above its own average.",
    parameters=MacdParameters,
    bars_needed=lambda parameters: MACD_HISTOGRAM.bars(parameters.fast, parameters.slow, parameters.signal),
    judge=judge,
    fraction=lambda parameters: parameters.fraction,
)
