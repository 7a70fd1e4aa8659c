"""Mean reversion: buy what has fallen unusually far below its mean, sell it back at the mean. Long only."""

from decimal import Decimal
from typing import Any

from pydantic import Field, model_validator

from apps.trading.strategies.indicators import STANDARD_SCORE
from apps.trading.strategies.judging import Condition, Judgement, Share
from apps.trading.strategies.ruled import register_rule
from apps.trading.strategies.seeing import Seen
from apps.trading.strategies.types import Parameters


class MeanReversionParameters(Parameters):
    """What is unusual, and how much to buy."""

    lookback: int = Field(30, ge=5, le=500, description="Bars of the mean and of the standard deviation.")
    entry: Decimal = Field(
        Decimal("-2"),
        ge=-10,
        lt=0,
        decimal_places=6,
        description="Standard deviations from the mean at or below which it buys.",
    )
    exit: Decimal = Field(
        Decimal(0),
        ge=-10,
        le=10,
        decimal_places=6,
        description="Standard deviations from the mean at or above which it sells.",
    )
    fraction: Decimal = Field(
        Decimal("0.25"),
        gt=0,
        le=1,
        decimal_places=6,
        description="Share of its equity that a purchase may cost.",
    )

    @model_validator(mode="after")
    def _apart(self) -> "MeanReversionParameters":
        if self.exit <= self.entry:
            raise ValueError("exit must be above entry, or it would sell what it just bought")
        return self


def judge(seen: Seen, settings: Any) -> Judgement:
    """Judge the close by how many standard deviations it is from its mean."""
    score, span = seen(STANDARD_SCORE, settings.lookback), settings.exit - settings.entry
    return Judgement(
        inputs={"zscore": score},
        enter=[Condition("far below the mean", "zscore", score, "<=", settings.entry, doubt=span)],
        leave=[Condition("back at the mean", "zscore", score, ">=", settings.exit, doubt=span)],
        size=Share(settings.fraction),
    )


STRATEGY = register_rule(
    "mean_reversion",
    title="Mean reversion",
    description="Buys what has fallen unusually far below its mean and sells it back at the mean.",
    parameters=MeanReversionParameters,
    bars_needed=lambda parameters: parameters.lookback,
    judge=judge,
    fraction=lambda parameters: parameters.fraction,
)
