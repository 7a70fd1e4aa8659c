"""Runs and conversations on the wire."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from apps.agents.models import Conversation, Decision, Message, Run
from apps.agents.runs.explaining import ENDED
from apps.agents.runs.streaming import thread_of
from apps.system.types import ExactDecimal, WireModel


class InterruptOut(WireModel):
    """A call that a run stopped at until a person has answered."""

    id: str
    tool_call_id: str
    tool: str
    parameters: dict[str, Any]
    message: str

    @classmethod
    def of(cls, stopped: Mapping[str, Any]) -> Self:
        """Of a stopped call as the run keeps it."""
        return cls(
            id=stopped["id"],
            tool_call_id=stopped["toolCallId"],
            tool=stopped["tool"],
            parameters=stopped["arguments"],
            message=stopped["message"],
        )


class RunOut(WireModel):
    """One run; `cost` in US dollars. A decision's run is told from the decision and used no model."""

    id: UUID
    run_id: str
    thread_id: str
    agent_id: UUID
    trigger: str
    status: str
    text: str
    interrupts: list[InterruptOut]
    code: str
    error: str
    model: str
    requests: int
    input_tokens: int
    output_tokens: int
    cost: ExactDecimal
    events: int | None
    requested_at: datetime
    started_at: datetime | None
    ended_at: datetime | None

    @classmethod
    def of(cls, run: Run) -> Self:
        """Of a run with its conversation."""
        names = ("id", "agent_id", "trigger", "status", "error", "model", "requests")
        more = ("input_tokens", "output_tokens", "cost", "requested_at", "started_at", "ended_at")
        return cls(
            **{name: getattr(run, name) for name in (*names, *more)},
            run_id=run.external_id,
            thread_id=run.conversation.thread_id,
            text=run.asked["text"],
            interrupts=[InterruptOut.of(each) for each in run.interrupts],
            code=run.error_code,
            events=run.last_seq,
        )

    @classmethod
    def of_decision(cls, decision: Decision) -> Self:
        """Of a decision, which is told as a run under its own id."""
        ended = decision.outcome in ENDED
        return cls(
            id=decision.id,
            run_id=str(decision.id),
            thread_id=thread_of(decision),
            agent_id=decision.agent_id,
            trigger=Run.Trigger.DECISION,
            status=Run.Status.FINISHED if ended else Run.Status.RUNNING,
            text=decision.sentence,
            interrupts=[],
            code="",
            error="",
            model="",
            requests=0,
            input_tokens=0,
            output_tokens=0,
            cost=0,
            events=None,
            requested_at=decision.recorded_at,
            started_at=decision.recorded_at,
            ended_at=None,
        )


class RunEventOut(WireModel):
    """One event of a run: its place, and the event as AG-UI defines it."""

    seq: int
    payload: dict[str, Any]


class RunEventPage(WireModel):
    """Events of a run behind a place; `next` is the place to go on from, `isOver` whether nothing follows."""

    results: list[RunEventOut]
    next: int
    is_over: bool


class ConversationOut(WireModel):
    """One conversation with an agent."""

    id: UUID
    thread_id: str
    agent_id: UUID
    title: str
    created_at: datetime
    updated_at: datetime


class MessageOut(WireModel):
    """One message of a conversation, and the run that it belongs to."""

    id: UUID
    run_id: str
    role: str
    content: str
    tool_calls: list[dict[str, Any]]
    tool_call_id: str
    created_at: datetime

    @classmethod
    def of(cls, message: Message) -> Self:
        """Of a message with its run."""
        names = ("id", "role", "content", "tool_calls", "tool_call_id", "created_at")
        return cls(**{name: getattr(message, name) for name in names}, run_id=message.run.external_id)


def present_conversation(conversation: Conversation) -> ConversationOut:
    """A conversation as it is listed."""
    return ConversationOut.model_validate(conversation)
