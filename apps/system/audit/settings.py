"""How long the audit trail is kept."""

from typing import Annotated

from pydantic import Field

from apps.system.controls.registry import setting

AUDIT_KEPT = setting(
    "audit.kept_months",
    Annotated[int, Field(ge=2, le=1200)],
    default=84,
    unit="months",
    scope="admin",
    description="How many whole months of audit entries are kept; older ones go, and the chain stays proven.",
)
