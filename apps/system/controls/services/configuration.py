"""Changing settings: checked, versioned, with history, and seen by every process within a second."""

import json
from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from apps.system.access.models import Actor
from apps.system.access.types import Scope
from apps.system.audit.services import record_audit
from apps.system.controls.events import SettingChanged
from apps.system.controls.models import SettingChange, SettingValue
from apps.system.controls.reading import REVISION, note_change
from apps.system.controls.registry import Setting
from apps.system.correlation import current_correlation
from apps.system.errors import Conflict, Forbidden, Invalid, NotFound
from apps.system.events.services import append_event
from apps.system.prepared import execute_prepared

_NEXT_REVISION = """
    INSERT INTO system_counter (name, last) VALUES (%s, 1)
    ON CONFLICT (name) DO UPDATE SET last = system_counter.last + 1 RETURNING last
"""

_LOCK = 0x73657474  # "sett"


@dataclass(frozen=True)
class _New:
    value: Any
    is_set: bool

    def is_same(self, other: "_New") -> bool:
        """Whether both say the same in JSON, where 1 (a percent) and true (all) are two things."""
        return (self.is_set, json.dumps(self.value, sort_keys=True)) == (
            other.is_set,
            json.dumps(other.value, sort_keys=True),
        )


def check_may_change(setting: Setting[Any], target: Actor | None, scopes: Set[str]) -> None:
    """Refuse what these scopes may not change, for a target or (None) the platform. Raises Forbidden."""
    needed = Scope.ADMIN if target is None else setting.scope
    if needed not in scopes:
        raise Forbidden(f"Changing {setting.key} here needs the scope `{needed}`.", code="scope_missing")


def hold_settings() -> None:
    """Let nobody else change a setting until this transaction ends: what is read now holds until then."""
    execute_prepared("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


@transaction.atomic
def change_setting(
    setting: Setting[Any],
    value: Any,
    *,
    target: Actor | None,
    by: Actor,
    now: datetime,
    reason: str = "",
    expected_version: int | None = None,
) -> SettingValue:
    """Set a setting for an actor and all below it, or (target None) for the platform.

    Raises Invalid (`invalid_value` with the reason, `not_per_actor`), and Conflict (`version_conflict`)
    where `expected_version` is given and is not the present one (0: never set). The same value again
    changes nothing.
    """
    if target is not None and target.parent_id is None:
        target = None  # the root of the tree is the platform
    if target is not None and not setting.per_actor:
        raise Invalid(f"{setting.key} is set for the platform only.", code="not_per_actor")
    new = _New(setting.dump(setting.parse(value)), is_set=True)
    return _write(setting, new, target=target, by=by, now=now, reason=reason, expected=expected_version)


@transaction.atomic
def rollback_setting(
    setting: Setting[Any],
    version: int,
    *,
    target: Actor | None,
    by: Actor,
    now: datetime,
    reason: str = "",
    expected_version: int | None = None,
) -> SettingValue:
    """Put back what a version had, as a new version; version 0 takes the value back.

    Raises NotFound (`unknown_version`, `not_set`), Conflict and Invalid: a value that no longer fits the
    setting is refused as if it were new.
    """
    if target is not None and target.parent_id is None:
        target = None
    new = _New(None, is_set=False)
    if (then := find_version(setting, version, target)) is not None:
        new = _New(setting.dump(setting.parse(then.new)), is_set=True)
    why = f"Back to version {version}. {reason}".strip()
    return _write(setting, new, target=target, by=by, now=now, reason=why, expected=expected_version)


def find_version(setting: Setting[Any], version: int, target: Actor | None) -> SettingChange | None:
    """The change that a version of a setting's history was there; None where it left nothing set.

    Raises NotFound (`unknown_version`).
    """
    if not version:
        return None
    then = SettingChange.objects.filter(key=setting.key, actor=target, version=version).first()
    if then is None:
        raise NotFound(f"{setting.key} has no version {version} there.", code="unknown_version")
    return then if then.is_set else None


def _write(
    setting: Setting[Any],
    new: _New,
    *,
    target: Actor | None,
    by: Actor,
    now: datetime,
    reason: str,
    expected: int | None,
) -> SettingValue:
    hold_settings()
    revision = _next_revision()
    row = SettingValue.objects.filter(key=setting.key, actor=target).first()
    if row is None:
        if not new.is_set:
            raise NotFound(f"{setting.key} was never set there.", code="not_set")
        row = SettingValue(key=setting.key, actor=target, is_set=False)
    if expected is not None and expected != row.version:
        raise Conflict(
            f"{setting.key} is at version {row.version} there, not {expected}.",
            code="version_conflict",
            details={"version": row.version},
        )
    old = _New(row.value, row.is_set)
    if new.is_same(old):
        return row
    row.value, row.is_set, row.version, row.revision = new.value, new.is_set, row.version + 1, revision
    row.set_by, row.set_at = by, now
    row.save()
    _record(row, old, by=by, now=now, reason=reason)
    note_change()
    return row


def _next_revision() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_REVISION, [REVISION])
        return int(cursor.fetchone()[0])


def _record(row: SettingValue, old: _New, *, by: Actor, now: datetime, reason: str) -> None:
    SettingChange.objects.create(
        key=row.key,
        actor=row.actor,
        version=row.version,
        old=old.value,
        new=row.value,
        was_set=old.is_set,
        is_set=row.is_set,
        reason=reason[:500],
        changed_by=by,
        changed_at=now,
        correlation_id=current_correlation(),
    )
    news = SettingChanged(
        key=row.key,
        actor_id=row.actor_id,
        version=row.version,
        value=row.value,
        is_set=row.is_set,
        by=by.id,
    )
    append_event(news, audience=row.actor.owner_id if row.actor else None)
    record_audit(
        actor_id=by.id,
        principal_id=by.id,
        interface="system",
        action="change_setting",
        outcome="SUCCEEDED",
        subject=f"setting:{row.key}",
        details={"actor": row.actor_id and str(row.actor_id), "old": old.value, "new": row.value},
    )
