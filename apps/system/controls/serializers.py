"""The kill switch, settings and schedules on the wire."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from apps.system.controls.levels import HaltLevel
from apps.system.controls.models import Halt, SettingChange
from apps.system.controls.schedules import LEAST_SECONDS, ScheduleState
from apps.system.controls.selectors import EffectiveValue
from apps.system.types import WireModel


class HaltOut(WireModel):
    """The kill switch, engaged for an actor and all below it.

    `waitedMs` is the time until the lock was obtained, `engagedMs` until it had committed: from then on
    nothing it binds was accepted. The counts are null where the level does not ask for it, or has not begun.
    """

    id: UUID
    target_id: UUID
    target_name: str
    level: HaltLevel
    reason: str
    trigger: str
    engaged_by: UUID
    engaged_at: datetime
    waited_ms: float | None
    engaged_ms: float | None
    orders_total: int | None
    orders_left: int | None
    orders_done_at: datetime | None
    orders_seconds: float | None
    positions_total: int | None
    positions_left: int | None
    positions_done_at: datetime | None
    positions_seconds: float | None


class KillSwitchOut(WireModel):
    """The halts in force that one sees, newest first, 200 at most; `count` is how many there are.

    `engaged` tells whether the asker itself is bound by one, and `level` how far the strictest goes.
    `platformId` is the target that binds everything.
    """

    engaged: bool
    level: HaltLevel | None
    platform_id: UUID
    results: list[HaltOut]
    count: int
    as_of: datetime


class SettingOut(WireModel):
    """A setting, what holds for the target, and where that comes from.

    `version` is that of the target's own value, for `expectedVersion`; 0 means that it was never set there.
    """

    key: str
    description: str
    unit: str
    value_schema: dict[str, Any]
    default: Any
    value: Any
    source: Literal["default", "platform", "actor"]
    source_id: UUID | None
    source_name: str
    per_actor: bool
    is_flag: bool
    scope: str
    version: int
    set_by: UUID | None
    set_by_name: str
    set_at: datetime | None


class ConfigurationOut(WireModel):
    """Every setting, as it holds for one actor, or (target null) for the platform."""

    target_id: UUID | None
    results: list[SettingOut]


class SettingChangeOut(WireModel):
    """One change of a setting; without `isSet` the value was taken back."""

    id: UUID
    key: str
    target_id: UUID | None
    version: int
    old: Any
    new: Any
    was_set: bool
    is_set: bool
    reason: str
    changed_by: UUID
    changed_by_name: str
    changed_at: datetime
    correlation_id: UUID


class ScheduleOut(WireModel):
    """A schedule: as declared, as it is, and when it ran. `every` is in seconds.

    `next_run` is null while it is turned off or has not run yet.
    """

    name: str
    task: str
    every: int
    declared_every: int
    least: int
    most: int
    enabled: bool
    essential: bool
    last_run: datetime | None
    next_run: datetime | None
    total_runs: int
    edited_by: UUID | None
    edited_at: datetime | None


class SchedulesOut(WireModel):
    """Everything that runs by the clock, by name."""

    results: list[ScheduleOut]
    as_of: datetime


def present_halt(halt: Halt) -> HaltOut:
    """A halt with the name of whom it binds, and how long what it asks for took."""
    same = set(HaltOut.model_fields) - {"target_name", "engaged_by", "orders_seconds", "positions_seconds"}
    began = halt.level_at or halt.engaged_at
    return HaltOut(
        **{name: getattr(halt, name) for name in same},
        target_name=halt.target.name,
        engaged_by=halt.engaged_by_id,
        orders_seconds=_seconds(began, halt.orders_done_at),
        positions_seconds=_seconds(began, halt.positions_done_at),
    )


def _seconds(began: datetime, done: datetime | None) -> float | None:
    return None if done is None else round((done - began).total_seconds(), 3)


def present_setting(effective: EffectiveValue) -> SettingOut:
    """A setting with what holds of it and who said so."""
    setting, row = effective.setting, effective.row
    default = setting.dump(setting.default)
    return SettingOut(
        key=setting.key,
        description=setting.description,
        unit=setting.unit,
        value_schema=dict(setting.value_schema),
        default=default,
        value=default if row is None else row.value,
        source="default" if row is None else "platform" if row.actor is None else "actor",
        source_id=row.actor_id if row else None,
        source_name=row.actor.name if row and row.actor else "",
        per_actor=setting.per_actor,
        is_flag=setting.is_flag,
        scope=setting.scope,
        version=effective.own.version if effective.own else 0,
        set_by=row.set_by_id if row else None,
        set_by_name=row.set_by.name if row else "",
        set_at=row.set_at if row else None,
    )


def present_change(change: SettingChange) -> SettingChangeOut:
    """A change with the name of who made it."""
    same = set(SettingChangeOut.model_fields) - {"target_id", "changed_by", "changed_by_name"}
    return SettingChangeOut(
        **{name: getattr(change, name) for name in same},
        target_id=change.actor_id,
        changed_by=change.changed_by_id,
        changed_by_name=change.changed_by.name,
    )


def present_schedule(state: ScheduleState) -> ScheduleOut:
    """A schedule with its bounds."""
    return ScheduleOut(
        name=state.declared.name,
        task=state.declared.task,
        every=state.every,
        declared_every=state.declared.every,
        least=LEAST_SECONDS,
        most=state.declared.most,
        enabled=state.enabled,
        essential=state.declared.essential,
        last_run=state.last_run,
        next_run=state.next_run,
        total_runs=state.total_runs,
        edited_by=state.edited_by_id,
        edited_at=state.edited_at,
    )
