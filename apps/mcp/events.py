"""News of tool calls. Reads emit none, but for their progress."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from apps.mcp.states import ApprovalState
from apps.system.events.catalogue import EventPayload


class ToolRequested(EventPayload, type="mcp.execute", many="mcp.executes"):
    """A command passed the gates and waits for its turn."""

    execution_id: UUID
    tool: str
    actor_id: UUID
    agent_id: UUID | None


class ToolProgressed(EventPayload, type="mcp.progress", ephemeral=True):
    """How far a running execution has come; `total` is null where nobody knows how much there is to do."""

    apart_by: ClassVar[tuple[str, ...]] = ("execution_id",)

    execution_id: UUID
    actor_id: UUID
    agent_id: UUID | None
    done: float
    total: float | None
    message: str


class ToolSucceeded(EventPayload, type="mcp.result", many="mcp.results"):
    """A command did what it was asked. `result` is null where it is too long for the log, and among many."""

    execution_id: UUID
    tool: str
    actor_id: UUID
    agent_id: UUID | None
    result: dict[str, Any] | None


class ToolFailed(EventPayload, type="mcp.error", many="mcp.errors"):
    """A command was refused by the domain (REFUSED), broke (FAILED) or was called off (CANCELLED)."""

    execution_id: UUID
    tool: str
    actor_id: UUID
    agent_id: UUID | None
    status: str
    code: str
    reason: str


class ApprovalRequested(EventPayload, type="mcp.approval_requested"):
    """A call waits for people to approve it, until `expiresAt`; `people` says how many it takes."""

    approval_id: UUID
    execution_id: UUID
    tool: str
    actor_id: UUID
    agent_id: UUID | None
    because: str
    people: int
    expires_at: datetime


class ApprovalResolved(EventPayload, type="mcp.approval_resolved"):
    """A call was approved and runs, or it was rejected, expired, became void or was called off."""

    approval_id: UUID
    execution_id: UUID
    tool: str
    actor_id: UUID
    agent_id: UUID | None
    state: ApprovalState
    reason: str
    resolved_by: UUID | None


class QuestionAsked(EventPayload, type="mcp.question_asked"):
    """An agent asked people something; its call waits for the answer."""

    question_id: UUID
    execution_id: UUID
    actor_id: UUID
    agent_id: UUID | None
    text: str
    options: list[str]
    expires_at: datetime


class QuestionClosed(EventPayload, type="mcp.question_closed"):
    """A question is ANSWERED, DISMISSED by a person, EXPIRED, or CANCELLED with its call."""

    question_id: UUID
    execution_id: UUID
    actor_id: UUID
    agent_id: UUID | None
    status: str
    closed_by: UUID | None
