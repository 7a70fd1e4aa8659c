"""Finding farms and their agents."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from apps.agents.models import Agent
from apps.agents.selectors.agents import list_agents
from apps.farms.models import Farm
from apps.system.access.models import Actor
from apps.system.access.selectors import visible
from apps.system.errors import NotFound

_MEMBERS = Q(actor__children__agent__isnull=False, actor__children__archived_at=None)


def list_farms(actor: Actor) -> QuerySet[Farm]:
    """The farms that the asker sees, with the number of their agents as `agent_count`."""
    farms = visible(Farm.objects.filter(actor__archived_at=None), actor).select_related("actor")
    return farms.annotate(agent_count=Count("actor__children", filter=_MEMBERS))


def get_farm(actor: Actor, farm_id: UUID) -> Farm:
    """One farm that the asker sees. Raises NotFound."""
    found = list_farms(actor).filter(pk=farm_id).first()
    if found is None:
        raise NotFound(f"There is no farm {farm_id}.")
    return found


def list_members(actor: Actor, farm: Farm) -> QuerySet[Agent]:
    """The agents of a farm that the asker sees."""
    return list_agents(actor).filter(actor__parent_id=farm.pk)
