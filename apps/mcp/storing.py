"""What happens with every call, each in one statement: it is recorded, claimed by a worker, finished.

What belongs to it, such as its audit entry, goes with it in the same statement: that is all or nothing, and
takes no transaction around it.
"""

from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.db import connection
from django.db.models.fields.json import JSONField
from psycopg.types.json import Jsonb

from apps.mcp.cancelling import lock_of
from apps.mcp.digests import canonical
from apps.mcp.models import ToolCall
from apps.mcp.types import CallStatus
from apps.system.access.models import Actor
from apps.system.prepared import (
    Compiled,
    Given,
    Insertion,
    as_model,
    columns_of,
    execute_prepared,
    insert_together,
    inserting,
)

_CALL = """
    id uuid, actor_id uuid, principal_id uuid, scopes varchar, interface varchar, tool varchar,
    parameters jsonb, sealed text, cost int4, status varchar, result jsonb, result_size int4, code varchar,
    reason text, details jsonb, error_status int2, attempts int2, tries jsonb, retry_at timestamptz,
    correlation_id uuid, recorded_at timestamptz, started_at timestamptz, finished_at timestamptz,
    deferred_kind varchar, deferred_id uuid
"""
_NAMES = [column.split()[0] for column in _CALL.split(",")]
_JSON = {each.attname for each in ToolCall._meta.concrete_fields if isinstance(each, JSONField)}

_CLAIM = f"""
    UPDATE mcp_tool_call AS call
    SET attempts = call.attempts + 1, started_at = %(now)s, retry_at = %(lease)s
    FROM system_actor AS actor
    WHERE call.id = %(id)s AND call.status = 'QUEUED' AND actor.id = call.actor_id
        AND (call.started_at IS NULL OR call.started_at <= %(pause)s)
        AND pg_try_advisory_xact_lock(%(lock)s)
    RETURNING {columns_of(ToolCall, "call")}, {columns_of(Actor, "actor")},
        CASE WHEN %(alone)s THEN set_config('synchronous_commit', 'off', true) END
"""
"""Committed without waiting for the disk, where it is a transaction by itself. The end of the call, which
does wait, puts everything on the disk that was committed before it. What a crash of PostgreSQL takes of a
claim is the count of an attempt whose worker lost its transaction in the same crash: the call runs again.
"""
_CLOSE = """
    WITH closed AS (
        UPDATE mcp_tool_call
        SET status = %s, result = %s, result_size = %s, finished_at = %s, retry_at = NULL, sealed = '',
            code = '', reason = '', details = '{}', error_status = NULL
        WHERE id = %s AND status = 'QUEUED' RETURNING id
    ), spent AS (
        DELETE FROM mcp_budget_hold USING closed WHERE reservation_id = closed.id
    )
"""
_CALL_OF = Compiled(lambda: ToolCall.objects.select_related("actor").filter(id=Given("id")))


def record_call(call: ToolCall, *others: Insertion) -> None:
    """Insert a new call, and what belongs to it."""
    insert_together(call_insertion(call), *others)


def call_insertion(call: ToolCall) -> Insertion:
    """A new call, to be inserted with what belongs to it."""
    return Insertion("mcp_tool_call", _CALL, tuple(_value(call, name) for name in _NAMES))


def claim_call(call_id: UUID, *, now: datetime, lease: timedelta, pause: timedelta) -> ToolCall | None:
    """Count an attempt at a queued call and answer it, with its actor; None where somebody else has it."""
    times = {"now": now, "lease": now + lease, "pause": now - pause}
    whose = {"id": call_id, "lock": lock_of(call_id), "alone": not connection.in_atomic_block}
    rows = execute_prepared(_CLAIM, times | whose)
    if not rows:
        return None
    width = len(ToolCall._meta.concrete_fields)
    call = as_model(ToolCall, rows[0][:width])
    call.actor = as_model(Actor, rows[0][width:-1])
    return call


def close_call(call: ToolCall, *others: Insertion) -> bool:
    """Write that a queued call has succeeded, and insert what belongs to it; not if it is queued no more."""
    own = (
        CallStatus.SUCCEEDED.value,
        Jsonb(call.result, canonical),
        call.result_size,
        call.finished_at,
        call.id,
    )
    rows = [value for each in others for value in each.row]
    sql = _closing(tuple((each.table, each.columns) for each in others))
    return bool(execute_prepared(sql, [*own, *rows]))


def get_call_again(call_id: UUID) -> ToolCall:
    """A call as it now stands, with its actor. Raises ToolCall.DoesNotExist."""
    found = _CALL_OF.first(id=call_id)
    if found is None:
        raise ToolCall.DoesNotExist(f"There is no call {call_id}.")
    return found


@lru_cache
def _closing(tables: tuple[tuple[str, str], ...]) -> str:
    told = "".join(f", row_{place} AS ({inserting(*each, 'closed')})" for place, each in enumerate(tables))
    return f"{_CLOSE}{told} SELECT id FROM closed"


def _value(call: ToolCall, name: str) -> object:
    value = getattr(call, name)
    if name in _JSON and value is not None:
        return Jsonb(value, canonical)
    return str(value) if isinstance(value, str) else value
