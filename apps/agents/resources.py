"""What can be read of agents by address, over the Model Context Protocol."""

from datetime import datetime
from uuid import UUID

from apps.agents.fleet import present_fleet
from apps.agents.selectors.agents import get_agent, list_decisions
from apps.agents.serializers import AgentOut, DecisionOut, FleetStatus, present_agents, present_decisions
from apps.mcp.resource import resource
from apps.system.access.models import Actor
from apps.system.types import WireModel

NEWEST = 50


class Decisions(WireModel):
    """The newest decisions of one agent, newest first."""

    decisions: list[DecisionOut]
    as_of: datetime


@resource("cival://fleet", title="The fleet", changes=("agent.create", "agent.status", "agent.error"))
def read_fleet(actor: Actor, now: datetime) -> FleetStatus:
    """All agents that you see: counts by state, what they are worth, and the newest 100 of them."""
    return present_fleet(actor, now)


@resource("cival://agents/{agent_id}", title="An agent", changes=("agent.*",))
def read_agent(actor: Actor, now: datetime, *, agent_id: UUID) -> AgentOut:
    """An agent as it stands: its strategy, venue, symbols, state and capital."""
    return present_agents([get_agent(actor, agent_id)], now=now)[0]


@resource(
    "cival://agents/{agent_id}/decisions",
    title="Decisions of an agent",
    changes=("agent.decision", "agent.decisions"),
)
def read_agent_decisions(actor: Actor, now: datetime, *, agent_id: UUID) -> Decisions:
    """The newest 50 decisions of an agent: what it saw, which rule it applied, what came of it."""
    rows = list_decisions(get_agent(actor, agent_id)).order_by("-id")[:NEWEST]
    return Decisions(decisions=present_decisions(list(rows)), as_of=now)
