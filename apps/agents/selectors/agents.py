"""Finding agents and what belongs to them."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count, QuerySet

from apps.agents.lifecycle import Status
from apps.agents.models import Agent, AgentConfiguration, Decision, StrategyState
from apps.mcp.models import ToolCall
from apps.system.access.models import Actor
from apps.system.access.selectors import visible
from apps.system.errors import NotFound


def list_agents(actor: Actor) -> QuerySet[Agent]:
    """The agents that the asker sees, except archived ones."""
    return all_agents(actor).exclude(status=Status.ARCHIVED)


def all_agents(actor: Actor) -> QuerySet[Agent]:
    """The agents that the asker sees, archived ones too."""
    return visible(Agent.objects.all(), actor).select_related("actor__parent")


def get_agent(actor: Actor, agent_id: UUID) -> Agent:
    """One agent that the asker sees, also after it was archived. Raises NotFound."""
    found = all_agents(actor).filter(pk=agent_id).first()
    if found is None:
        raise NotFound(f"There is no agent {agent_id}.")
    return found


def lock_agent(actor: Actor, agent_id: UUID) -> Agent:
    """The same, locked until the transaction ends. Raises NotFound."""
    found = all_agents(actor).select_for_update(of=("self",)).filter(pk=agent_id).first()
    if found is None:
        raise NotFound(f"There is no agent {agent_id}.")
    return found


def get_parent(actor: Actor, agent_id: UUID) -> Actor:
    """The farm, person or team that an agent stands below. Raises NotFound."""
    parent = get_agent(actor, agent_id).actor.parent
    return parent if parent is not None else actor


def count_by_status(actor: Actor) -> dict[str, int]:
    """How many agents stand in each state, archived ones too."""
    counted = dict(visible(Agent.objects.all(), actor).order_by().values_list("status").annotate(Count("pk")))
    return {status.value: counted.get(status.value, 0) for status in Status}


def get_configuration(agent: Agent) -> AgentConfiguration:
    """The configuration in force."""
    return AgentConfiguration.objects.get(agent=agent, version=agent.version)


def get_strategy_state(agent: Agent) -> StrategyState:
    """What the strategy went by last, by symbol (not to be saved): a rule carries nothing from bar to bar.

    All that an agent would go on from is its configuration in force, the last bar it decided on, and what its
    account holds.
    """
    state = StrategyState.objects.get(agent=agent)
    newest = list_decisions(agent).order_by("-id")[: 2 * len(agent.symbols)]
    by_symbol = {each.symbol: each.inputs for each in reversed(newest)}
    state.state = dict(sorted(by_symbol.items()))
    state.last_bar_at = agent.last_bar_at
    return state


def list_decisions(agent: Agent) -> QuerySet[Decision]:
    """What an agent decided."""
    return Decision.objects.filter(agent=agent)


def read_results(decisions: Sequence[Decision]) -> None:
    """Read what came of many decisions at once, before each reads its own."""
    calls = ToolCall.objects.filter(id__in=[each.calls[0] for each in decisions if each.calls])
    results = dict(calls.values_list("id", "result"))
    for each in decisions:
        each.result = results.get(each.calls[0]) if each.calls else None
