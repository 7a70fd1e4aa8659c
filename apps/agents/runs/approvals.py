"""What a person must agree to before a run goes on.

The seam between runs and approvals. A run only remembers which calls it stopped at. What is said to them when
it is resumed passes the gate that every approval passes; how a call stands then, the gateway says. A word of
the client alone executes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from ag_ui.core.types import Interrupt

from apps.agents.models import Conversation, Run
from apps.mcp.approving import approve, reject
from apps.mcp.models import Approval, ToolCall
from apps.mcp.types import CallStatus
from apps.system.access.types import Caller, Scope
from apps.system.errors import Forbidden, Invalid

RESPONSE = {
    "type": "object",
    "properties": {"approved": {"type": "boolean"}, "reason": {"type": "string"}},
    "required": ["approved"],
}


@dataclass(frozen=True)
class Verdict:
    """What a person said to one stopped call."""

    call_id: UUID
    approved: bool
    reason: str


def is_awaited(call: ToolCall) -> bool:
    """Whether a call was recorded and waits for people."""
    return call.status == CallStatus.AWAITING_APPROVAL


def pending(run: Run, call: ToolCall, *, tool_call_id: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """A stopped call as the run keeps it. Its id cannot be guessed from another run's."""
    return {
        "id": f"{run.id}:{tool_call_id}",
        "toolCallId": tool_call_id,
        "callId": str(call.id),
        "tool": call.tool,
        "arguments": dict(arguments),
        "message": f"May {run.agent.actor.name} use {call.tool}?",
    }


def as_interrupt(stopped: Mapping[str, Any]) -> Interrupt:
    """The same as AG-UI tells it."""
    return Interrupt(
        id=stopped["id"],
        reason="tool_call",
        message=stopped["message"],
        tool_call_id=stopped["toolCallId"],
        response_schema=RESPONSE,
        metadata={
            "tool": stopped["tool"],
            "arguments": stopped["arguments"],
            "executionId": stopped["callId"],
        },
    )


def find_interrupted(conversation: Conversation) -> Run | None:
    """The run of a conversation that waits for a person, if there is one."""
    waiting = conversation.runs.filter(status=Run.Status.INTERRUPTED)
    return waiting.select_related("agent__actor").order_by("-id").first()


def decide(run: Run, *, caller: Caller, now: datetime) -> None:
    """Have whoever resumes a run decide about the calls that it stopped at, as everywhere: one who may, once.

    What others decided meanwhile stays as they decided it. Whatever is not plainly approved is rejected, so
    that a call which the model takes for refused is never made later. Where two people have to approve, this
    is one yes. Raises Forbidden, Conflict and as the gates refuse; then nothing is resumed.
    """
    by = caller.principal
    for verdict in _said(run):
        asked = Approval.objects.filter(call_id=verdict.call_id, state=Approval.State.PENDING).first()
        if asked is None:
            continue
        if Scope.OPERATE not in caller.scopes:
            raise Forbidden("Deciding about calls takes the scope `operate`.", code="scope_missing")
        if verdict.approved:
            approve(asked.id, by=by, now=now)
        else:
            reject(asked.id, by=by, reason=verdict.reason or "It was not approved in the conversation.")


def _said(run: Run) -> list[Verdict]:
    """What a run's asker says to calls that the conversation stopped at."""
    waiting = find_interrupted(run.conversation)
    answers = {each["interrupt_id"]: each for each in run.asked["resume"]}
    stopped = waiting.interrupts if waiting else []
    return [_verdict(each, answers[each["id"]]) for each in stopped if each["id"] in answers]


def answered_calls(run: Run) -> dict[str, UUID]:
    """The calls that the conversation stopped at, all answered, by the model's ids; none where none is open.

    Raises Invalid (`interrupt_pending`) for anything but answers while calls are open, `unknown_interrupt`
    for answers to what was never asked, or not to all of it.
    """
    waiting = find_interrupted(run.conversation)
    answers = {each["interrupt_id"]: each for each in run.asked["resume"]}
    stopped = {each["id"]: each for each in waiting.interrupts} if waiting else {}
    if stopped and not answers:
        raise Invalid("The conversation waits for an answer; resume it first.", code="interrupt_pending")
    if set(answers) != set(stopped):
        raise Invalid("Answer what was asked, and all of it.", code="unknown_interrupt")
    return {each["toolCallId"]: UUID(each["callId"]) for each in stopped.values()}


def close_interrupted(conversation: Conversation) -> None:
    """Take the answers as given: the same interrupt is never answered twice."""
    conversation.runs.filter(status=Run.Status.INTERRUPTED).update(status=Run.Status.FINISHED, interrupts=[])


def _verdict(stopped: Mapping[str, Any], answer: Mapping[str, Any]) -> Verdict:
    """Approved only where it plainly says so."""
    said = answer["payload"]
    approved = said is True or (isinstance(said, dict) and said.get("approved") is True)
    reason = str(said.get("reason", "")) if isinstance(said, dict) else ""
    is_resolved = answer["status"] == "resolved"
    return Verdict(UUID(stopped["callId"]), approved and is_resolved, reason[:400])
