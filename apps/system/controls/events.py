"""News of the kill switch."""

from uuid import UUID

from apps.system.events.catalogue import EventPayload


class KillSwitchChanged(EventPayload, type="system.kill_switch"):
    """The kill switch was engaged or released for an actor and all below it."""

    target_id: UUID
    engaged: bool
    reason: str
    by: UUID
