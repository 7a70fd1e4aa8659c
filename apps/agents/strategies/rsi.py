"""Relative strength: buy what is oversold, sell it when it is overbought. Long only."""

from decimal import Decimal
from typing import Any

from pydantic import Field, model_validator

from apps.trading.strategies.indicators import RELATIVE_STRENGTH
from apps.trading.strategies.judging import Condition, Judgement, Share
from apps.trading.strategies.ruled import register_rule
from apps.trading.strategies.seeing import Seen
from apps.trading.strategies.types import Parameters


class RsiParameters(Parameters):
    """What counts as oversold and overbought, and how much to buy."""

    period: int = Field(14, ge=2, le=100, description="Bars of Wilder's averages.")
    oversold: Decimal = Field(
        Decimal(30), gt=0, lt=100, decimal_places=6, description="Index at or below which it buys."
    )
    overbought: Decimal = Field(
        Decimal(70), gt=0, lt=100, decimal_places=6, description="Index at or above which it sells."
    )
    fraction: Decimal = Field(
        Decimal("0.25"),
        gt=0,
        le=1,
        decimal_places=6,
        description="Share of its equity that a purchase may cost.",
    )

    @model_validator(mode="after")
    def _apart(self) -> "RsiParameters":
        if self.oversold >= self.overbought:
            raise ValueError("oversold must be below overbought")
        return self


def judge(seen: Seen, settings: Any) -> Judgement:
    """Judge the last bar by Wilder's relative strength index."""
    index, span = seen(RELATIVE_STRENGTH, settings.period), settings.overbought - settings.oversold
    return Judgement(
        inputs={"rsi": index},
        enter=[Condition("oversold", "rsi", index, "<=", settings.oversold, doubt=span)],
        leave=[Condition("overbought", "rsi", index, ">=", settings.overbought, doubt=span)],
        size=Share(settings.fraction),
    )


STRATEGY = register_rule(
    "rsi",
    title="Relative strength",
    description="Buys what is oversold by Wilder's relative strength index and sells it overbought.",
    parameters=RsiParameters,
    bars_needed=lambda parameters: RELATIVE_STRENGTH.bars(parameters.period),
    judge=judge,
    fraction=lambda parameters: parameters.fraction,
)
