"""What Otto of the manual's examples has in mind: something to do, and something it knows."""

from datetime import UTC, datetime, timedelta

from apps.agents.memory.services import Knowledge, store_memory
from apps.agents.messages.services import send_message
from apps.agents.models import Agent, AgentConfiguration, StrategyState
from apps.agents.todos.services import TodoWish, create_todo
from apps.system.access.models import Actor
from apps.trading.models import Account
from tests.trading.desk import build_agent, fund

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)


def give_mind(actor: Actor, account: Account) -> dict[str, str]:
    """Make an agent of Otto, who knows Ada; answers what examples call by name."""
    otto = _make_agent(actor, account)
    ada_actor = build_agent(actor.parent or actor, "Ada")
    ada = _make_agent(ada_actor, fund(ada_actor))
    spread = Knowledge(
        title="Spreads widen after midnight UTC",
        content="From 00:00 to 01:00 UTC, orders in BTC/USD slipped 9 basis points more.",
        kind="lesson",
        symbol="BTC/USD",
        importance=0.8,
        source="20 fills of the last week",
    )
    store_memory(otto, spread, by=actor, call_id=actor.id, now=MORNING)
    send_message(
        otto,
        sender=ada_actor,
        subject="I hold no BTC any more",
        body="My drawdown was near its limit.",
        reply_to=None,
        call_id=ada_actor.id,
        now=MORNING,
    )
    wish = TodoWish("Review the fees of the week", due_at=MORNING + timedelta(days=1))
    todo = create_todo(otto, wish, by=actor, now=MORNING)
    return {"{todo_id}": str(todo.id), "{other_agent_id}": str(ada.pk)}


def _make_agent(actor: Actor, account: Account) -> Agent:
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
    return agent
