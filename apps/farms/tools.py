"""What operators can do with farms."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from apps.agents.selectors.agents import lock_agent
from apps.farms import services
from apps.farms.selectors import get_farm
from apps.mcp.registry import operator_command
from apps.mcp.types import ToolContext


class CreatedFarm(BaseModel):
    """A new farm."""

    id: UUID
    name: str
    description: str


class FarmMember(BaseModel):
    """An agent and the farm it is in."""

    farm_id: UUID
    agent_id: UUID


@operator_command(category="farms", scope="operate", idempotent=False)
def create_farm(
    context: ToolContext,
    *,
    name: Annotated[
        str, Field(min_length=1, max_length=120, pattern=r"\S", description="What people call it.")
    ],
    description: Annotated[str, Field(max_length=500, description="What it is for.")] = "",
) -> CreatedFarm:
    """Make a farm, to which agents can be added."""
    farm = services.create_farm(owner=context.actor, name=name.strip(), description=description)
    return CreatedFarm(id=farm.pk, name=farm.actor.name, description=farm.description)


@operator_command(category="farms", scope="operate", idempotent=True, per_minute=120)
def add_agent_to_farm(context: ToolContext, *, farm_id: UUID, agent_id: UUID) -> FarmMember:
    """Bring an agent into a farm of the same owner. What binds the farm binds the agent from then on."""
    farm = get_farm(context.actor, farm_id)
    services.add_agent(farm, agent=lock_agent(context.actor, agent_id))
    return FarmMember(farm_id=farm.pk, agent_id=agent_id)
