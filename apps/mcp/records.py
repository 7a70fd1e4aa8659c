"""What is told of calls: audit entries for all, events for commands."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction
from django.utils import timezone

from apps.mcp.abridging import abridge
from apps.mcp.digests import digest, read
from apps.mcp.drafts import NewCall
from apps.mcp.ended import EndedCall, ended_call
from apps.mcp.events import ToolFailed, ToolRequested, ToolSucceeded
from apps.mcp.floods import Refusal, Told, audit_or_count
from apps.mcp.masking import masked
from apps.mcp.metrics import count_calls, count_ended, count_refusal
from apps.mcp.models import ToolCall
from apps.mcp.registry import find_tool
from apps.mcp.storing import call_insertion, close_call, record_call
from apps.mcp.types import CallStatus
from apps.mcp.wakeups import wake
from apps.system.access.models import Actor
from apps.system.access.types import Caller
from apps.system.audit.actions import Action
from apps.system.audit.services import action_insertion, record_actions
from apps.system.errors import CivalError
from apps.system.events.batches import MOST_SINGLY, News, tell_many
from apps.system.events.metrics import count_appended
from apps.system.events.services import (
    NewEvent,
    append_event,
    event_insertion,
)
from apps.system.events.spelling import modelled
from apps.system.prepared import end_and_insert

LONGEST_RESULT = 16_384
"""Characters of JSON that an event carries at most."""


LONGEST_REASON = 1000
"""Characters of a gate's reason that the audit trail keeps."""


def announce_ended(calls: Sequence[EndedCall]) -> None:
    """Audit calls that have ended, count them, and tell of those that were commands."""
    record_actions([_action(call) for call in calls])
    count_calls(calls)
    commands = {name for name in {call.tool for call in calls} if _is_command(name)}
    told = [call for call in calls if call.tool in commands]
    succeeded = [call for call in told if call.status == CallStatus.SUCCEEDED]
    owners = Counter(call.owner_id for call in succeeded)
    tell_many(ToolSucceeded, [_news(call, briefly=owners[call.owner_id] > MOST_SINGLY) for call in succeeded])
    tell_many(ToolFailed, [_news(call) for call in told if call.status != CallStatus.SUCCEEDED])


def record_request(call: ToolCall, actor: Actor) -> bool:
    """Record a call that is to be run, and tell of it if it is a command; one statement. Answers whether it
    told: whoever has the call run wakes the sequencer with the same message."""
    news = [NewEvent(_accepted(call, actor), audience=actor.owner_id)] if _is_command(call.tool) else []
    record_call(call, *map(event_insertion, news))
    count_appended([each.payload.type for each in news])
    return bool(news)


def record_finished(call: ToolCall) -> None:
    """Record a call of a read that has been run already, and audit it, in one statement."""
    ended = ended_call(call, call.actor)
    record_call(call, action_insertion(_action(ended)))
    count_calls([ended])


def end_reading(calls: Sequence[ToolCall]) -> None:
    """The same of calls that were run in the transaction there is, in one round trip with its end."""
    ended = [ended_call(each, each.actor) for each in calls]
    audited = [action_insertion(_action(each)) for each in ended]
    end_and_insert(*zip(map(call_insertion, calls), audited, strict=True))
    count_ended(ended)


def finish_claimed(call: ToolCall) -> bool:
    """End a queued call that has succeeded, audit it and tell of it, in one statement; who waits for it wakes
    after the commit. False where it was queued no more."""
    ended = ended_call(call, call.actor)
    news = [_event(ended)] if _is_command(ended.tool) else []
    if not close_call(call, action_insertion(_action(ended)), *map(event_insertion, news)):
        return False
    count_calls([ended])
    count_appended([each.payload.type for each in news])
    transaction.on_commit(partial(wake, [call.id], has_news=bool(news)), robust=True)
    return True


def announce_request(call: ToolCall, actor: Actor) -> None:
    """Tell that a command was accepted."""
    append_event(_accepted(call, actor), audience=actor.owner_id)


def announce_requests(calls: Iterable[NewCall]) -> None:
    """Tell that many commands were accepted, each as part of its own story."""
    news = [News(_facts(call, call.actor), call.actor.owner_id, call.correlation_id) for call in calls]
    tell_many(ToolRequested, news)


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
    return ToolRequested(**_facts(call, actor))


def _facts(call: ToolCall | NewCall, actor: Actor) -> dict[str, Any]:
    return {"executionId": call.id, "tool": call.tool, "actorId": actor.id, "agentId": _agent_id(actor)}


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


def _action(call: EndedCall) -> Action:
    details = {"parameters_digest": call.parameters_digest}
    if call.result_digest is not None:
        details["result_digest"] = call.result_digest
    if call.reason:
        details["reason"] = call.reason
    return Action(
        recorded_at=call.finished_at,
        actor_id=call.actor_id,
        principal_id=call.principal_id,
        interface=call.interface,
        action=call.tool,
        outcome=call.status,
        code=call.code,
        call_id=call.id,
        correlation_id=call.correlation_id,
        details=orjson.dumps(details),
    )


def _event(call: EndedCall) -> NewEvent:
    kind = ToolSucceeded if call.status == CallStatus.SUCCEEDED else ToolFailed
    news = _news(call)
    return NewEvent(modelled(kind, news.facts), news.audience, correlation_id=news.correlation_id)


def _news(call: EndedCall, *, briefly: bool = False) -> News:
    facts: dict[str, Any] = {
        "executionId": call.id,
        "tool": call.tool,
        "actorId": call.actor_id,
        "agentId": call.agent_id,
    }
    if call.status == CallStatus.SUCCEEDED:
        is_told = not briefly and (call.result_size or 0) <= LONGEST_RESULT
        facts["result"] = masked(read(call.result)) if is_told else None
    else:
        facts |= {"status": call.status, "code": call.code, "reason": call.reason}
    return News(facts, call.owner_id, call.correlation_id)


def _is_command(tool_name: str) -> bool:
    tool = find_tool(tool_name)
    return tool is None or not tool.read_only


def _agent_id(actor: Actor) -> UUID | None:
    return actor.id if actor.kind == Actor.Kind.AGENT else None
