"""Recording the calls of a batch, and running those that can run together, in one transaction."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.utils import timezone
from psycopg.types.json import Jsonb

from apps.mcp.closing import close_attachments
from apps.mcp.drafts import NewCall
from apps.mcp.ended import ended_draft
from apps.mcp.finishing import checked, fitting, outcome_of
from apps.mcp.records import announce_ended
from apps.mcp.request import Request
from apps.mcp.tool import Tool
from apps.mcp.types import Asked, CallOutcome, CallStatus, Deferred
from apps.system.errors import CivalError
from apps.system.packing import NULL, Cells, Stencil, copy_packed, id_cell, json_cell, text_cell

_CALL = """
    id uuid, actor_id uuid, principal_id uuid, correlation_id uuid, parameters jsonb, sealed text,
    reason text, details jsonb, deferred_id uuid, result jsonb, result_size int4,
    scopes varchar, interface varchar, tool varchar, cost int4,
    status varchar, code varchar, error_status int2, attempts int2, tries jsonb, retry_at timestamptz,
    recorded_at timestamptz, started_at timestamptz, finished_at timestamptz, deferred_kind varchar
"""
_SHARED = (
    *("scopes", "interface", "tool", "cost", "status", "code", "error_status", "attempts", "retry_at"),
    *("recorded_at", "started_at", "finished_at", "deferred_kind"),
)
"""What most calls of a batch have in common."""

_shared = attrgetter(*_SHARED)
_NO_DETAILS = json_cell(b"{}")
_NO_TEXT = text_cell("")
_NO_RESULT = (NULL, NULL)


def run_together(requests: Mapping[int, Request], calls: Mapping[int, NewCall]) -> None:
    """Run those calls whose tool can run many at once, and note on each what it came to.

    What has ended is audited and told here; what a tool leaves to a worker stays queued.
    """
    by_tool: dict[Tool, list[int]] = {}
    for place, request in requests.items():
        if request.tool.together is not None:
            by_tool.setdefault(request.tool, []).append(place)
    now, ended = timezone.now(), []
    for tool, places in by_tool.items():
        asked = [_asked(requests[place], calls[place]) for place in places]
        assert tool.together is not None
        for place, answer in zip(places, tool.together(asked), strict=True):
            if answer is not None:
                _note(calls[place], answer, now)
                if calls[place].is_finished:
                    ended.append(ended_draft(calls[place]))
    if ended:
        announce_ended(ended)
        close_attachments(ended, standing=CallStatus.QUEUED)


def insert_calls(calls: Iterable[NewCall]) -> None:
    """Write new calls in one statement."""
    copy_packed("mcp_tool_call", _CALL, _rows(calls))


def _asked(request: Request, call: NewCall) -> Asked:
    return Asked(request.context, request.parameters, call.correlation_id)


def _note(call: NewCall, answer: Deferred | CivalError, now: datetime) -> None:
    call.started_at, call.attempts, call.retry_at = now, 1, None
    if isinstance(answer, CivalError):
        _end(call, outcome_of(answer, call.id, call.tool), now)
        return
    call.status, call.deferred_kind, call.deferred_id = CallStatus.DEFERRED, answer.kind, answer.id
    if answer.outcome is not None:
        _end(call, fitting(checked(answer.outcome, call.tool)), now)


def _end(call: NewCall, outcome: CallOutcome, now: datetime) -> None:
    call.status, call.code, call.reason = outcome.status, outcome.code[:64], outcome.reason
    call.details, call.error_status = dict(outcome.details), outcome.error_status
    call.came_to, call.finished_at, call.sealed = outcome.text, now, ""


def _rows(calls: Iterable[NewCall]) -> Iterator[bytes]:
    """The calls as rows; those that have come equally far are made with one stencil."""
    stencils: dict[tuple[Any, ...], Stencil] = {}
    sizes = Cells("int4")
    for call in calls:
        shared = _shared(call)
        if (stencil := stencils.get(shared)) is None:
            same = dict(zip(_SHARED, shared, strict=True))
            stencil = stencils[shared] = Stencil(_CALL, {**same, "tries": Jsonb([])})
        yield stencil.row(
            id_cell(call.id),
            id_cell(call.actor.id),
            id_cell(call.principal_id),
            id_cell(call.correlation_id),
            json_cell(call.text.encode()),
            text_cell(call.sealed) if call.sealed else _NO_TEXT,
            text_cell(call.reason) if call.reason else _NO_TEXT,
            json_cell(json.dumps(call.details).encode()) if call.details else _NO_DETAILS,
            id_cell(call.deferred_id),
            *((json_cell(call.came_to.encode()), sizes[len(call.came_to)]) if call.came_to else _NO_RESULT),
        )
