"""The agent as which somebody acts, and the agents that belong together."""

from uuid import UUID

from django.db.models import QuerySet

from apps.agents.lifecycle import Status
from apps.agents.models import Agent
from apps.system.access.models import Actor
from apps.system.errors import NotFound


def get_acting(actor: Actor) -> Agent:
    """The agent that acts. Raises NotFound (`not_an_agent`) where somebody else does."""
    found = Agent.objects.select_related("actor__parent").filter(pk=actor.id).first()
    if found is None:
        raise NotFound(f"{actor.name} is no agent: say as which agent to act.", code="not_an_agent")
    return found


def list_kin(agent: Agent) -> "QuerySet[Agent]":
    """The agents of the same owner, itself among them, without those that have ended."""
    kin = Agent.objects.filter(actor__owner_id=agent.actor.owner_id, actor__archived_at=None)
    return kin.exclude(status__in=[Status.ARCHIVING, Status.ARCHIVED]).select_related("actor")


def get_kin(agent: Agent, agent_id: UUID) -> Agent:
    """One agent of the same owner. Raises NotFound (`unknown_agent`)."""
    found = list_kin(agent).filter(pk=agent_id).first()
    if found is None:
        raise NotFound(f"Your owner has no agent {agent_id}.", code="unknown_agent")
    return found
