"""News of the kill switch, of settings and of schedules."""

from typing import Any
from uuid import UUID

from apps.system.controls.levels import HaltLevel
from apps.system.events.catalogue import EventPayload


class KillSwitchChanged(EventPayload, type="system.kill_switch"):
    """The kill switch was engaged, made stricter or released for an actor and all below it."""

    target_id: UUID
    engaged: bool
    level: HaltLevel
    reason: str
    by: UUID


class KillSwitchProgress(EventPayload, type="system.kill_switch_progress"):
    """Open orders were cancelled or positions closed under a halt; null: its level does not ask for it."""

    target_id: UUID
    level: HaltLevel
    orders_total: int | None
    orders_left: int | None
    positions_total: int | None
    positions_left: int | None


class SettingChanged(EventPayload, type="system.configuration"):
    """A setting was changed for an actor and all below it, or (actor null) for the platform.

    Without `is_set` the value was taken back: what is set above, or the default, holds again.
    """

    key: str
    actor_id: UUID | None
    version: int
    value: Any
    is_set: bool
    by: UUID


class ScheduleChanged(EventPayload, type="system.schedule"):
    """An operator changed how often something runs, or whether it does."""

    name: str
    every: int
    enabled: bool
    by: UUID
