"""Running calls. What a tool changes, its events, its audit entry and its result commit together, once."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from pydantic import BaseModel

from apps.mcp.cancelling import lock_of, was_interrupted
from apps.mcp.circuits import count_failure
from apps.mcp.finishing import fitting, outcome_of
from apps.mcp.jsonable import jsonable
from apps.mcp.models import ToolCall
from apps.mcp.progress import Reporter
from apps.mcp.records import finish_claimed
from apps.mcp.registry import find_tool, get_tool
from apps.mcp.retrying import delay_after, is_transient
from apps.mcp.selectors import is_called_off
from apps.mcp.services import defer_call, settle_calls
from apps.mcp.storing import claim_call
from apps.mcp.tool import Tool, arguments_of
from apps.mcp.types import CallOutcome, CallStatus, Deferred, ToolContext
from apps.system.access.models import Actor
from apps.system.access.types import Caller, Interface
from apps.system.controls.selectors import halts_among
from apps.system.controls.services import HOLDING, refuse_halted
from apps.system.correlation import correlate
from apps.system.errors import Conflict
from apps.system.prepared import ask_each
from apps.system.statements import Statement

MAX_ATTEMPTS = 3
LEASE = timedelta(seconds=15)
"""How long a worker is left alone with a call: 10 s for `prepare`, 5 s for the transaction."""

PAUSE = timedelta(seconds=1)
"""Between two attempts: a message that came twice must not count as two; later, the lock sees to it."""

_PUT_OFF = """
    UPDATE mcp_tool_call SET tries = tries || %s::jsonb, retry_at = %s WHERE id = %s AND status = 'QUEUED'
"""
_HOLD = """
    SELECT pg_try_advisory_xact_lock(%s), set_config('statement_timeout', %s, true),
        set_config('lock_timeout', %s, true)
"""
_HOLD_WITH_SWITCH = f"{_HOLD}, {HOLDING}"


class Superseded(Exception):
    """Somebody else has the call, or has finished it: what was done here is undone."""


def run_call(call_id: UUID) -> timedelta | None:
    """Run a queued call once. Another worker's, a finished or a cancelled one is left alone.

    A worker that dies leaves nothing but the counted attempt, and the call runs again; the third death
    fails it. Answers after how long it is to be run again, where what its tool needs did not answer.
    """
    call = claim_call(call_id, now=timezone.now(), lease=LEASE, pause=PAUSE)
    if call is None:
        return None
    with correlate(call.correlation_id):
        if call.attempts - len(call.tries) <= MAX_ATTEMPTS:
            return _attempt(call)
        reason = f"Its worker died {MAX_ATTEMPTS} times; it is not tried again."
        _settle(CallOutcome(call.id, CallStatus.FAILED, None, "crashed", reason, {}, 500), call.tool)
        return None


def _attempt(call: ToolCall) -> timedelta | None:
    try:
        _run(call, get_tool(call.tool))
    except Superseded:
        return None
    except Exception as error:
        if was_interrupted(error) and is_called_off(call.id):
            return None
        tool = find_tool(call.tool)
        if tool is not None and len(call.tries) < tool.retries and is_transient(error):
            return _put_off(call, error)
        _settle(outcome_of(error, call.id, call.tool), call.tool)
    return None


def _run(call: ToolCall, tool: Tool) -> None:
    parameters, context = tool.parse(call.exact_parameters), _context(call)
    if tool.prepare is not None:
        context = replace(context, prepared=tool.prepare(context, **arguments_of(parameters)))
    _apply(call, tool, context, parameters)


def _put_off(call: ToolCall, error: Exception) -> timedelta | None:
    """Record a try that failed, and when the next one is due; the sweeper knows of it, too."""
    failed, delay = outcome_of(error, call.id, call.tool), delay_after(len(call.tries) + 1, error)
    due = timezone.now() + delay
    attempt = {
        "started_at": call.started_at,
        "code": failed.code,
        "reason": failed.reason,
        "retry_at": due,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PUT_OFF, [json.dumps([jsonable(attempt)]), due, call.id])
        return delay if cursor.rowcount else None


@transaction.atomic
def _apply(call: ToolCall, tool: Tool, context: ToolContext, parameters: BaseModel) -> None:
    may_add_risk = not (tool.read_only or tool.reduces_risk)
    is_halted = _hold(call, tool.timeout, with_switch=may_add_risk)
    if may_add_risk and not tool.is_reducing(context, parameters):
        _refuse_archived(call.actor)
        if is_halted:
            refuse_halted(call.actor.lineage)
    answer = tool.call(context, parameters)
    if isinstance(answer, Deferred):
        is_ours = defer_call(call.id, answer)
    else:
        is_ours = _succeed(call, CallOutcome(call.id, CallStatus.SUCCEEDED, tool.dump(answer)))
    if not is_ours:
        raise Superseded


def _succeed(call: ToolCall, outcome: CallOutcome) -> bool:
    if fitting(outcome) is not outcome:
        return bool(settle_calls([outcome], standing=CallStatus.QUEUED))
    call.status, call.finished_at = outcome.status, timezone.now()
    call.result, call.result_size = outcome.result, outcome.size
    return finish_claimed(call)


def _refuse_archived(actor: Actor) -> None:
    """What an actor asked for before it was archived must not outlive it."""
    if actor.archived_at is not None:
        raise Conflict(f"{actor.name} is archived.", code="agent_archived")


@transaction.atomic
def _settle(outcome: CallOutcome, tool_name: str) -> None:
    """Record how a call ended whose effects were rolled back."""
    if settle_calls([outcome], standing=CallStatus.QUEUED) and outcome.status == CallStatus.FAILED:
        count_failure(tool_name, timezone.now())


def _context(call: ToolCall) -> ToolContext:
    is_own = call.principal_id == call.actor_id
    principal = call.actor if is_own else Actor.objects.get(id=call.principal_id)
    scopes = frozenset(call.scopes.split(","))
    caller = Caller(call.actor, principal, scopes, Interface(call.interface))
    return ToolContext(caller, call.id, timezone.now(), reporter=Reporter(call.id, call.actor))


def _hold(call: ToolCall, seconds: float, *, with_switch: bool) -> bool:
    """Begin: have the call to oneself, and bound what its tool does, until the transaction ends.

    The kill switch, too, is held for whatever may add risk, and waited for no longer than the bounds allow;
    answers whether it is engaged for the actor or anyone above.
    """
    bound = str(round(seconds * 1000))
    hold = Statement(_HOLD_WITH_SWITCH if with_switch else _HOLD, (lock_of(call.id), bound, bound))
    ((is_ours, *_),), *halts = ask_each(hold, *[halts_among(call.actor.lineage)] * with_switch)
    if not is_ours:
        raise Superseded
    return any(halts)
