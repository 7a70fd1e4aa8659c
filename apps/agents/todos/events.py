"""News of to-do lists."""

from datetime import datetime
from uuid import UUID

from apps.system.events.catalogue import EventPayload


class TodoCreated(EventPayload, type="todo.create"):
    """Something is to be done. The to-dos that an agent is created with are told by `agent.create`."""

    agent_id: UUID
    todo_id: UUID
    parent_id: UUID | None
    assignee_id: UUID
    title: str
    priority: str
    due_at: datetime | None


class TodoUpdated(EventPayload, type="todo.update"):
    """A to-do was changed, begun, done, cancelled or taken up again."""

    agent_id: UUID
    todo_id: UUID
    assignee_id: UUID
    title: str
    status: str
    priority: str
    due_at: datetime | None
