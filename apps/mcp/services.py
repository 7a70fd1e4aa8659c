"""Finishing calls, in the transaction of what finishes them; and granting tools."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from pydantic import BaseModel

from apps.mcp.cancelling import find_canceller, interrupt
from apps.mcp.closing import close_attachments
from apps.mcp.ended import EndedCall
from apps.mcp.finishing import Ending, check_results, close_calls, look_up
from apps.mcp.models import IdempotencyKey, RefusedRequest, ToolCall, ToolPermission
from apps.mcp.records import announce_ended
from apps.mcp.selectors import get_call
from apps.mcp.settings import CALLS_KEPT
from apps.mcp.types import OPEN, CallOutcome, CallStatus, Deferred
from apps.mcp.wakeups import wake
from apps.system.access.models import Actor
from apps.system.controls.reading import read_setting
from apps.system.errors import Conflict
from apps.system.ids import id_floor
from apps.system.partitions import list_partitions, months_before

SWEEP_BATCH = 500
SWEEP_AGAIN = timedelta(seconds=30)

_TAKE_WAITING = """
    UPDATE mcp_tool_call SET retry_at = %(again)s
    WHERE id IN (
        SELECT id FROM mcp_tool_call WHERE status = 'QUEUED' AND retry_at <= %(now)s
        ORDER BY retry_at LIMIT %(batch)s FOR UPDATE SKIP LOCKED
    )
    RETURNING id, tool
"""


def finish_call(call_id: UUID, result: Mapping[str, Any] | BaseModel) -> bool:
    """Finish a deferred call with its result. False where it was finished before."""
    return bool(finish_calls([CallOutcome(call_id, CallStatus.SUCCEEDED, result)]))


def refuse_call(call_id: UUID, code: str, reason: str, details: Mapping[str, Any] | None = None) -> bool:
    """Finish a deferred call as refused by the domain. False where it was finished before."""
    return bool(
        finish_calls([CallOutcome(call_id, CallStatus.REFUSED, None, code, reason, details or {}, 422)])
    )


def fail_call(call_id: UUID, code: str, reason: str) -> bool:
    """Finish a deferred call as broken. False where it was finished before."""
    return bool(finish_calls([CallOutcome(call_id, CallStatus.FAILED, None, code, reason, {}, 500)]))


@transaction.atomic
def finish_calls(outcomes: Sequence[CallOutcome]) -> list[EndedCall]:
    """Finish many deferred calls at once, to be called in the last transaction of what they deferred to.

    Their audit entries and events commit with it, and waiters wake after it. Calls that were finished before
    are left alone; answers those that were finished now. A result that does not fit the tool's output model
    is logged and ends its call as FAILED: it must not undo what happened.
    """
    return _settle(check_results(look_up(outcomes)), CallStatus.DEFERRED)


def settle_calls(outcomes: Sequence[CallOutcome], *, standing: CallStatus) -> list[EndedCall]:
    """Give calls that stand as expected their outcome, audit it, tell it; results have been checked.

    Within the transaction of what finishes them.
    """
    return _settle(look_up(outcomes), standing)


def _settle(endings: Sequence[Ending], standing: CallStatus) -> list[EndedCall]:
    finished = close_calls(endings, standing, timezone.now())
    if finished:
        announce_ended(finished)
        close_attachments(finished, standing=standing)
        transaction.on_commit(partial(wake, [call.id for call in finished]), robust=True)
    return finished


def defer_call(call_id: UUID, answer: Deferred) -> bool:
    """Leave a call open for what its tool started. False where it is no longer queued."""
    queued = ToolCall.objects.filter(id=call_id, status=CallStatus.QUEUED)
    return bool(
        queued.update(
            status=CallStatus.DEFERRED, deferred_kind=answer.kind, deferred_id=answer.id, retry_at=None
        )
    )


def take_waiting_calls(now: datetime) -> list[tuple[UUID, str]]:
    """A bounded batch of queued calls whose message was lost or whose worker died, each with its tool."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_WAITING, {"now": now, "again": now + SWEEP_AGAIN, "batch": SWEEP_BATCH})
        waiting: list[tuple[UUID, str]] = cursor.fetchall()
    return waiting


def forget_calls(now: datetime) -> list[str]:
    """Drop the months of calls, and of refused requests, that are kept no longer; answers the tables.

    None of those in which a call is open.
    """
    before = months_before(now, read_setting(CALLS_KEPT))
    old = [each for each in list_partitions(ToolCall._meta.db_table) if each.end <= before]
    is_open = ToolCall.objects.filter(status__in=OPEN)
    gone = [each.name for each in old if not is_open.filter(id__lt=id_floor(each.end)).exists()]
    gone += [each.name for each in list_partitions(RefusedRequest._meta.db_table) if each.end <= before]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '5s'")
        for name in gone:
            cursor.execute(f'DROP TABLE "{name}"')
    return gone


def forget_keys(now: datetime) -> int:
    """Drop idempotency keys past their day; answers how many."""
    return IdempotencyKey.objects.filter(expires_at__lte=now).delete()[0]


@transaction.atomic
def cancel_call(actor: Actor, call_id: UUID, now: datetime) -> ToolCall:
    """Call off a call that has not ended: at once where it is queued or runs, else through what it waits for.

    A worker that has it is stopped after the commit. What a deferred call waits for may take a while to end:
    the call is then answered as it stands. Raises NotFound, or Conflict when it is too late.
    """
    call = get_call(actor, call_id)
    outcome = CallOutcome(
        call.id, CallStatus.CANCELLED, None, "cancelled", f"Cancelled by {actor.name}.", {}, 409
    )
    # In the order in which a call goes on, so that one that does so meanwhile is met later.
    if settle_calls([outcome], standing=CallStatus.AWAITING_APPROVAL):
        return get_call(actor, call_id)
    if settle_calls([outcome], standing=CallStatus.QUEUED):
        transaction.on_commit(partial(interrupt, call.id), robust=True)
        return get_call(actor, call_id)
    call.refresh_from_db()
    call_off = find_canceller(call.deferred_kind) if call.status == CallStatus.DEFERRED else None
    if call_off is None:
        raise Conflict(f"The execution cannot be cancelled: it is {call.status}.", code="not_cancellable")
    call_off(call, actor, now)
    call.refresh_from_db()
    return call


def grant_tools(
    actor: Actor,
    *,
    categories: Iterable[str] = (),
    tools: Iterable[str] = (),
    effect: ToolPermission.Effect = ToolPermission.Effect.ALLOW,
) -> None:
    """Say what an actor, and all below it, may do with categories or single tools; the last word counts."""
    rows = [
        *(ToolPermission(actor=actor, category=each, effect=effect) for each in categories),
        *(ToolPermission(actor=actor, tool=each, effect=effect) for each in tools),
    ]
    ToolPermission.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["actor", "category", "tool"], update_fields=["effect"]
    )


def revoke_tools(actor: Actor) -> None:
    """Take back everything that was said about an actor itself; what is said above it still binds."""
    ToolPermission.objects.filter(actor=actor).delete()
