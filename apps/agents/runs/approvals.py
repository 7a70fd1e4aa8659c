"""What a person must agree to before a run goes on.

The seam between runs and whatever keeps approvals. A run only remembers which calls it stopped at; whether an
approved call may be made is decided by the gateway each time, so a client's word alone executes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ag_ui.core.types import Interrupt

from apps.agents.models import Conversation, Run
from apps.mcp.models import ToolCall
from apps.mcp.types import CallStatus
from apps.system.errors import Invalid

WANTED = "approval_required"
"""What the model is told of a call that nobody has approved."""

RESPONSE = {
    "type": "object",
    "properties": {"approved": {"type": "boolean"}, "reason": {"type": "string"}},
    "required": ["approved"],
}


@dataclass(frozen=True)
class Verdict:
    """What a person said to one stopped call."""

    tool_call_id: str
    approved: bool
    reason: str
    key: str


def is_awaited(call: ToolCall) -> bool:
    """Whether a call was recorded and waits for people."""
    return call.status == CallStatus.AWAITING_APPROVAL


def pending(
    run: Run, *, tool_call_id: str, tool: str, arguments: Mapping[str, Any], key: str
) -> dict[str, Any]:
    """A stopped call as the run keeps it; asked for again under the same key, which finds a recorded one.

    Its id cannot be guessed from another run's.
    """
    return {
        "id": f"{run.id}:{tool_call_id}",
        "toolCallId": tool_call_id,
        "tool": tool,
        "arguments": dict(arguments),
        "message": f"May {run.agent.actor.name} use {tool}?",
        "key": key,
    }


def as_interrupt(stopped: Mapping[str, Any]) -> Interrupt:
    """The same as AG-UI tells it."""
    return Interrupt(
        id=stopped["id"],
        reason="tool_call",
        message=stopped["message"],
        tool_call_id=stopped["toolCallId"],
        response_schema=RESPONSE,
        metadata={"tool": stopped["tool"], "arguments": stopped["arguments"]},
    )


def find_interrupted(conversation: Conversation) -> Run | None:
    """The run of a conversation that waits for a person, if there is one."""
    waiting = conversation.runs.filter(status=Run.Status.INTERRUPTED)
    return waiting.select_related("agent__actor").order_by("-id").first()


def verdicts_on(run: Run) -> list[Verdict]:
    """What this run's asker says to all calls that the conversation stopped at; nothing where none is open.

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
    return [_verdict(stopped[name], answers[name]) for name in stopped]


def close_interrupted(conversation: Conversation) -> None:
    """Take the answers as given: the same interrupt is never answered twice."""
    conversation.runs.filter(status=Run.Status.INTERRUPTED).update(status=Run.Status.FINISHED, interrupts=[])


def _verdict(stopped: Mapping[str, Any], answer: Mapping[str, Any]) -> Verdict:
    """Approved only where it plainly says so."""
    said = answer["payload"]
    approved = said is True or (isinstance(said, dict) and said.get("approved") is True)
    reason = str(said.get("reason", "")) if isinstance(said, dict) else ""
    return Verdict(
        stopped["toolCallId"], approved and answer["status"] == "resolved", reason[:500], stopped["key"]
    )
