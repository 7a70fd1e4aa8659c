"""Finding messages."""

from uuid import UUID

from django.db.models import QuerySet

from apps.agents.models import Agent, AgentMessage
from apps.agents.selectors.acting import list_kin
from apps.agents.selectors.agents import list_agents
from apps.system.access.models import Actor
from apps.system.errors import NotFound


def list_inbox(agent: Agent, *, unread: bool = False) -> "QuerySet[AgentMessage]":
    """What an agent was written, or what of it it has not read."""
    rows = AgentMessage.objects.filter(recipient=agent).select_related("sender")
    return rows.filter(read_at=None) if unread else rows


def list_sent(agent: Agent) -> "QuerySet[AgentMessage]":
    """What an agent wrote that its recipients still keep."""
    return AgentMessage.objects.filter(sender_id=agent.pk).select_related("sender")


def get_recipient(sender: Actor, agent_id: UUID) -> Agent:
    """Whom somebody writes to: an agent of the same owner, or one that a person sees. Raises NotFound."""
    found = _reachable(sender).filter(pk=agent_id).first()
    if found is None:
        raise NotFound(f"There is no agent {agent_id} that you could write to.", code="unknown_agent")
    return found


def _reachable(sender: Actor) -> "QuerySet[Agent]":
    itself = Agent.objects.select_related("actor").filter(pk=sender.id).first()
    return list_agents(sender) if itself is None else list_kin(itself)


def get_received(sender: Actor, message_id: UUID) -> AgentMessage:
    """A message that somebody was sent or has sent, which a reply may name. Raises NotFound."""
    rows = AgentMessage.objects.filter(id=message_id)
    found = (rows.filter(recipient_id=sender.id) | rows.filter(sender=sender)).first()
    if found is None:
        raise NotFound(f"You have no message {message_id}.", code="unknown_message")
    return found
