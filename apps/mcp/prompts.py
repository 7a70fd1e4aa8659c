"""Prompts for who operates a fleet, and what completes arguments that the platform knows."""

from collections.abc import Sequence

from apps.mcp.prompt import MAX_COMPLETIONS, completion, prompt
from apps.mcp.selectors import tools_for
from apps.system.access.models import Actor
from apps.system.access.selectors import list_actors
from apps.system.access.types import Caller

_AGENT = "The agent, by its id."


@prompt(
    title="Daily review of the fleet",
    tools=["get_system_status"],
    period="What to look back on, such as `24 hours`.",
)
def review_fleet(*, period: str = "24 hours") -> str:
    """Review what all agents did: results, risks, refusals, and what needs a decision of yours."""
    return f"""Review my fleet of trading agents over the last {period}.

1. Read `cival://fleet` and `cival://portfolio`, then `get_system_status`.
2. Name the agents that earned and lost most, each with its figures and the trades behind them.
3. Look for what is out of line: agents in ERROR or paused, drawdowns, concentration in one symbol,
   refusals that repeat in an agent's audit trail (`cival://agents/{{agent_id}}/audit`).
4. End with at most five things that need a decision of mine, the most urgent first, each with what you
   propose and why. Change nothing.

Use only figures that you have read, with their time. Say so where something could not be read."""


@prompt(title="Explain an agent's last decisions", agent_id=_AGENT, count="How many decisions, such as 5.")
def explain_decisions(*, agent_id: str, count: str = "5") -> str:
    """Explain in plain words why an agent did what it did last."""
    return f"""Explain the last {count} decisions of the agent {agent_id}.

Read `cival://agents/{agent_id}`, `cival://agents/{agent_id}/decisions` and, for what came of them,
`cival://agents/{agent_id}/orders`. For each decision tell, newest first: the bar it was made on, what the
agent saw (its inputs with their values), which rule decided, what it asked for, and how that ended: filled
at which price, or refused for which reason. Say where an outcome does not follow from the inputs. Change
nothing."""


@prompt(
    title="Plan a safe rebalance",
    tools=["optimize_portfolio", "stress_test_portfolio", "get_market_data", "get_order_book"],
    agent_id=_AGENT,
    objective="What to aim at: `risk_parity`, `min_variance` or `max_sharpe`.",
)
def plan_rebalance(*, agent_id: str, objective: str = "risk_parity") -> str:
    """Plan how an agent's portfolio would be rebalanced, and check the plan before anything is traded."""
    return f"""Plan a rebalance of the agent {agent_id} by {objective}.

1. Read `cival://agents/{agent_id}/portfolio` and its open orders.
2. Call `optimize_portfolio` with the objective {objective}, then `stress_test_portfolio` on what is held now.
3. Write the orders that would be needed as a table: symbol, side, quantity, limit price, cost at the price
   that `get_market_data` answers, share of the account before and after.
4. Hold each against the agent's limits, the fees and the spread (`get_order_book`); leave out what costs more
   than it changes.
5. Stop there and ask me. Place orders only once I have agreed, one at a time, sells before buys, and stop
   at the first refusal with its reason."""


@completion("agent_id")
def complete_agent(actor: Actor, written: str) -> Sequence[str]:
    """Ids of agents that the asker sees, by the beginning of the id or any part of the name."""
    agents = list_actors(actor).filter(kind=Actor.Kind.AGENT, archived_at=None)
    named = agents.filter(name__icontains=written).order_by("name", "id")[: MAX_COMPLETIONS + 1]
    found = [str(each.id) for each in named]
    if len(written) >= 4 and set(written) <= set("0123456789abcdef-"):
        begun = agents.extra(where=["system_actor.id::text LIKE %s"], params=[f"{written}%"]).order_by("id")
        found += [str(each.id) for each in begun[: MAX_COMPLETIONS + 1]]
    return list(dict.fromkeys(found))


@completion("tool")
def complete_tool(caller: Caller, written: str) -> Sequence[str]:
    """Names of the caller's tools."""
    return [each.name for each in tools_for(caller) if each.name.startswith(written)]


@completion("period")
def complete_period(actor: Actor, written: str) -> Sequence[str]:
    """A few customary periods."""
    return [each for each in ("24 hours", "7 days", "30 days") if each.startswith(written)]
