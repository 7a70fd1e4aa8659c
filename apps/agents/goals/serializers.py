"""Goals on the wire."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel

from apps.agents.models import Goal
from apps.system.types import ExactDecimal, WireModel

UNITS: Mapping[str, str] = {
    "profit": "USD",
    "value": "USD",
    "trades": "trades",
    "win_rate": "percent",
    "sharpe": "ratio",
    "drawdown": "percent",
}

METHOD = (
    "Profit, value and trades: (current - start) / (target - start); win rate and Sharpe: current / target; "
    "drawdown: the share of the time that has passed while it was kept. Velocity is what was added by the "
    "day since the start, from one day on; the estimate is when the target is reached at that velocity."
)


class Milestone(WireModel):
    """A part of the way, and when it was passed."""

    percent: int
    passed_at: datetime


class GoalOut(WireModel):
    """What an agent or a farm is to reach, as last judged; `missing` says why `current` is null.

    `collected` is what went into vaults once it was reached, in USD; `uncollected` why that was not all.
    """

    id: UUID
    actor_id: UUID
    actor_name: str
    actor_kind: str
    type: str
    unit: str
    title: str
    target: ExactDecimal
    status: str
    start: ExactDecimal
    started_at: datetime
    deadline: datetime | None
    current: ExactDecimal | None
    progress: ExactDecimal | None
    velocity: ExactDecimal | None
    estimated_at: datetime | None
    milestones: list[Milestone]
    missing: str
    closed_at: datetime | None
    collect_profit: bool
    collected: ExactDecimal | None
    collected_at: datetime | None
    uncollected: str
    created_by: UUID
    method: str = METHOD
    source: str = "paper"
    as_of: datetime | None

    @classmethod
    def of(cls, goal: Goal) -> Self:
        """Of a goal with its actor."""
        names = ("id", "actor_id", "type", "title", "target", "status", "start", "started_at", "deadline")
        more = ("current", "progress", "velocity", "estimated_at", "missing", "closed_at")
        collected = ("collect_profit", "collected", "collected_at", "uncollected")
        return cls(
            **{name: getattr(goal, name) for name in (*names, *more, *collected)},
            actor_name=goal.actor.name,
            actor_kind=goal.actor.kind.lower(),
            unit=UNITS[goal.type],
            milestones=_milestones(goal),
            created_by=goal.created_by_id,
            as_of=goal.evaluated_at,
        )


def _milestones(goal: Goal) -> list[Milestone]:
    passed: dict[str, Any] = goal.milestones
    return [Milestone(percent=int(each), passed_at=at) for each, at in sorted(passed.items(), key=_percent)]


def _percent(item: tuple[str, Any]) -> int:
    return int(item[0])


class GoalState(BaseModel):
    """A goal as it was set or given up."""

    id: UUID
    actor_id: UUID
    type: str
    target: ExactDecimal
    start: ExactDecimal
    status: str
    deadline: datetime | None
    collect_profit: bool

    @classmethod
    def of(cls, goal: Goal) -> Self:
        """Of a goal."""
        return cls(**{name: getattr(goal, name) for name in cls.model_fields})
