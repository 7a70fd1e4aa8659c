"""What becomes of exports: asked for, claimed by a worker, written piece by piece, ended once, forgotten."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.dispatch import Signal

from apps.mcp.cancelling import canceller
from apps.mcp.exports.answers import AuditExportAnswer
from apps.mcp.exports.selectors import get_export
from apps.mcp.models import AuditExport, AuditExportPiece, ToolCall
from apps.mcp.services import finish_calls
from apps.mcp.settings import AUDIT_EXPORTS_KEPT
from apps.mcp.types import CallOutcome, CallStatus
from apps.mcp.writing import FileType
from apps.system.access.models import Actor
from apps.system.controls.reading import read_setting
from apps.system.errors import Conflict, RateLimited
from apps.system.ids import new_id

DEFERRED_KIND = "audit_export"
MAX_OPEN = 3
"""Exports of one actor that wait or are being written."""

MOST_KEPT = 20
"""Of one actor's, the newest."""

MAX_ATTEMPTS = 3
BATCH = 100
LEASE = timedelta(seconds=60)
"""How long a worker may be silent: longer than it takes to read and write one batch of entries."""

QUEUE_LEASE = timedelta(seconds=60)
"""After how long a message that brought no worker is sent again."""

_Status = AuditExport.Status
OPEN = (_Status.QUEUED, _Status.RUNNING)

export_due = Signal()
"""Sent with `export_id` once one was asked for and that has committed; whoever runs tasks listens."""


class Superseded(Exception):
    """It was called off, or another worker has it."""


@transaction.atomic
def request_export(
    *,
    actor: Actor,
    call_id: UUID,
    filters: Mapping[str, Any],
    until: datetime,
    file_type: FileType,
    now: datetime,
) -> AuditExport:
    """Record an export for a worker. Raises RateLimited (`too_many_exports`) while too many are open."""
    Actor.objects.select_for_update(no_key=True).get(
        id=actor.id
    )  # two at once must not both be the last one allowed
    if AuditExport.objects.filter(actor=actor, status__in=OPEN).count() >= MAX_OPEN:
        raise RateLimited(
            f"{MAX_OPEN} exports of yours are open: wait for one to end.",
            code="too_many_exports",
            retry_after=10.0,
        )
    row = AuditExport.objects.create(
        actor=actor,
        call_id=call_id,
        file_type=file_type.value,
        filters=dict(filters),
        until=min(until, now),
        requested_at=now,
        lease_until=now + QUEUE_LEASE,
    )
    _forget_more_than_are_kept(actor)
    transaction.on_commit(partial(export_due.send, AuditExport, export_id=row.id), robust=True)
    return row


def claim(export_id: UUID, now: datetime) -> AuditExport | None:
    """Take a queued export; None where another has it or it has ended. The fourth attempt fails it."""
    queued = AuditExport.objects.filter(id=export_id, status=_Status.QUEUED)
    taken = queued.update(
        status=_Status.RUNNING,
        claim=new_id(),
        attempts=F("attempts") + 1,
        lease_until=now + LEASE,
        started_at=Coalesce("started_at", now),
    )
    if not taken:
        return None
    row = AuditExport.objects.select_related("actor").get(id=export_id)
    if row.attempts > MAX_ATTEMPTS:
        end_badly(row, "crashed", f"Its worker died {MAX_ATTEMPTS} times; it is not tried again.", now)
        return None
    return row


def set_total(row: AuditExport, total: int, now: datetime) -> None:
    """Say how many entries there are to be written. Raises Superseded."""
    _change(row, total=total, lease_until=now + LEASE)


@transaction.atomic
def append(row: AuditExport, texts: Sequence[str], *, rows: int, after: UUID | None, now: datetime) -> None:
    """Put pieces behind what is written, with how far that has come. Raises Superseded."""
    first, size = row.pieces, sum(len(each.encode()) for each in texts)
    _change(
        row,
        rows=row.rows + rows,
        size=row.size + size,
        pieces=first + len(texts),
        after=after,
        lease_until=now + LEASE,
    )
    AuditExportPiece.objects.bulk_create(
        AuditExportPiece(export=row, number=first + place, text=text) for place, text in enumerate(texts)
    )


@transaction.atomic
def end_well(row: AuditExport, now: datetime) -> None:
    """Let the file be fetched, and answer the call that waits. Raises Superseded."""
    kept = timedelta(hours=read_setting(AUDIT_EXPORTS_KEPT))
    _change(row, status=_Status.SUCCEEDED, finished_at=now, lease_until=None, expires_at=now + kept)
    finish_calls([CallOutcome(row.call_id, CallStatus.SUCCEEDED, AuditExportAnswer.of(row))])


