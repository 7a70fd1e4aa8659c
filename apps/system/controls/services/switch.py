"""The kill switch: once engaging returns, nothing that it binds commits any more.

Every transaction that accepts, matches or sends an order holds a shared advisory lock until it ends; engaging
takes the lock exclusively, so it waits for those under way and those after it see the halt. Cancelling and
flattening, which stricter levels ask for, follow after the commit; `enforcement` does them.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.dispatch import Signal
from django.utils import timezone

from apps.system.access.models import Actor
from apps.system.alerts.services import settle_alert
from apps.system.audit.models import AuditEntry
from apps.system.audit.services import record_audits
from apps.system.controls.events import KillSwitchChanged
from apps.system.controls.levels import HaltLevel
from apps.system.controls.models import Halt
from apps.system.controls.selectors import find_halt
from apps.system.correlation import current_correlation
from apps.system.errors import CivalError, Forbidden, NotFound
from apps.system.events.services import NewEvent, append_events
from apps.system.prepared import execute_prepared

ALERTS = "kill-switch"
"""The source of the alerts that the switch raises."""

_LOCK = 0x6B696C6C  # "kill"

HOLDING = f"pg_advisory_xact_lock_shared({_LOCK})"
"""What `hold_switch` asks, for a statement that asks more. Halts are looked at by a later one: a statement
sees what was committed when it began, not when it got the lock."""

halt_due = Signal()
"""Sent after the transaction that engaged a halt with something to enforce; whoever runs tasks listens."""


class Halted(CivalError):
    """The kill switch stands in the way."""

    code, status, title = "kill_switch", 403, "Kill switch engaged"


@dataclass(frozen=True)
class Wish:
    """A halt that somebody wants: whom it binds, why, how far it goes, and which trigger asks for it."""

    target: Actor
    reason: str
    level: HaltLevel = HaltLevel.STOP_NEW_RISK
    trigger: str = ""
    measured: Mapping[str, Any] = field(default_factory=dict)
    owner_may_release: bool = False


def hold_switch() -> None:
    """Keep the kill switch from being engaged until this transaction ends."""
    execute_prepared(f"SELECT {HOLDING}", [])


def guard_new_risk(lineage: Iterable[UUID]) -> None:
    """Hold the switch and raise Halted if it is engaged for anyone in the lineage."""
    hold_switch()
    refuse_halted(lineage)


def refuse_halted(lineage: Iterable[UUID]) -> None:
    """Raise Halted if the switch, which the transaction holds, is engaged for anyone in the lineage."""
    if halt := find_halt(lineage):
        raise Halted(
            f"Trading is halted for {halt.target.name}: {halt.reason}",
            details={"target_id": str(halt.target_id), "since": halt.engaged_at.isoformat()},
        )


def engage_halt(
    *, by: Actor, target: Actor, reason: str, now: datetime, level: HaltLevel = HaltLevel.STOP_NEW_RISK
) -> Halt:
    """Halt an actor and all below it. A halt that stands is made as strict, if it is not, and answered."""
    return engage_halts([Wish(target, reason, level)], by=by, now=now)[0]


@transaction.atomic
def engage_halts(wishes: Sequence[Wish], *, by: Actor, now: datetime) -> list[Halt]:
    """Engage many halts under one lock, each of another target, in a fixed number of statements.

    A standing halt that is as strict is left as it is, except that an admin's word replaces another's, so
    that it takes an admin to release it, and a person's that of a trigger, so that it does not end by itself.
    """
    began = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    waited = _since(began)
    targets = [wish.target for wish in wishes]
    standing = {halt.target_id: halt for halt in _standing().filter(target__in=targets)}
    is_admin = _sees_everything(by)
    halts = [_wanted(wish, standing.get(wish.target.id), by, now, is_admin=is_admin) for wish in wishes]
    changed = [halt for halt in halts if halt.waited_ms is None]
    for halt in changed:
        halt.waited_ms = waited
    _save(changed)
    _tell(changed, by, engaged=True)
    if changed:
        transaction.on_commit(partial(_record_latency, [halt.id for halt in changed], began), robust=True)
    if any(halt.level != HaltLevel.STOP_NEW_RISK for halt in changed):
        transaction.on_commit(partial(halt_due.send, sender=Halt), robust=True)
    return halts


@transaction.atomic
def release_halt(*, by: Actor, target: Actor, reason: str, now: datetime) -> Halt:
    """Let an actor act again. Raises NotFound where no halt stands on the actor itself.

    What an admin has halted only an admin releases (Forbidden, `halted_by_admin`). Who engages meanwhile
    waits, and does not take the halt that ends for one that stands. The row's lock waits for an enforcement
    that is under way: after this, it cancels and closes nothing more.
    """
    hold_switch()
    halt = _standing().select_for_update(of=("self",)).filter(target=target).first()
    if halt is None:
        raise NotFound(f"The kill switch is not engaged for {target.name}.")
    is_admins = _sees_everything(halt.engaged_by) and not halt.owner_may_release
    if is_admins and not _sees_everything(by):
        raise Forbidden("An admin has engaged it; ask an admin to release it.", code="halted_by_admin")
    release_halts([halt], by=by, reason=reason, now=now)
    for subject in (f"flatten:{target.id}", f"{halt.trigger}:{target.id}"):
        settle_alert(source=ALERTS, subject=subject, now=now)
    return halt


@transaction.atomic
def release_halts(halts: Sequence[Halt], *, by: Actor, reason: str, now: datetime) -> None:
    """Release halts that stand, without asking who may, in a fixed number of statements."""
    for halt in halts:
        halt.released_at, halt.released_by = now, by
    Halt.objects.filter(id__in=[halt.id for halt in halts]).update(released_at=now, released_by=by)
    _tell(halts, by, engaged=False, reason=reason)


def _standing() -> "QuerySet[Halt]":
    return Halt.objects.filter(released_at=None).select_related("target", "engaged_by")


def _wanted(wish: Wish, standing: Halt | None, by: Actor, now: datetime, *, is_admin: bool) -> Halt:
    """The halt as it is to be; one that has changed has no `waited_ms`."""
    if standing is None:
        return Halt(
            target=wish.target,
            level=wish.level,
            level_at=now,
            reason=wish.reason,
            engaged_by=by,
            engaged_at=now,
            trigger=wish.trigger,
            measured=dict(wish.measured),
            owner_may_release=wish.owner_may_release,
        )
    if is_stricter := not HaltLevel(standing.level).covers(wish.level):
        standing.level, standing.level_at, standing.reason = wish.level, now, wish.reason
        standing.orders_total = standing.orders_left = standing.orders_done_at = None
        standing.positions_total = standing.positions_left = standing.positions_done_at = None
    may_take_over = is_admin or _is_triggers(standing)
    takes_over = may_take_over and not wish.trigger and not _is_admins(standing)
    if takes_over:
        standing.engaged_by, standing.reason, standing.owner_may_release = by, wish.reason, False
    if is_stricter or takes_over:
        standing.waited_ms = standing.engaged_ms = None
    return standing


def _is_admins(halt: Halt) -> bool:
    return _sees_everything(halt.engaged_by) and not halt.owner_may_release


def _is_triggers(halt: Halt) -> bool:
    """Whether it is still what a trigger engaged by itself."""
    return bool(halt.trigger) and halt.engaged_by.kind == Actor.Kind.SYSTEM


def _save(halts: Sequence[Halt]) -> None:
    Halt.objects.bulk_create(
        halts,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[
            *("level", "level_at", "reason", "engaged_by", "owner_may_release", "waited_ms", "engaged_ms"),
            *("orders_total", "orders_left", "orders_done_at"),
            *("positions_total", "positions_left", "positions_done_at"),
        ],
    )


def _record_latency(halt_ids: Sequence[UUID], began: float) -> None:
    Halt.objects.filter(id__in=halt_ids).update(engaged_ms=_since(began))


def _since(began: float) -> float:
    return round((time.monotonic() - began) * 1000, 3)


def _sees_everything(actor: Actor) -> bool:
    return actor.lineage[0] in actor.seats


def _tell(halts: Sequence[Halt], by: Actor, *, engaged: bool, reason: str = "") -> None:
    append_events(
        [
            NewEvent(
                KillSwitchChanged(
                    target_id=halt.target_id,
                    engaged=engaged,
                    level=HaltLevel(halt.level),
                    reason=reason or halt.reason,
                    by=by.id,
                ),
                audience=None if halt.target.kind == Actor.Kind.SYSTEM else halt.target.owner_id,
            )
            for halt in halts
        ]
    )
    record_audits([_entry(halt, by, engaged=engaged, reason=reason or halt.reason) for halt in halts])


def _entry(halt: Halt, by: Actor, *, engaged: bool, reason: str) -> AuditEntry:
    details = {"reason": reason, "level": halt.level}
    return AuditEntry(
        recorded_at=timezone.now(),
        actor_id=by.id,
        principal_id=by.id,
        interface="system",
        action="engage_halt" if engaged else "release_halt",
        outcome="SUCCEEDED",
        subject=f"actor:{halt.target_id}",
        correlation_id=current_correlation(),
        details=details | ({"trigger": halt.trigger, "measured": halt.measured} if halt.trigger else {}),
    )
