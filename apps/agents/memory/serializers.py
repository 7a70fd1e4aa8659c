"""Memories on the wire."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel

from apps.agents.memory.selectors import Recalled
from apps.agents.models import Memory
from apps.system.types import WireModel

METHOD = (
    "score = relevance * (0.2 + 0.8 * strength); strength = importance * 2 ^ (-age / half-life); "
    "relevance is PostgreSQL's ts_rank_cd, from 0 to 1, and 1 for all where no words are looked for."
)


class MemoryOut(WireModel):
    """Something an agent knows; `strength` is what is left of its importance, `score` orders a search."""

    id: UUID
    scope: str
    kind: str
    title: str
    content: str
    tags: list[str]
    symbol: str
    importance: float
    half_life_days: float | None
    relevance: float
    strength: float
    score: float
    source: str
    agent_id: UUID | None
    stored_by: UUID
    stored_by_name: str
    call_id: UUID
    created_at: datetime
    stored_at: datetime

    @classmethod
    def of(cls, found: Recalled) -> Self:
        """Of a recalled memory with the actor that stored it."""
        memory = found.memory
        names = ("id", "scope", "kind", "title", "content", "tags", "symbol", "importance", "half_life_days")
        more = ("source", "agent_id", "call_id", "created_at", "stored_at")
        return cls(
            **{name: getattr(memory, name) for name in (*names, *more)},
            relevance=round(found.relevance, 6),
            strength=round(found.strength, 6),
            score=round(found.score, 6),
            stored_by=memory.stored_by_id,
            stored_by_name=memory.stored_by.name,
        )


class Memories(WireModel):
    """What an agent knows that answers some words, the best first; without words the strongest of the new."""

    results: list[MemoryOut]
    count: int
    scopes: list[str]
    method: str = METHOD
    as_of: datetime


class StoredMemory(BaseModel):
    """What is remembered now, for whom, and how long until half of its importance has faded."""

    id: UUID
    scope: str
    kind: str
    title: str
    importance: float
    half_life_days: float | None
    stored_at: datetime

    @classmethod
    def of(cls, memory: Memory) -> Self:
        """Of a memory that was stored."""
        return cls(**{name: getattr(memory, name) for name in cls.model_fields})


class RecalledMemory(BaseModel):
    """One memory: `strength` is what is left of its importance, `score` what the list is ordered by."""

    id: UUID
    scope: str
    kind: str
    title: str
    content: str
    tags: list[str]
    symbol: str
    score: float
    strength: float
    source: str
    agent_id: UUID | None
    stored_at: datetime

    @classmethod
    def of(cls, found: Recalled) -> Self:
        """Of a recalled memory."""
        memory = found.memory
        names = (
            "id",
            "scope",
            "kind",
            "title",
            "content",
            "tags",
            "symbol",
            "source",
            "agent_id",
            "stored_at",
        )
        figures = {"score": round(found.score, 6), "strength": round(found.strength, 6)}
        return cls(**{name: getattr(memory, name) for name in names}, **figures)


class RecalledMemories(BaseModel):
    """What was found, the best first."""

    memories: list[RecalledMemory]
    as_of: datetime
