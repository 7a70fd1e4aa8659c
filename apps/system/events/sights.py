"""Which events an actor sees: public ones, and those whose audience is one of its seats.

Of an event of many, an agent's own key sees the items about itself.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from apps.system.access.models import Actor
from apps.system.events.catalogue import list_many_types
from apps.system.events.rows import EventRow, some_item


@dataclass(frozen=True)
class Sight:
    """The audiences that a person's seats give it; or the one agent or farm whose events its own key sees."""

    audiences: frozenset[UUID] = frozenset()
    agent_id: UUID | None = None
    farm_id: UUID | None = None
    everything: bool = False

    def sees(self, row: EventRow) -> bool:
        """Whether an event may be shown."""
        return (
            self.everything
            or row.audience is None
            or row.audience in self.audiences
            or (self.agent_id is not None and row.agent_id == self.agent_id)
            or (self.farm_id is not None and row.farm_id == self.farm_id)
        )

    def condition(self) -> tuple[str, dict[str, Any]]:
        """The same as SQL over `system_event`."""
        if self.everything:
            return "TRUE", {}
        parts = ["audience IS NULL"]
        values: dict[str, Any] = {}
        if self.audiences:
            parts.append("audience = ANY(%(audiences)s)")
            values["audiences"] = list(self.audiences)
        if self.agent_id is not None:
            own = "item ->> 'agentId' = %(own_agent)s::text"
            parts.append(f"agent_id = %(own_agent)s OR {some_item(own)}")
            values |= {"own_agent": self.agent_id, "many": list_many_types()}
        if self.farm_id is not None:
            parts.append("farm_id = %(own_farm)s")
            values["own_farm"] = self.farm_id
        return f"({' OR '.join(parts)})", values


def sight_of(actor: Actor) -> Sight:
    """What an actor sees of the log. One who sits at the root sees everything."""
    if actor.kind == Actor.Kind.AGENT:
        return Sight(agent_id=actor.id)
    if actor.kind == Actor.Kind.FARM:
        return Sight(farm_id=actor.id)
    seats = frozenset(actor.seats)
    return Sight(audiences=seats, everything=actor.lineage[0] in seats)
