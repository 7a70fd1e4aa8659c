"""Who is halted, what settings are set to, and what runs when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django_celery_beat.models import PeriodicTask

from apps.system.access.models import Actor
from apps.system.access.selectors import visible
from apps.system.bulk import read_rows
from apps.system.controls.levels import HaltLevel
from apps.system.controls.models import Halt, Schedule, SettingChange, SettingValue
from apps.system.controls.registry import Setting
from apps.system.controls.schedules import DeclaredSchedule, ScheduleState, declared_schedules
from apps.system.prepared import execute_prepared
from apps.system.statements import Statement

_STANDING = "SELECT id FROM system_halt WHERE released_at IS NULL AND target_id = ANY(%s)"
"""Looked at by every command, and nearly always without finding anything."""
_TARGETS = "SELECT target_id FROM system_halt WHERE released_at IS NULL"


def halts_among(lineage: Iterable[UUID]) -> Statement:
    """What finds a row for each halt that binds an actor of this lineage, to be asked with others."""
    return Statement(_STANDING, (list(lineage),))


def list_halts(actor: Actor) -> QuerySet[Halt]:
    """The halts in force that the asker sees, and those of the actors above it."""
    own = visible(Halt.objects.filter(released_at=None), actor, path="target")
    above = Halt.objects.filter(released_at=None, target_id__in=actor.lineage)
    return (own | above).select_related("target", "engaged_by").order_by("-engaged_at")


def find_halt(lineage: Iterable[UUID]) -> Halt | None:
    """The halt that binds an actor of this lineage: the strictest, then the oldest; None if it is free."""
    standing = [row[0] for row in execute_prepared(*halts_among(lineage))]
    if not standing:
        return None
    binding = Halt.objects.filter(released_at=None, id__in=standing).order_by("engaged_at")
    return max(binding, key=lambda halt: HaltLevel(halt.level).strictness, default=None)


def find_halts(lineages: Sequence[Sequence[UUID]]) -> list[Halt | None]:
    """The halt that binds each of many actors, as `find_halt` finds it; two queries for any number."""
    targets = set(halted_targets()) if lineages else set()
    bound = [targets.intersection(each) for each in lineages] if targets else []
    if not any(bound):
        return [None] * len(lineages)
    every = set[UUID]().union(*bound)
    standing: dict[UUID, list[Halt]] = {}
    for halt in Halt.objects.filter(released_at=None, target_id__in=every).select_related("target"):
        standing.setdefault(halt.target_id, []).append(halt)
    return [_strictest(halt for target in own for halt in standing.get(target, ())) for own in bound]


def halted_among(lineages: Sequence[Sequence[UUID]]) -> set[UUID]:
    """Which of these actors (last of each lineage) are halted; one query for any number."""
    every = {each for lineage in lineages for each in lineage}
    targets = set(
        Halt.objects.filter(released_at=None, target_id__in=every).values_list("target_id", flat=True)
    )
    return {lineage[-1] for lineage in lineages if targets.intersection(lineage)}


def halted_targets() -> list[UUID]:
    """Every actor on which a halt stands."""
    return [row[0] for row in read_rows(_TARGETS, [])]


def last_releases(trigger: str, targets: Iterable[UUID]) -> dict[UUID, Halt]:
    """The halt of a trigger that was released last, by target; targets without one are left out."""
    ended = Halt.objects.filter(trigger=trigger, target_id__in=list(targets), released_at__isnull=False)
    return {
        halt.target_id: halt for halt in ended.order_by("target_id", "-released_at").distinct("target_id")
    }


@dataclass(frozen=True)
class EffectiveValue:
    """What holds of a setting for somebody: the row that says so (None: the default), and the row of its own.

    `own` carries the version that a change for exactly this target is compared with.
    """

    setting: Setting[Any]
    row: SettingValue | None
    own: SettingValue | None


def effective_values(settings: Sequence[Setting[Any]], target: Actor | None) -> list[EffectiveValue]:
    """What holds of settings for an actor, or (None) for the platform; one query for any number."""
    lineage = [] if target is None else list(target.lineage[1:])
    rows = SettingValue.objects.filter(key__in=[each.key for each in settings])
    rows = rows.filter(Q(actor=None) | Q(actor__in=lineage)).select_related("actor", "set_by")
    found = {(row.key, row.actor_id): row for row in rows}
    return [_effective(each, [*reversed(lineage), None], found) for each in settings]


def list_values_along(setting: Setting[Any], target: Actor) -> list[SettingValue]:
    """Every value of a setting that an actor is under, nearest first, the platform's last: for limits, where
    each of them binds."""
    path: list[UUID | None] = [*reversed(target.lineage[1:]), None] if setting.per_actor else [None]
    rows = SettingValue.objects.filter(Q(actor=None) | Q(actor__in=[each for each in path if each]))
    found = {row.actor_id: row for row in rows.filter(key=setting.key).select_related("actor", "set_by")}
    return [row for actor_id in path if (row := found.get(actor_id)) and row.is_set]


def _effective(
    setting: Setting[Any],
    nearest_first: Sequence[UUID | None],
    found: Mapping[tuple[str, UUID | None], SettingValue],
) -> EffectiveValue:
    path = nearest_first if setting.per_actor else [None]
    rows = [row for actor_id in path if (row := found.get((setting.key, actor_id))) and row.is_set]
    return EffectiveValue(setting, rows[0] if rows else None, found.get((setting.key, nearest_first[0])))


def list_changes(setting: Setting[Any], target: Actor | None) -> QuerySet[SettingChange]:
    """The changes of a setting for exactly this actor, or (None) for the platform."""
    actor = None if target is None or target.parent_id is None else target
    return SettingChange.objects.filter(key=setting.key, actor=actor).select_related("changed_by")


def list_schedules() -> list[ScheduleState]:
    """Every declared schedule as it stands, by name; two queries. Beat notes its runs every few seconds."""
    declared = declared_schedules()
    edits = Schedule.objects.in_bulk(list(declared))
    runs = {row.name: row for row in PeriodicTask.objects.filter(name__in=declared)}
    return [_state(declared[name], edits.get(name), runs.get(name)) for name in sorted(declared)]


def _strictest(halts: Iterable[Halt]) -> Halt | None:
    by_age = sorted(halts, key=lambda halt: halt.engaged_at)
    return max(by_age, key=lambda halt: HaltLevel(halt.level).strictness, default=None)


def _state(each: DeclaredSchedule, edit: Schedule | None, run: Any) -> ScheduleState:
    return ScheduleState(
        declared=each,
        every=(edit and edit.every) or each.every,
        enabled=edit.enabled if edit else True,
        last_run=run.last_run_at if run else None,
        total_runs=run.total_run_count if run else 0,
        edited_by_id=edit.edited_by_id if edit else None,
        edited_at=edit.edited_at if edit else None,
    )
