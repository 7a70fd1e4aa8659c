"""The kill switch: once engaging returns, nothing that it binds commits any more.

Every transaction that accepts, matches or sends an order holds a shared advisory lock until it ends; engaging
takes the lock exclusively, so it waits for those under way and those after it see the halt.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from apps.system.access.models import Actor
from apps.system.audit.services import record_audit
from apps.system.controls.events import KillSwitchChanged
from apps.system.controls.models import Halt
from apps.system.controls.selectors import find_halt
from apps.system.errors import CivalError, Forbidden, NotFound
from apps.system.events.services import append_event

_LOCK = 0x6B696C6C  # "kill"


class Halted(CivalError):
    """The kill switch stands in the way."""

    code, status, title = "kill_switch", 403, "Kill switch engaged"


def hold_switch() -> None:
    """Keep the kill switch from being engaged until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_LOCK])


def guard_new_risk(lineage: Iterable[UUID]) -> None:
    """Hold the switch and raise Halted if it is engaged for anyone in the lineage."""
    hold_switch()
    if halt := find_halt(lineage):
        raise Halted(
            f"Trading is halted for {halt.target.name}: {halt.reason}",
            details={"target_id": str(halt.target_id), "since": halt.engaged_at.isoformat()},
        )


@transaction.atomic
def engage_halt(*, by: Actor, target: Actor, reason: str, now: datetime) -> Halt:
    """Halt an actor and all below it. Already halted: the halt that stands is answered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    standing = Halt.objects.filter(target=target, released_at=None).first()
    if standing is not None:
        return standing
    halt = Halt.objects.create(target=target, reason=reason, engaged_by=by, engaged_at=now)
    _tell(by, target, reason, engaged=True)
    return halt


@transaction.atomic
def release_halt(*, by: Actor, target: Actor, reason: str, now: datetime) -> Halt:
    """Let an actor act again. Raises NotFound where no halt stands on the actor itself.

    What an admin has halted only an admin releases (Forbidden, `halted_by_admin`).
    """
    halt = Halt.objects.select_for_update().filter(target=target, released_at=None).first()
    if halt is None:
        raise NotFound(f"The kill switch is not engaged for {target.name}.")
    if _sees_everything(halt.engaged_by) and not _sees_everything(by):
        raise Forbidden("An admin has engaged it; ask an admin to release it.", code="halted_by_admin")
    halt.released_at, halt.released_by = now, by
    halt.save(update_fields=["released_at", "released_by"])
    _tell(by, target, reason, engaged=False)
    return halt


def _sees_everything(actor: Actor) -> bool:
    return actor.lineage[0] in actor.seats


def _tell(by: Actor, target: Actor, reason: str, *, engaged: bool) -> None:
    audience = None if target.kind == Actor.Kind.SYSTEM else target.owner_id
    append_event(
        KillSwitchChanged(target_id=target.id, engaged=engaged, reason=reason, by=by.id), audience=audience
    )
    record_audit(
        actor_id=by.id,
        principal_id=by.id,
        interface="system",
        action="engage_halt" if engaged else "release_halt",
        outcome="SUCCEEDED",
        subject=f"actor:{target.id}",
        details={"reason": reason},
    )
