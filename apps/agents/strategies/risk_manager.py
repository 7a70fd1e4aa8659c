"""Risk manager: never buys; brings what is held in its account back to what its risk allows."""

from decimal import Decimal
from typing import Any

import numpy as np
from pydantic import Field

from apps.trading.strategies.indicators import FALL, VOLATILITY
from apps.trading.strategies.judging import Condition, Judgement, Target
from apps.trading.strategies.ruled import register_rule
from apps.trading.strategies.seeing import Seen
from apps.trading.strategies.types import Parameters


class RiskManagerParameters(Parameters):
    """How much risk a position may be."""

    lookback: int = Field(60, ge=5, le=500, description="Bars over which volatility and fall are measured.")
    risk: Decimal = Field(
        Decimal("0.05"),
        gt=0,
        le=100,
        decimal_places=6,
        description="Volatility a bar, in percent of the equity, that a position may have.",
    )
    most: Decimal = Field(
        Decimal("0.5"), gt=0, le=1, decimal_places=6, description="Share of the equity in one market at most."
    )
    stop: Decimal = Field(
        Decimal(5),
        gt=0,
        le=100,
        decimal_places=6,
        description="Fall from the highest close, in percent, at or above which it sells all.",
    )


def judge(seen: Seen, settings: Any) -> Judgement:
    """Allow a share that has the wanted volatility; a tenth above it is left alone."""
    volatility, fall, held = seen(VOLATILITY, settings.lookback), seen(FALL, settings.lookback), seen.weight
    allowed = np.minimum(settings.risk / np.maximum(volatility, 1e-6), settings.most)
    allowed = np.where(fall >= settings.stop, 0.0, allowed)
    return Judgement(
        inputs={"volatility": volatility, "fall": fall, "allowed": allowed, "weight": held},
        enter=[],
        leave=[
            Condition("something is held", "weight", held, ">", 0.0),
            Condition("more than its risk allows", "weight", held, ">=", allowed * 1.1),
        ],
        size=Target(buy_to=0.0, sell_to=allowed),
    )


STRATEGY = register_rule(
    "risk_manager",
    title="Risk manager",
    description="Sells what its account holds beyond what volatility allows, and all after a deep fall.",
    parameters=RiskManagerParameters,
    bars_needed=lambda parameters: parameters.lookback + 1,
    judge=judge,
)
