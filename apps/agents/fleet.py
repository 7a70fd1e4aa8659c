"""All agents of somebody at a glance, for REST and for the Model Context Protocol alike."""

from collections.abc import Sequence
from datetime import datetime

from apps.agents.lifecycle import Status
from apps.agents.models import Agent
from apps.agents.selectors.agents import count_by_status, list_agents
from apps.agents.selectors.worth import value_agents, value_fleet
from apps.agents.serializers import AgentSummary, FleetStatus, summarise
from apps.system.access.models import Actor

MOST_SHOWN = 100
MAIN_CURRENCY = "USD"


def present_fleet(actor: Actor, now: datetime) -> FleetStatus:
    """Counts by state, what the agents are worth, and the newest 100 of them."""
    counts, worth = count_by_status(actor), value_fleet(actor, now)
    newest = list(list_agents(actor).select_related("account").order_by("-pk")[:MOST_SHOWN])
    return FleetStatus(
        total=sum(counts.values()) - counts[Status.ARCHIVED],
        by_status=counts,
        total_value=worth.values.get(MAIN_CURRENCY, 0),
        currency=MAIN_CURRENCY,
        values=worth.values,
        agents=summarise_agents(newest, now),
        source=worth.source,
        as_of=worth.as_of,
    )


def summarise_agents(agents: Sequence[Agent], now: datetime) -> list[AgentSummary]:
    """Agents with their accounts and what each is worth; what they are worth is asked for together."""
    values = value_agents(agents, now)
    return [summarise(agent, values[agent.pk]) for agent in agents]
