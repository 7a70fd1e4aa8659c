"""News of tool calls. Reads emit none."""

from datetime import datetime
from typing import Any
from uuid import UUID

from apps.system.events.catalogue import EventPayload


class ToolRequested(EventPayload, type="mcp.execute"):
    """A command passed the gates and waits for its turn."""

    execution_id: UUID
    tool: str
    actor_id: UUID
    agent_id: UUID | None


class ToolSucceeded(EventPayload, type="mcp.result"):
    """A command did what it was asked. `result` is null where it is too long for the log."""

    execution_id: UUID
    tool: str
    actor_id: UUID
    agent_id: UUID | None
    result: dict[str, Any] | None


class ToolFailed(EventPayload, type="mcp.error"):
    """A command was refused by the domain (REFUSED), broke (FAILED) or was called off (CANCELLED)."""

    execution_id: UUID
    tool: str
    actor_id: UUID
    agent_id: UUID | None
    status: str
    code: str
    reason: str


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
