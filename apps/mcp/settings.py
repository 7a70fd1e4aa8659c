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
    stricter="lower",
    description="How much more, or less, often than a tool's own limit an actor may call it.",
)

CALLS_PER_MINUTE = setting(
    "tools.calls_per_minute",
    Annotated[int, Field(ge=1, le=1_000_000)],
    default=60_000,
    unit="calls",
    per_actor=True,
    scope="admin",
    stricter="lower",
    description="How many calls of all tools together somebody may ask for in a minute.",
)

APPROVAL_EXPIRY = setting(
    "approvals.expiry_seconds",
    Annotated[int, Field(ge=10, le=7 * 86_400)],
    default=3600,
    unit="seconds",
    per_actor=True,
    stricter="lower",
    description="How long people have to decide about a call; the shortest above an actor binds.",
)

APPROVAL_DRIFT = setting(
    "approvals.max_drift",
    Annotated[ExactDecimal, Field(ge=0, le=100, decimal_places=4)],
    default=Decimal(1),
    unit="percent",
    per_actor=True,
    stricter="lower",
    description="How far a price may move until an approval is void; the least above an actor binds.",
)

APPROVAL_PEOPLE = setting(
    "approvals.people",
    Annotated[int, Field(ge=1, le=2)],
    default=1,
    unit="people",
    per_actor=True,
    stricter="higher",
    description="How many different people have to approve a call; the most above an actor binds.",
)

CALLS_KEPT = setting(
    "tools.calls_kept_months",
    Annotated[int, Field(ge=2, le=1200)],
    default=13,
    unit="months",
    scope="admin",
    description="How many whole months calls are kept, with their parameters and results; tallies stay.",
)

AUDIT_EXPORTS_KEPT = setting(
    "audit.exports_kept_hours",
    Annotated[int, Field(ge=1, le=720)],
    default=168,
    unit="hours",
    scope="admin",
    description="How long a finished export of the audit log can be fetched.",
)
