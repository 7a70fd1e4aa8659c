"""Recording the calls of a batch, and running those that can run together, in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from psycopg.types.json import Jsonb

from apps.mcp.closing import close_attachments
from apps.mcp.finishing import outcome_of
from apps.mcp.models import ToolCall
from apps.mcp.records import announce_calls
from apps.mcp.request import Request
from apps.mcp.tool import Tool
from apps.mcp.types import Asked, CallStatus, Deferred
from apps.system.bulk import Row, copy_rows
from apps.system.errors import CivalError

_CALL = """
    id uuid, actor_id uuid, principal_id uuid, scopes varchar, interface varchar, tool varchar,
    parameters jsonb, sealed text, cost int4, status varchar, code varchar, reason text, details jsonb,
    error_status int2, attempts int2, tries jsonb, retry_at timestamptz, correlation_id uuid,
    recorded_at timestamptz, started_at timestamptz, finished_at timestamptz, deferred_kind varchar,
    deferred_id uuid
"""


def run_together(requests: Mapping[int, Request], calls: Mapping[int, ToolCall]) -> None:
    """Run those calls whose tool can run many at once, and note on each what it came to.

    What a tool refuses is audited and told here; what it leaves to a worker stays queued.
    """
    by_tool: dict[Tool, list[int]] = {}
    for place, request in requests.items():
        if request.tool.together is not None:
            by_tool.setdefault(request.tool, []).append(place)
    now, refused = timezone.now(), []
    for tool, places in by_tool.items():
        asked = [_asked(requests[place], calls[place]) for place in places]
        assert tool.together is not None
        for place, answer in zip(places, tool.together(asked), strict=True):
            if answer is not None:
                _note(calls[place], answer, now)
            if isinstance(answer, CivalError):
                refused.append(calls[place])
    if refused:
        announce_calls(refused, [call.actor for call in refused])
        close_attachments(refused, standing=CallStatus.QUEUED)


def insert_calls(calls: Sequence[ToolCall]) -> None:
    """Write new calls in one statement."""
    copy_rows("mcp_tool_call", _CALL, (_row(call) for call in calls))


def _asked(request: Request, call: ToolCall) -> Asked:
    return Asked(request.context, request.parameters, call.correlation_id)


def _note(call: ToolCall, answer: Deferred | CivalError, now: datetime) -> None:
    call.started_at, call.attempts, call.retry_at = now, 1, None
    if isinstance(answer, Deferred):
        call.status, call.deferred_kind, call.deferred_id = CallStatus.DEFERRED, answer.kind, answer.id
        return
    outcome = outcome_of(answer, call.id, call.tool)
    call.status, call.code, call.reason = outcome.status, outcome.code[:64], outcome.reason
    call.details, call.error_status = dict(outcome.details), outcome.error_status
    call.finished_at, call.sealed = now, ""


def _row(call: ToolCall) -> Row:
    whose = (call.id, call.actor_id, call.principal_id, call.scopes, str(call.interface), call.tool)
    what: tuple[Any, ...] = (Jsonb(call.parameters), call.sealed, call.cost, str(call.status), call.code)
    came = (call.reason, Jsonb(call.details), call.error_status, call.attempts, Jsonb(call.tries))
    when = (call.retry_at, call.correlation_id, call.recorded_at, call.started_at, call.finished_at)
    return (*whose, *what, *came, *when, call.deferred_kind, call.deferred_id)
