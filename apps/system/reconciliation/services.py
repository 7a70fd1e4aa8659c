"""Running reconcilers: what does not agree raises an alert, and stops what it concerns.

A run reads one snapshot of the database (REPEATABLE READ), so that it never sees one half of a booking. What
it found is acted on afterwards, in a transaction of its own.
"""

import hashlib
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.utils import timezone
from psycopg.errors import SerializationFailure

from apps.system.access.models import Actor
from apps.system.access.selectors import root_actor
from apps.system.alerts.services import raise_alert, settle_others
from apps.system.controls.services import engage_halt
from apps.system.reconciliation.models import ReconciliationRun
from apps.system.reconciliation.registry import Look, Mismatch, Reconciler, get_reconciler
from apps.system.reconciliation.selectors import find_last, list_due, needs_full

logger = logging.getLogger(__name__)

SOURCE = "reconciliation"
MOST_KEPT = 100
MOST_HALTED = 20
"""Where more actors than this are concerned at once, it is no matter of theirs: everything is halted."""

LONGEST_REASON = 500
KEEP_CLEAN, KEEP_OTHERS = timedelta(days=7), timedelta(days=90)


def run_due(now: datetime) -> list[ReconciliationRun]:
    """Run every reconciler whose time has come, and drop old runs; answers the runs."""
    runs = [reconcile(each.name, now=now) for each in list_due(now)]
    old = ReconciliationRun.objects.filter(started_at__lt=now - KEEP_CLEAN)
    old.filter(status=ReconciliationRun.Status.CLEAN).delete()
    old.filter(started_at__lt=now - KEEP_OTHERS).delete()
    return [run for run in runs if run is not None]


def reconcile(name: str, *, now: datetime, full: bool = False) -> ReconciliationRun | None:
    """Run one reconciler and act on what it finds; None where another process is at it.

    To be called outside any transaction. Raises NotFound. A reconciler that breaks leaves a BROKEN run.
    """
    declared = get_reconciler(name)
    look = Look(now=now, is_full=full)
    try:
        found = _compare(declared, look)
    except Exception as error:
        if isinstance(error, OperationalError) and isinstance(error.__cause__, SerializationFailure):
            return None
        logger.exception("The reconciler %s broke", name)
        return _keep(
            declared, look, [], error=f"It broke with {type(error).__name__}; the log has the trace."
        )
    return None if found is None else _keep(declared, look, found)


@transaction.atomic
def _compare(declared: Reconciler, look: Look) -> list[Mismatch] | None:
    milliseconds = f"{declared.statement_timeout * 1000:.0f}"
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [milliseconds])
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_lock_of(declared.name)])
        if cursor.fetchone() != (True,):
            return None
    last = find_last(declared)
    look.is_full = look.is_full or needs_full(declared, last, look.now)
    look.position = last.position if last else {}
    return list(declared.compare(look))


@transaction.atomic
def _keep(
    declared: Reconciler, look: Look, found: Sequence[Mismatch], *, error: str = ""
) -> ReconciliationRun:
    """The run, its alerts and its halts commit together."""
    status = ReconciliationRun.Status.MISMATCHED if found else ReconciliationRun.Status.CLEAN
    run = ReconciliationRun.objects.create(
        name=declared.name,
        status=ReconciliationRun.Status.BROKEN if error else status,
        is_full=look.is_full,
        started_at=look.now,
        finished_at=timezone.now(),
        checked=look.checked,
        mismatch_count=len(found),
        mismatches=[_as_data(each) for each in found[:MOST_KEPT]],
        error=error,
        position=look.reached,
    )
    if not error:
        new = _alert(declared.name, found[:MOST_KEPT], look.now)
        _stop(declared.name, new, look.now)
    return run


def _alert(name: str, found: Sequence[Mismatch], now: datetime) -> list[Mismatch]:
    """Have an alert open for each mismatch and for nothing else; answers those that were not known."""
    owners = dict(Actor.objects.filter(id__in=_actors(found)).values_list("id", "owner_id"))
    root_id, new = root_actor().id, []
    for each in found:
        owner = owners.get(each.actor_id) if each.actor_id else None
        alert = raise_alert(
            source=SOURCE,
            subject=f"{name}:{each.subject}",
            severity=each.severity,
            title=f"{name} does not agree",
            detail=each.detail,
            measured=each.measured,
            audience=None if owner == root_id else owner,
            now=now,
        )
        if alert.times_seen == 1:
            new.append(each)
    standing = {f"{name}:{each.subject}" for each in found}
    settle_others(source=SOURCE, prefix=f"{name}:", standing=standing, now=now)
    return new


def _stop(name: str, new: Sequence[Mismatch], now: datetime) -> None:
    """Halt each actor that a new mismatch concerns, once: who releases it with open eyes is not overruled."""
    reasons = {each.actor_id: each.detail for each in reversed(new) if each.actor_id is not None}
    root = root_actor()
    if len(reasons) > MOST_HALTED:
        reasons = {root.id: f"{len(reasons)} actors are concerned, the first: {new[0].detail}"}
    targets = Actor.objects.in_bulk(list(reasons))
    for actor_id in sorted(targets):
        reason = f"Reconciliation {name}: {reasons[actor_id]}"[:LONGEST_REASON]
        engage_halt(by=root, target=targets[actor_id], reason=reason, now=now)


def _actors(found: Iterable[Mismatch]) -> set[UUID]:
    return {each.actor_id for each in found if each.actor_id is not None}


def _as_data(each: Mismatch) -> dict[str, Any]:
    actor = str(each.actor_id) if each.actor_id else None
    return {
        "subject": each.subject,
        "detail": each.detail,
        "measured": dict(each.measured),
        "severity": str(each.severity),
        "actor_id": actor,
    }


def _lock_of(name: str) -> int:
    return int.from_bytes(hashlib.sha256(f"reconcile:{name}".encode()).digest()[:8], signed=True)
