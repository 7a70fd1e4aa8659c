"""What an agent like another is to be like."""

from decimal import Decimal

from apps.agents.models import Agent
from apps.agents.selectors.agents import get_configuration
from apps.agents.services.creation import NewAgent
from apps.trading.types import Interval

LONGEST_NAME = 120


def wanted_like(agent: Agent, *, name: str | None, initial_capital: Decimal | None) -> NewAgent:
    """The same type, market and settings; the name and the capital are its own where they are given."""
    return NewAgent(
        name=(name or f"{agent.actor.name} copy")[:LONGEST_NAME].strip(),
        type=agent.type,
        initial_capital=initial_capital or agent.initial_capital,
        enable_defi=agent.enable_defi,
        enable_mcp=agent.enable_mcp,
        venue=agent.venue_id,
        symbols=agent.symbols,
        interval=Interval(agent.interval),
        parameters=get_configuration(agent).parameters,
    )
