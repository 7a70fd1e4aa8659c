"""Farms on the wire."""

from datetime import datetime
from uuid import UUID

from apps.farms.models import Farm
from apps.system.types import WireModel


class FarmOut(WireModel):
    """A farm and how many agents it has."""

    id: UUID
    name: str
    description: str
    agent_count: int
    created_at: datetime


def present_farm(farm: Farm) -> FarmOut:
    """A farm as `list_farms` answers it."""
    return FarmOut(
        id=farm.pk,
        name=farm.actor.name,
        description=farm.description,
        agent_count=farm.agent_count,  # type: ignore[attr-defined]
        created_at=farm.created_at,
    )
