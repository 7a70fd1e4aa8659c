"""Checkpoints on the wire."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel

from apps.agents.models import Checkpoint
from apps.system.types import WireModel


class CheckpointOut(WireModel):
    """A moment of an agent that was kept; `digest` is the SHA-256 of its state's canonical JSON."""

    id: UUID
    agent_id: UUID
    kind: str
    reason: str
    version: int
    last_bar_at: datetime | None
    digest: str
    size: int
    created_by: UUID
    created_by_name: str
    created_at: datetime

    @classmethod
    def of(cls, checkpoint: Checkpoint) -> Self:
        """Of a checkpoint with whoever took it."""
        return cls(**_facts(checkpoint))


class CheckpointDetail(CheckpointOut):
    """The same, with the state: what would be put back, and where the agent's record stood."""

    state: dict[str, Any]

    @classmethod
    def of(cls, checkpoint: Checkpoint) -> Self:
        """Of a checkpoint with whoever took it."""
        return cls(**_facts(checkpoint), state=checkpoint.state)


class DifferenceOut(WireModel):
    """One place at which two states differ; null stands for nothing there."""

    pointer: str
    before: Any
    after: Any


class ComparisonOut(WireModel):
    """What lies between a checkpoint and another, or the agent as it is now (`afterId` null)."""

    before_id: UUID
    after_id: UUID | None
    differences: list[DifferenceOut]
    as_of: datetime


class CheckpointState(BaseModel):
    """A checkpoint as it was kept."""

    id: UUID
    agent_id: UUID
    kind: str
    version: int
    digest: str
    size: int
    created_at: datetime

    @classmethod
    def of(cls, checkpoint: Checkpoint) -> Self:
        """Of a checkpoint."""
        return cls(**{name: getattr(checkpoint, name) for name in cls.model_fields})


class Restored(BaseModel):
    """An agent that was brought back: to what, with which version, and how to undo it."""

    agent_id: UUID
    checkpoint_id: UUID
    version: int
    undo_checkpoint_id: UUID


def _facts(checkpoint: Checkpoint) -> dict[str, Any]:
    names = ("id", "agent_id", "kind", "reason", "version", "last_bar_at", "digest", "size", "created_at")
    return {
        **{name: getattr(checkpoint, name) for name in names},
        "created_by": checkpoint.created_by_id,
        "created_by_name": checkpoint.created_by.name,
    }
