"""Calling off what runs: how the cancellation of a call reaches the worker, or what the call waits for.

A queued call that a worker has is stopped at its next statement, or where its tool asks
`context.is_cancelled()`; whatever it did is undone, for its outcome no longer counts. A deferred call is
called off by the one who keeps what it waits for: apps declare that in `apps/<app>/cancelling.py`.

    @canceller("backtest")
    def call_off_backtest(call: ToolCall, actor: Actor, now: datetime) -> None: ...
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import connection
from psycopg.errors import QueryCanceled

from apps.mcp.models import ToolCall
from apps.system.access.models import Actor
from apps.system.sagas.services import cancel_saga

CallOff = Callable[[ToolCall, Actor, datetime], None]
C = TypeVar("C", bound=CallOff)

_INTERRUPT = """
    SELECT count(pg_cancel_backend(pid)) FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 1 AND granted AND mode = 'ExclusiveLock'
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND (classid::bigint << 32) | objid::bigint = %s AND pid <> pg_backend_pid()
"""
_cancellers: dict[str, CallOff] = {}


def canceller(kind: str) -> Callable[[C], C]:
    """Declare who calls off what calls defer to (the `kind` of their `Deferred`).

    In the caller's transaction it ends the thing, or asks for its end; the thing's own last transaction ends
    the call. Raises CivalError where it is too late.
    """

    def register(call_off: C) -> C:
        if kind in _cancellers:
            raise ValueError(f"Two cancel what is deferred to {kind}.")
        _cancellers[kind] = call_off
        return call_off

    return register


@canceller("saga")
def call_off_saga(call: ToolCall, actor: Actor, now: datetime) -> None:
    """Have the saga turn back; the call ends once what was done is taken back."""
    if call.deferred_id is not None:
        cancel_saga(
            actor, call.deferred_id, reason=f"The execution that began it was cancelled by {actor.name}."
        )


def find_canceller(kind: str) -> CallOff | None:
    """Who calls off this kind, or None where nobody can."""
    return _cancellers.get(kind)


def interrupt(call_id: UUID) -> bool:
    """Stop the statement that a worker is in for a call; whether there was one. After the commit only."""
    with connection.cursor() as cursor:
        cursor.execute(_INTERRUPT, [lock_of(call_id)])
        return bool(cursor.fetchone()[0])


def was_interrupted(error: BaseException) -> bool:
    """Whether a statement was stopped by hand, and not by its time limit."""
    cause = error.__cause__
    return isinstance(cause, QueryCanceled) and "user request" in str(cause)


def lock_of(call_id: UUID) -> int:
    """The advisory lock of a call, held by the worker's transaction: the random half of its id."""
    return int.from_bytes(call_id.bytes[8:], signed=True)
