"""News of tool calls. Reads emit none, but for their progress."""

from typing import Any
from uuid import UUID

from apps.system.events.catalogue import EventPayload


class ToolRequested(EventPayload, type="mcp.execute"):
    """A command passed the gates and waits for its turn."""

    execution_id: UUID
    tool: str
    actor_id: UUID
    agent_id: UUID | None


class ToolProgressed(EventPayload, type="mcp.progress", ephemeral=True):
    """How far a running execution has come; `total` is null where nobody knows how much there is to do."""

    execution_id: UUID
    actor_id: UUID
    agent_id: UUID | None
    done: float
    total: float | None
    message: str


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