@transaction.atomic
def end_badly(
    row: AuditExport, code: str, reason: str, now: datetime, *, status: CallStatus = CallStatus.FAILED
) -> None:
    """Say why there is no file (REFUSED: the request; FAILED: us). Raises Superseded."""
    _change(row, **_ended(_Status.FAILED, code, reason, now))
    _drop(row, status, 422 if status == CallStatus.REFUSED else 500)


@transaction.atomic
def cancel_export(actor: Actor, export_id: UUID, now: datetime) -> AuditExport:
    """Call off an export that waits or is being written: its worker stops at the next batch.

    Raises NotFound, and Conflict (`export_ended`) where it has ended.
    """
    row = get_export(actor, export_id, now)
    held = AuditExport.objects.filter(id=row.id, status__in=OPEN)
    is_ours = held.update(**_ended(_Status.CANCELLED, "cancelled", f"Cancelled by {actor.name}.", now))
    row.refresh_from_db()
    if not is_ours:
        raise Conflict(f"The export has ended: it is {row.status}.", code="export_ended")
    _drop(row, CallStatus.CANCELLED, 409)
    return row


@canceller(DEFERRED_KIND)
def call_off_export(call: ToolCall, actor: Actor, now: datetime) -> None:
    """Cancel the export that a call waits for. Raises Conflict once it ended."""
    if call.deferred_id is not None:
        cancel_export(actor, call.deferred_id, now)


@transaction.atomic
def take_left_exports(now: datetime) -> list[UUID]:
    """Exports whose worker is gone or whose message was lost, queued again; each is to be published."""
    left = AuditExport.objects.select_for_update(skip_locked=True).filter(
        status__in=OPEN, lease_until__lte=now
    )
    found = list(left.order_by("lease_until").values_list("id", flat=True)[:BATCH])
    AuditExport.objects.filter(id__in=found).update(
        status=_Status.QUEUED, claim=None, lease_until=now + QUEUE_LEASE
    )
    return found


def forget_exports(now: datetime) -> int:
    """Remove the files whose time is over, a bounded number; answers how many."""
    over = AuditExport.objects.filter(expires_at__lte=now).values_list("id", flat=True)[:BATCH]
    gone = list(over)
    AuditExport.objects.filter(id__in=gone).delete()
    return len(gone)


@transaction.atomic
def withdraw_exports(about: Actor, now: datetime) -> None:
    """Remove every file that may tell of an actor's calls, because that was erased; one that is being written
    begins anew."""
    telling = AuditExport.objects.filter(
        Q(filters__agent_id__isnull=True) | Q(filters__agent_id=str(about.id))
    )
    telling.exclude(status__in=OPEN).delete()
    begun = telling.filter(status__in=OPEN)
    begun.update(
        status=_Status.QUEUED, claim=None, after=None, rows=0, size=0, pieces=0, total=None, lease_until=now
    )
    AuditExportPiece.objects.filter(export__in=begun).delete()


def _forget_more_than_are_kept(actor: Actor) -> None:
    kept = AuditExport.objects.filter(actor=actor).order_by("-id").values_list("id", flat=True)[:MOST_KEPT]
    AuditExport.objects.filter(actor=actor).exclude(id__in=list(kept)).exclude(status__in=OPEN).delete()


def _change(row: AuditExport, **changes: object) -> None:
    """Change an export that is still this worker's."""
    held = AuditExport.objects.filter(id=row.id, claim=row.claim, status=_Status.RUNNING)
    if not held.update(**changes):
        raise Superseded
    row.refresh_from_db()


def _ended(status: AuditExport.Status, code: str, reason: str, now: datetime) -> dict[str, object]:
    """How an export stands that has ended without a file; the record of it stays as long as a file would."""
    kept = timedelta(hours=read_setting(AUDIT_EXPORTS_KEPT))
    return {
        "status": status,
        "code": code,
        "reason": reason,
        "finished_at": now,
        "lease_until": None,
        "expires_at": now + kept,
    }


def _drop(row: AuditExport, status: CallStatus, http: int) -> None:
    """Remove what was written so far, and tell the call that waits."""
    AuditExportPiece.objects.filter(export=row).delete()
    details = {"export_id": str(row.id)}
    finish_calls([CallOutcome(row.call_id, status, None, row.code, row.reason, details, http)])
