"""What operators can set of the gateway while it runs."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from apps.system.controls.registry import setting
from apps.system.types import ExactDecimal

RATE_MULTIPLIER = setting(
    "tools.rate_multiplier",
    Annotated[ExactDecimal, Field(ge=Decimal("0.01"), le=100)],
    default=Decimal(1),
    unit="times",
    per_actor=True,
    scope="admin",
    description="How much more, or less, often than a tool's own limit an actor may call it.",
)

CALLS_KEPT = setting(
    "tools.calls_kept_months",
    Annotated[int, Field(ge=2, le=1200)],
    default=13,
    unit="months",
    scope="admin",
    description="How many whole months calls are kept, with their parameters and results; tallies stay.",
)
