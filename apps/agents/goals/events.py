"""News of goals."""

from datetime import datetime
from uuid import UUID

from apps.system.events.catalogue import EventPayload
from apps.system.types import ExactDecimal


class GoalCreated(EventPayload, type="goal.create"):
    """An agent or a farm is to reach something; the other id is null."""

    goal_id: UUID
    agent_id: UUID | None
    farm_id: UUID | None
    goal_type: str
    target: ExactDecimal
    deadline: datetime | None


class GoalProgressed(EventPayload, type="goal.progress"):
    """A goal passed a milestone of 25, 50, 75 or 100 percent."""

    goal_id: UUID
    agent_id: UUID | None
    farm_id: UUID | None
    milestone: int
    progress: ExactDecimal
    current: ExactDecimal


class GoalCompleted(EventPayload, type="goal.completed"):
    """A goal is closed: `completed`, `failed` or `cancelled`; `current` is null where it was never known."""

    goal_id: UUID
    agent_id: UUID | None
    farm_id: UUID | None
    status: str
    target: ExactDecimal
    current: ExactDecimal | None
