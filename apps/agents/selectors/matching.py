"""Which agents are meant where many are."""

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from apps.agents.models import Agent


@dataclass(frozen=True)
class Filter:
    """Which agents; what is None does not matter. `search` is a part of the name."""

    status: str | None = None
    type: str | None = None
    venue: str | None = None
    farm_id: UUID | None = None
    agent_ids: list[UUID] | None = None
    search: str | None = None


_LOOKUPS = {
    "status": "status",
    "type": "type",
    "venue": "venue",
    "farm_id": "actor__parent",
    "agent_ids": "pk__in",
    "search": "actor__name__icontains",
}


def matching(agents: QuerySet[Agent], wanted: Filter) -> QuerySet[Agent]:
    """Those of these agents that a filter means."""
    named: dict[str, Any] = {_LOOKUPS[name]: value for name, value in asdict(wanted).items()}
    return agents.filter(**{lookup: value for lookup, value in named.items() if value is not None})
