"""News of goals."""

from datetime import datetime
from typing import Any
from uuid import UUID

from apps.agents.models import Goal
from apps.system.access.models import Actor
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


class GoalCollected(EventPayload, type="goal.collected"):
    """What was earned until a goal was reached went into vaults, in USD; `missing` says why not all of it."""

    goal_id: UUID
    agent_id: UUID | None
    farm_id: UUID | None
    collected: ExactDecimal
    missing: str


def whose(goal: Goal) -> dict[str, Any]:
    """Which goal, and of which agent or farm, as all news of it say; its actor has been read."""
    is_farm = goal.actor.kind == Actor.Kind.FARM
    owner: dict[str, UUID | None] = {"agent_id": None, "farm_id": None}
    owner["farm_id" if is_farm else "agent_id"] = goal.actor_id
    return {"goal_id": goal.id, **owner}
