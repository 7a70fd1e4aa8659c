"""What operators can set of the kill switch while it runs."""

from typing import Annotated

from pydantic import Field

from apps.system.controls.registry import setting

KILL_SWITCH_PATIENCE = setting(
    "kill_switch.patience_seconds",
    Annotated[int, Field(ge=1, le=3600)],
    default=30,
    unit="seconds",
    scope="admin",
    description="How long cancelling and flattening may take before an alert says what is stuck.",
)

AUDIT_KEPT = setting(
    "audit.kept_months",
    Annotated[int, Field(ge=2, le=1200)],
    default=84,
    unit="months",
    scope="admin",
    description="How many whole months of audit entries are kept; older ones go, and the chain stays proven.",
)

EVENTS_KEPT = setting(
    "events.kept_months",
    Annotated[int, Field(ge=1, le=1200)],
    default=12,
    unit="months",
    scope="admin",
    description="How many whole months of the event log are kept; a reader that was away longer starts anew.",
)
