"""Statistical arbitrage: of two markets that move together, hold the one that has become cheap. Long only.

The two are the agent's first two symbols, or its symbol here and on another venue. An account is of one
venue, so an agent trades its own side only: the other side is another agent there that names this venue.
"""

from decimal import Decimal
from typing import Any

from pydantic import Field, model_validator

from apps.trading.strategies.indicators import SPREAD_SCORE
from apps.trading.strategies.judging import Condition, Judgement, Share
from apps.trading.strategies.ruled import register_rule
from apps.trading.strategies.seeing import Seen
from apps.trading.strategies.types import Parameters


class ArbitrageParameters(Parameters):
    """When one of the two is cheap, and how much to buy of it."""

    lookback: int = Field(60, ge=5, le=500, description="Bars over which the ratio of the two is measured.")
    entry: Decimal = Field(
        Decimal("-2"),
        ge=-10,
        lt=0,
        decimal_places=6,
        description="Standard deviations of the ratio at or below which it buys.",
    )
    exit: Decimal = Field(
        Decimal(0),
        ge=-10,
        le=10,
        decimal_places=6,
        description="Standard deviations of the ratio at or above which it sells.",
    )
    fraction: Decimal = Field(
        Decimal("0.45"),
        gt=0,
        le=1,
        decimal_places=6,
        description="Share of its equity that a purchase may cost.",
    )

    other_venue: str = Field(
        "",
        max_length=64,
        description="The venue with whose price of the same symbol it compares; empty: its own two.",
    )

    @model_validator(mode="after")
    def _apart(self) -> "ArbitrageParameters":
        if self.exit <= self.entry:
            raise ValueError("exit must be above entry, or it would sell what it just bought")
        return self


def judge(seen: Seen, settings: Any) -> Judgement:
    """Judge each market by its price in terms of the agent's other one."""
    score, span = seen.pair(SPREAD_SCORE, settings.lookback), settings.exit - settings.entry
    return Judgement(
        inputs={"spread": score},
        enter=[Condition("cheap against the other", "spread", score, "<=", settings.entry, doubt=span)],
        leave=[Condition("no longer cheap", "spread", score, ">=", settings.exit, doubt=span)],
        size=Share(settings.fraction),
    )


STRATEGY = register_rule(
    "arbitrage",
    title="Statistical arbitrage",
    description="Buys which of two symbols, or of two venues, is unusually cheap in terms of the other.",
    parameters=ArbitrageParameters,
    bars_needed=lambda parameters: parameters.lookback,
    judge=judge,
    fraction=lambda parameters: parameters.fraction,
    is_of_pairs=True,
    elsewhere=lambda parameters: parameters.other_venue,
)
