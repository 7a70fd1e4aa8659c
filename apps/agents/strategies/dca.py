"""Dollar-cost averaging: buy for the same amount every so many bars, whatever the price."""

from decimal import Decimal
from typing import Any

import numpy as np
from pydantic import Field

from apps.trading.strategies.judging import Amount, Condition, Judgement
from apps.trading.strategies.ruled import register_rule
from apps.trading.strategies.seeing import Seen
from apps.trading.strategies.types import Parameters


class DcaParameters(Parameters):
    """How much, and how often."""

    amount: Decimal = Field(
        Decimal(100), gt=0, le=Decimal(10**9), decimal_places=6, description="What each purchase costs."
    )
    every: int = Field(60, ge=1, le=100_000, description="Bars from one purchase to the next.")


def judge(seen: Seen, settings: Any) -> Judgement:
    """Bars are counted since 1970, so that nobody has to remember the last purchase."""
    since = np.asarray(seen.number % settings.every, dtype=np.float64)
    return Judgement(
        inputs={"bars_since_due": since},
        enter=[Condition("a purchase is due", "bars_since_due", since, "=", 0.0)],
        leave=[],
        size=Amount(settings.amount),
    )


STRATEGY = register_rule(
    "dca",
    title="Dollar-cost averaging",
    description="Buys for the same amount every so many bars, whatever the price, and never sells.",
    parameters=DcaParameters,
    bars_needed=lambda parameters: 1,
    judge=judge,
)
