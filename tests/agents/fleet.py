"""Agents for tests, made by the saga that makes them in the product."""

from decimal import Decimal
from typing import Any

from apps.agents.models import Agent
from apps.agents.sagas import CREATE_AGENT, context_of
from apps.agents.services.creation import NewAgent
from apps.system.access.models import Actor
from apps.system.ids import new_id
from apps.system.sagas.models import Saga
from apps.system.sagas.services import advance_saga, start_saga
from apps.trading.types import Interval

CAPITAL = Decimal(100_000)


def wanted(**changes: Any) -> NewAgent:
    """A momentum agent on simulated Bitcoin minutes."""
    facts: dict[str, Any] = {
        "name": "Test Agent",
        "type": "momentum",
        "initial_capital": CAPITAL,
        "enable_defi": True,
        "enable_mcp": True,
        "venue": "sim",
        "symbols": ["BTC/USD"],
        "interval": Interval.M1,
        "parameters": {},
    }
    return NewAgent(**(facts | changes))


def run_creation(owner: Actor, **changes: Any) -> Saga:
    """The saga of creation, carried to its end."""
    context = context_of(wanted(**changes), agent_id=new_id(), parent=owner, by=owner)
    saga = start_saga(CREATE_AGENT, context, owner_id=owner.owner_id)
    advance_saga(saga.id)
    saga.refresh_from_db()
    return saga


def make_agent(owner: Actor, **changes: Any) -> Agent:
    """A running agent of this owner."""
    saga = run_creation(owner, **changes)
    assert saga.status == Saga.Status.COMPLETED, saga.error
    return Agent.objects.select_related("actor").get(pk=saga.context["agent_id"])
