"""Bollinger bands: buy at the lower band, sell at the middle or above. Long only."""

from decimal import Decimal
from typing import Any

from pydantic import Field, model_validator

from apps.trading.strategies.indicators import PERCENT_B
from apps.trading.strategies.judging import Condition, Judgement, Share
from apps.trading.strategies.ruled import register_rule
from apps.trading.strategies.seeing import Seen
from apps.trading.strategies.types import Parameters


class BollingerParameters(Parameters):
    """How wide the bands are, where to buy and to sell between them, and how much to buy."""

    lookback: int = Field(20, ge=5, le=500, description="Bars of the mean and of the standard deviation.")
    width: Decimal = Field(
        Decimal(2), gt=0, le=10, decimal_places=6, description="Standard deviations from the mean to a band."
    )
    entry: Decimal = Field(
        Decimal(0),
        ge=-2,
        le=1,
        decimal_places=6,
        description="Place between the bands, 0 the lower and 1 the upper, at or below which it buys.",
    )
    exit: Decimal = Field(
        Decimal("0.5"),
        ge=-1,
        le=3,
        decimal_places=6,
        description="Place between the bands at or above which it sells.",
    )
    fraction: Decimal = Field(
        Decimal("0.25"),
        gt=0,
        le=1,
        decimal_places=6,
        description="Share of its equity that a purchase may cost.",
    )

    @model_validator(mode="after")
    def _apart(self) -> "BollingerParameters":
        if self.exit <= self.entry:
            raise ValueError("exit must be above entry, or it would sell what it just bought")
        return self


def judge(seen: Seen, settings: Any) -> Judgement:
    """Judge the close by where it is between the bands."""
    place, span = seen(PERCENT_B, settings.lookback, settings.width), settings.exit - settings.entry
    return Judgement(
        inputs={"percent_b": place},
        enter=[Condition("at the lower band", "percent_b", place, "<=", settings.entry, doubt=span)],
        leave=[Condition("back between the bands", "percent_b", place, ">=", settings.exit, doubt=span)],
        size=Share(settings.fraction),
    )


STRATEGY = register_rule(
    "bollinger",
    title="Bollinger bands",
    description="Buys at the lower Bollinger band and sells where the price has come back.",
    parameters=BollingerParameters,
    bars_needed=lambda parameters: parameters.lookback,
    judge=judge,
    fraction=lambda parameters: parameters.fraction,
)
