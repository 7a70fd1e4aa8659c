"""Making farms and bringing agents into them."""

from django.db import transaction

from apps.agents.models import Agent
from apps.farms.errors import AlreadyMember
from apps.farms.events import AgentJoined, FarmCreated
from apps.farms.models import Farm
from apps.system.access.models import Actor
from apps.system.access.services import create_actor, move_actor
from apps.system.controls.services import guard_new_risk
from apps.system.events.services import append_event


@transaction.atomic
def create_farm(*, owner: Actor, name: str, description: str = "") -> Farm:
    """Make an empty farm below its owner."""
    actor = create_actor(kind=Actor.Kind.FARM, name=name, parent=owner)
    farm = Farm.objects.create(actor=actor, description=description)
    append_event(FarmCreated(farm_id=farm.pk, name=name), audience=actor.owner_id)
    return farm


@transaction.atomic
def add_agent(farm: Farm, *, agent: Agent) -> Agent:
    """Bring an agent under a farm of the same owner. Raises AlreadyMember, Conflict for another owner's.

    Raises Halted for a halted agent: it stays where the halt binds it.
    """
    guard_new_risk(agent.actor.lineage)
    if agent.actor.parent_id == farm.pk:
        raise AlreadyMember(f"{agent.actor.name} is in {farm.actor.name} already.")
    move_actor(agent.actor, parent=farm.actor)
    append_event(AgentJoined(farm_id=farm.pk, agent_id=agent.pk), audience=farm.actor.owner_id)
    return agent
