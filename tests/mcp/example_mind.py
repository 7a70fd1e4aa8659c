"""What Otto of the manual's examples has in mind: something to do, and something it knows."""

from datetime import UTC, datetime, timedelta

from apps.agents.memory.services import Knowledge, store_memory
from apps.agents.models import Agent, AgentConfiguration, StrategyState, Todo
from apps.agents.todos.services import TodoWish, create_todo
from apps.system.access.models import Actor
from apps.trading.models import Account

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)


def give_mind(actor: Actor, account: Account) -> Todo:
    """Make an agent of Otto, with one to-do, which is answered, and one memory."""
    agent = Agent.objects.create(
        actor=actor,
        type="momentum",
        account=account,
        venue=account.venue,
        symbols=["BTC/USD"],
        interval="1m",
        initial_capital=account.funded,
        enable_defi=False,
        enable_mcp=True,
    )
    AgentConfiguration.objects.create(agent=agent, version=1, parameters={}, created_by=actor)
    StrategyState.objects.create(agent=agent)
    spread = Knowledge(
        title="Spreads widen after midnight UTC",
        content="From 00:00 to 01:00 UTC, orders in BTC/USD slipped 9 basis points more.",
        kind="lesson",
        symbol="BTC/USD",
        importance=0.8,
        source="20 fills of the last week",
    )
    store_memory(agent, spread, by=actor, call_id=actor.id, now=MORNING)
    due = MORNING + timedelta(days=1)
    return create_todo(agent, TodoWish("Review the fees of the week", due_at=due), by=actor, now=MORNING)
