"""Finding what an agent knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, QuerySet

from apps.agents.memory.fading import score_of, strength_of
from apps.agents.models import Agent, Memory
from apps.system.access.models import Actor
from apps.system.errors import NotFound

MOST_CANDIDATES = 500
"""How many of those that match are scored: the most relevant, or the newest where nothing is looked for."""

NORMALISED = 32
"""`ts_rank_cd` divides the rank by itself and one, so that it lies between 0 and 1."""


class AnyWord(SearchQuery):
    """A search for any of some words, by their stems; the more of them a text has, the higher it ranks."""

    template = "replace(%(function)s(%(expressions)s)::text, ' & ', ' | ')::tsquery"


@dataclass(frozen=True, slots=True)
class Recalled:
    """A memory, how well it matches what was looked for (1 where nothing was), and how strong it still is."""

    memory: Memory
    relevance: float
    strength: float

    @property
    def score(self) -> float:
        """What memories are ordered by."""
        return score_of(self.relevance, self.strength)


def holders_of(agent: Agent) -> dict[str, UUID]:
    """Whose memories an agent reads, by scope: its own, its farm's where it is in one, its owner's."""
    parent = agent.actor.parent
    holders = {Memory.Scope.AGENT.value: agent.pk, Memory.Scope.GLOBAL.value: agent.actor.owner_id}
    if parent is not None and parent.kind == Actor.Kind.FARM:
        holders[Memory.Scope.FARM.value] = parent.id
    return holders


def list_memories(agent: Agent, scope: str | None = None) -> "QuerySet[Memory]":
    """What an agent knows, of one scope or of all."""
    holders = holders_of(agent)
    wanted = list(holders.values()) if scope is None else [holders[scope]] if scope in holders else []
    return Memory.objects.filter(holder_id__in=wanted)


def get_memory(agent: Agent, memory_id: UUID) -> Memory:
    """One thing that an agent knows. Raises NotFound (`unknown_memory`)."""
    found = list_memories(agent).select_related("stored_by").filter(pk=memory_id).first()
    if found is None:
        raise NotFound(f"This agent knows nothing under {memory_id}.", code="unknown_memory")
    return found


def recall(
    agent: Agent, words: str, *, narrowed: Mapping[str, Any], scope: str | None, limit: int, now: datetime
) -> list[Recalled]:
    """The memories that answer some words best; without words, the strongest of the newest.

    `narrowed` are lookups on `Memory`. At most MOST_CANDIDATES are scored, so the cost has a bound.
    """
    rows = list_memories(agent, scope).filter(**narrowed).defer("words").select_related("stored_by")
    if words.strip():
        query = AnyWord(words, config="english")
        ranked = rows.filter(words=query).annotate(
            relevance=SearchRank(F("words"), query, normalization=NORMALISED, cover_density=True)
        )
        best = ranked.order_by("-relevance", "-id")[:MOST_CANDIDATES]
        found: list[tuple[Memory, float]] = [(each, float(each.relevance)) for each in best]
    else:
        found = [(each, 1.0) for each in rows.order_by("-stored_at", "-id")[:MOST_CANDIDATES]]
    recalled = [Recalled(each, relevance, _strength(each, now)) for each, relevance in found]
    return sorted(recalled, key=lambda each: (-each.score, -each.memory.id.int))[:limit]


def _strength(memory: Memory, now: datetime) -> float:
    return strength_of(
        importance=memory.importance,
        half_life_days=memory.half_life_days,
        stored_at=memory.stored_at,
        now=now,
    )
