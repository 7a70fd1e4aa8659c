"""What is told of calls: audit entries for all, events for commands."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.mcp.abridging import abridge
from apps.mcp.events import ToolFailed, ToolRequested, ToolSucceeded
from apps.mcp.floods import Refusal, Told, audit_or_count
from apps.mcp.masking import masked
from apps.mcp.metrics import count_calls, count_refusal
from apps.mcp.models import ToolCall
from apps.mcp.registry import find_tool
from apps.mcp.storing import close_call, record_call
from apps.mcp.types import CallStatus
from apps.mcp.wakeups import wake
from apps.system.access.models import Actor
from apps.system.access.types import Caller
from apps.system.audit.models import AuditEntry
from apps.system.audit.services import audit_insertion, record_audits
from apps.system.errors import CivalError
from apps.system.events.catalogue import EventPayload
from apps.system.events.metrics import count_appended
from apps.system.events.services import (
    NewEvent,
    append_event,
    append_events,
    event_insertion,
)

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"))

LONGEST_RESULT = 16_384
"""Characters of JSON that an event carries at most."""


LONGEST_REASON = 1000
"""Characters of a gate's reason that the audit trail keeps."""


def announce_calls(calls: Sequence[ToolCall], actors: Iterable[Actor] = ()) -> None:
    """Audit finished calls and tell of those that were commands; `actors` are known already."""
    record_audits([_entry(call) for call in calls])
    count_calls(calls)
    commands = [call for call in calls if _is_command(call)]
    if not commands:
        return
    known = {actor.id: actor for actor in actors}
    if missing := {call.actor_id for call in commands} - known.keys():
        known |= Actor.objects.in_bulk(missing)
    append_events([_event(call, known[call.actor_id]) for call in commands])


def record_request(call: ToolCall, actor: Actor) -> bool:
    """Record a call that is to be run, and tell of it if it is a command; one statement. Answers whether it
    told: whoever has the call run wakes the sequencer with the same message."""
    news = [NewEvent(_accepted(call, actor), audience=actor.owner_id)] if _is_command(call) else []
    record_call(call, *map(event_insertion, news))
    count_appended([each.payload.type for each in news])
    return bool(news)


def record_finished(call: ToolCall) -> None:
    """Record a call of a read that has been run already, and audit it; one statement."""
    record_call(call, audit_insertion(_entry(call)))
    count_calls([call])


def finish_claimed(call: ToolCall) -> bool:
    """End a queued call that has succeeded, audit it and tell of it, in one statement; who waits for it wakes
    after the commit. False where it was queued no more."""
    news = [_event(call, call.actor)] if _is_command(call) else []
    if not close_call(call, audit_insertion(_entry(call)), *map(event_insertion, news)):
        return False
    count_calls([call])
    count_appended([each.payload.type for each in news])
    transaction.on_commit(partial(wake, [call.id], has_news=bool(news)), robust=True)
    return True


def announce_request(call: ToolCall, actor: Actor) -> None:
    """Tell that a command was accepted."""
    append_event(_accepted(call, actor), audience=actor.owner_id)


def announce_requests(calls: Sequence[ToolCall]) -> None:
    """Tell that many commands were accepted, each as part of its own story."""
    append_events(
        [
            NewEvent(
                _accepted(call, call.actor), audience=call.actor.owner_id, correlation_id=call.correlation_id
            )
            for call in calls
        ]
    )


def audit_refusal(
    caller: Caller, tool_name: str, refusal: CivalError, asked: Mapping[str, Any] | None = None
) -> None:
    """Audit a request that a gate stopped, and keep what was asked for. Floods of them are counted."""
    audit_refusals([(caller, tool_name, refusal, asked or {})])


def audit_refusals(refused: Sequence[tuple[Caller, str, CivalError, Mapping[str, Any]]]) -> None:
    """Audit requests that gates stopped, in as many statements for any number."""
    audit_or_count([_refusal(*each) for each in refused], now=timezone.now())
    for _, _, refusal, _ in refused:
        count_refusal(refusal.reason_code)


def _accepted(call: ToolCall, actor: Actor) -> ToolRequested:
    return ToolRequested(execution_id=call.id, tool=call.tool, actor_id=actor.id, agent_id=_agent_id(actor))


def _refusal(
    caller: Caller, tool_name: str, refusal: CivalError, asked: Mapping[str, Any]
) -> tuple[Refusal, Told]:
    """The refusal, and what is kept of it: parameters as they came, masked and cut short."""
    known = find_tool(tool_name)
    refused = Refusal(
        actor_id=caller.actor.id,
        principal_id=caller.principal.id,
        interface=caller.interface,
        tool=known.name if known else "unknown_tool",
        code=refusal.reason_code,
    )
    subject = "" if known else f"tool:{tool_name!a}"[:120]
    kept = abridge(asked, marked=known.secret_names if known else ())
    return refused, Told(subject, refusal.detail[:LONGEST_REASON], kept, digest(kept) if kept else "")


def digest(data: Any) -> str:
    """SHA-256 of JSON data in one canonical form."""
    return hashlib.sha256(_CANONICAL.encode(data).encode()).hexdigest()


def _entry(call: ToolCall) -> AuditEntry:
    details: dict[str, Any] = {"parameters_digest": digest(call.parameters)}
    if call.result is not None:
        details["result_digest"] = digest(call.result)
    if call.reason:
        details["reason"] = call.reason
    return AuditEntry(
        recorded_at=call.finished_at or timezone.now(),
        actor_id=call.actor_id,
        principal_id=call.principal_id,
        interface=call.interface,
        action=call.tool,
        outcome=call.status,
        code=call.code,
        call_id=call.id,
        correlation_id=call.correlation_id,
        details=details,
    )


def _event(call: ToolCall, actor: Actor) -> NewEvent:
    return NewEvent(_news(call, actor), audience=actor.owner_id, correlation_id=call.correlation_id)


def _news(call: ToolCall, actor: Actor) -> EventPayload:
    facts: Mapping[str, Any] = {
        "execution_id": call.id,
        "tool": call.tool,
        "actor_id": actor.id,
        "agent_id": _agent_id(actor),
    }
    if call.status == CallStatus.SUCCEEDED:
        fits = (call.result_size or 0) <= LONGEST_RESULT
        return ToolSucceeded(**facts, result=masked(call.result) if fits else None)
    return ToolFailed(**facts, status=call.status, code=call.code, reason=call.reason)


def _is_command(call: ToolCall) -> bool:
    tool = find_tool(call.tool)
    return tool is None or not tool.read_only


def _agent_id(actor: Actor) -> UUID | None:
    return actor.id if actor.kind == Actor.Kind.AGENT else None
