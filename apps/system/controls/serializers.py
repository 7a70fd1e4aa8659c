"""The kill switch on the wire."""

from datetime import datetime
from uuid import UUID

from apps.system.controls.models import Halt
from apps.system.types import WireModel


class HaltOut(WireModel):
    """The kill switch, engaged for an actor and all below it."""

    id: UUID
    target_id: UUID
    target_name: str
    reason: str
    engaged_by: UUID
    engaged_at: datetime


class KillSwitchOut(WireModel):
    """The halts in force that one sees; `engaged` tells whether the asker itself is bound by one."""

    engaged: bool
    results: list[HaltOut]
    as_of: datetime


def present_halt(halt: Halt) -> HaltOut:
    """A halt with the name of whom it binds."""
    return HaltOut(
        id=halt.id,
        target_id=halt.target_id,
        target_name=halt.target.name,
        reason=halt.reason,
        engaged_by=halt.engaged_by_id,
        engaged_at=halt.engaged_at,
    )
