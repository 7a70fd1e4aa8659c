"""Coordinator: shares its capital among its markets by how calm each is, and keeps it so."""

from decimal import Decimal
from typing import Any

import numpy as np
from pydantic import Field

from apps.trading.strategies.indicators import VOLATILITY
from apps.trading.strategies.judging import Condition, Judgement, Target
from apps.trading.strategies.ruled import register_rule
from apps.trading.strategies.seeing import Seen
from apps.trading.strategies.types import Parameters


class CoordinatorParameters(Parameters):
    """How much is invested, and how far a share may drift."""

    lookback: int = Field(60, ge=5, le=500, description="Bars over which volatility is measured.")
    invested: Decimal = Field(
        Decimal("0.9"),
        gt=0,
        le=1,
        decimal_places=6,
        description="Share of its equity in all markets together.",
    )
    drift: Decimal = Field(
        Decimal("0.2"),
        gt=0,
        lt=1,
        decimal_places=6,
        description="How far a market's share may be from what it should be, as a fraction of that.",
    )


def judge(seen: Seen, settings: Any) -> Judgement:
    """Weigh each of the agent's markets by the inverse of its volatility, so that each is the same risk."""
    volatility, held = seen(VOLATILITY, settings.lookback), seen.weight
    calm = 1 / np.maximum(volatility, 1e-6)
    wanted = settings.invested * calm / seen.summed(calm)
    return Judgement(
        inputs={"volatility": volatility, "wanted": wanted, "weight": held},
        enter=[Condition("less than its share", "weight", held, "<=", wanted * (1 - settings.drift))],
        leave=[Condition("more than its share", "weight", held, ">=", wanted * (1 + settings.drift))],
        size=Target(wanted, wanted),
    )


STRATEGY = register_rule(
    "coordinator",
    title="Coordinator",
    description="Shares its capital among its symbols by the inverse of their volatility, and rebalances.",
    parameters=CoordinatorParameters,
    bars_needed=lambda parameters: parameters.lookback + 1,
    judge=judge,
)
