"""What operators can do with agents."""

from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from apps.agents.bulk import tools as bulk_tools
from apps.agents.bulk.tools import Reason
from apps.agents.checkpoints import tools as checkpoint_tools
from apps.agents.errors import UnknownFarm
from apps.agents.goals import tools as goal_tools
from apps.agents.history.configurations import roll_back
from apps.agents.hours import Hours
from apps.agents.lifecycle import Action
from apps.agents.memory import tools as memory_tools
from apps.agents.messages import tools as message_tools
from apps.agents.models import Agent
from apps.agents.runs import tools as run_tools
from apps.agents.sagas import CREATE_AGENT, archive, context_of
from apps.agents.selectors.agents import get_agent, get_parent, lock_agent
from apps.agents.serializers import CreatedAgent
from apps.agents.services import transitions
from apps.agents.services.archiving import check_archivable
from apps.agents.services.cloning import wanted_like
from apps.agents.services.configuration import configure_agent
from apps.agents.services.creation import NewAgent, check_creation_is_on, check_new_agent
from apps.agents.todos import tools as todo_tools
from apps.mcp.registry import operator_command
from apps.mcp.types import Deferred, ToolContext
from apps.system.access.models import Actor
from apps.system.access.selectors import get_actor
from apps.system.access.types import Scope
from apps.system.errors import Forbidden
from apps.system.ids import new_id
from apps.system.sagas.services import start_saga
from apps.system.types import PositiveDecimal
from apps.trading.selectors.venues import DEFAULT_VENUE
from apps.trading.types import Interval, Symbol

__all__ = [  # tools are found by being imported from here
    "bulk_tools",
    "checkpoint_tools",
    "goal_tools",
    "memory_tools",
    "message_tools",
    "run_tools",
    "todo_tools",
]

MOST_CAPITAL = Decimal(10) ** 12
MOST_SYMBOLS = 20

Name = Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S", description="What people call it.")]
Capital = Annotated[
    PositiveDecimal, Field(le=MOST_CAPITAL, description="Cash it starts with, in its symbols' quote asset.")
]
Symbols = Annotated[list[Symbol], Field(min_length=1, max_length=MOST_SYMBOLS, description="What it trades.")]


class AgentState(BaseModel):
    """Where an agent stands now."""

    id: UUID
    status: str


class AgentSettings(BaseModel):
    """The settings of an agent's strategy, and which version of them that is."""

    id: UUID
    version: int
    parameters: dict[str, Any]


@operator_command(
    category="agents", scope="operate", idempotent=False, per_minute=120, command="agent.create"
)
def create_agent(
    context: ToolContext,
    *,
    name: Name,
    type: Annotated[str, Field(max_length=32, description="The kind of its strategy, such as momentum.")],
    initial_capital: Capital,
    enable_defi: Annotated[bool, Field(description="Whether it gets a vault and DeFi tools.")] = True,
    enable_mcp: Annotated[
        bool, Field(description="Whether it may use tools; without, it trades by hand only.")
    ] = True,
    venue: Annotated[str, Field(max_length=64, description="The market it trades on.")] = DEFAULT_VENUE,
    symbols: Symbols = ["BTC/USD"],  # noqa: B006 - pydantic copies defaults
    interval: Annotated[Interval, Field(description="The bars it decides on.")] = Interval.M1,
    parameters: Annotated[
        dict[str, Any], Field(description="Settings of its strategy; the rest are defaults.")
    ] = {},  # noqa: B006
    farm_id: Annotated[UUID | None, Field(description="The farm it joins.")] = None,
) -> CreatedAgent | Deferred:
    """Set up an agent whole and start it: account with capital, vault, permissions, strategy, to-do list.

    If any part fails, everything is taken back. Unknown types, venues, symbols and settings are refused.
    """
    wanted = NewAgent(
        name=name.strip(),
        type=type,
        initial_capital=initial_capital,
        enable_defi=enable_defi,
        enable_mcp=enable_mcp,
        venue=venue,
        symbols=symbols,
        interval=interval,
        parameters=parameters,
    )
    check_new_agent(wanted)
    parent = _farm(context.actor, farm_id) if farm_id else context.actor
    check_creation_is_on(parent)
    start = context_of(wanted, agent_id=new_id(), parent=parent, by=context.caller.principal)
    saga = start_saga(CREATE_AGENT, start, owner_id=parent.owner_id, call_id=context.call_id)
    return Deferred(kind="saga", id=saga.id)


@operator_command(category="agents", scope="operate", idempotent=True, per_minute=120, command="agent.update")
def update_agent(
    context: ToolContext,
    *,
    agent_id: UUID,
    parameters: Annotated[dict[str, Any], Field(description="Those settings of its strategy that change.")],
) -> AgentSettings:
    """Change settings of an agent's strategy, from its next bar on. Each change is a new version."""
    agent = lock_agent(context.actor, agent_id)
    made = configure_agent(agent, changes=parameters, by=context.caller.principal, now=context.now)
    return AgentSettings(id=agent.pk, version=made.version, parameters=made.parameters)


@operator_command(category="agents", scope="operate", idempotent=True, per_minute=120)
def roll_back_agent(
    context: ToolContext,
    *,
    agent_id: UUID,
    version: Annotated[int, Field(ge=1, description="The version whose settings are to hold again.")],
) -> AgentSettings:
    """Have an agent decide by earlier settings, from its next bar on. That, too, is a new version."""
    agent = lock_agent(context.actor, agent_id)
    made = roll_back(agent, version, by=context.caller.principal, now=context.now)
    return AgentSettings(id=agent.pk, version=made.version, parameters=made.parameters)


@operator_command(category="agents", scope="operate", idempotent=True, per_minute=120)
def schedule_agent(
    context: ToolContext,
    *,
    agent_id: UUID,
    hours: Annotated[
        Hours | None,
        Field(description="When it decides; null: on every bar. Orders live on outside of them."),
    ],
) -> AgentSettings:
    """Have an agent decide only on bars that close within certain hours. That is a new version."""
    agent = lock_agent(context.actor, agent_id)
    made = configure_agent(agent, changes={}, hours=hours, by=context.caller.principal, now=context.now)
    return AgentSettings(id=agent.pk, version=made.version, parameters=made.parameters)


@operator_command(category="agents", scope="operate", idempotent=False, per_minute=120)
def clone_agent(
    context: ToolContext,
    *,
    agent_id: UUID,
    name: Annotated[Name | None, Field(description="Without it, the name of the other with `copy`.")] = None,
    initial_capital: Annotated[Capital | None, Field(description="Without it, that of the other.")] = None,
) -> CreatedAgent | Deferred:
    """Set up and start an agent like another: its type, market and settings, with capital of its own.

    Memory, decisions and positions are not copied. It stands below the same farm or person.
    """
    wanted = wanted_like(get_agent(context.actor, agent_id), name=name, initial_capital=initial_capital)
    check_new_agent(wanted)
    parent = get_parent(context.actor, agent_id)
    check_creation_is_on(parent)
    start = context_of(wanted, agent_id=new_id(), parent=parent, by=context.caller.principal)
    saga = start_saga(CREATE_AGENT, start, owner_id=parent.owner_id, call_id=context.call_id)
    return Deferred(kind="saga", id=saga.id)


@operator_command(category="agents", scope="operate", idempotent=True, per_minute=120)
def start_agent(context: ToolContext, *, agent_id: UUID, reason: Reason = "") -> AgentState:
    """Let a new, stopped or broken agent decide on bars."""
    return _change(context, agent_id, Action.START, reason)


@operator_command(category="agents", scope="operate", idempotent=True, per_minute=120, reduces_risk=True)
def pause_agent(context: ToolContext, *, agent_id: UUID, reason: Reason = "") -> AgentState:
    """Keep a running agent from deciding for a while. Its orders and positions stay."""
    return _change(context, agent_id, Action.PAUSE, reason)


@operator_command(category="agents", scope="operate", idempotent=True, per_minute=120)
def resume_agent(context: ToolContext, *, agent_id: UUID, reason: Reason = "") -> AgentState:
    """Let a paused agent decide again."""
    return _change(context, agent_id, Action.RESUME, reason)


@operator_command(category="agents", scope="operate", idempotent=True, per_minute=120, reduces_risk=True)
def stop_agent(context: ToolContext, *, agent_id: UUID, reason: Reason = "") -> AgentState:
    """Stop an agent. Its orders and positions stay; it can be started again."""
    return _change(context, agent_id, Action.STOP, reason)


@operator_command(
    category="agents", scope="operate", destructive=True, idempotent=True, per_minute=120, reduces_risk=True
)
def archive_agent(
    context: ToolContext,
    *,
    agent_id: UUID,
    close_positions: Annotated[
        bool, Field(description="Sell what it holds at the market; without, it is refused while it holds.")
    ] = False,
) -> AgentState | Deferred:
    """End an agent for good: orders cancelled, capital returned, vault closed, keys ended; records stay.

    Refused with `agent_holds_positions`, which lists them, unless they are to be closed. From now on its
    account takes market sales only. It can be called off (`cancel_saga`) until its capital goes back.
    """
    agent = lock_agent(context.actor, agent_id)
    if close_positions and Scope.TRADE not in context.caller.scopes:
        raise Forbidden("Closing positions takes the scope `trade`.", code="scope_missing")
    check_archivable(agent, close_positions=close_positions)
    start = archive.context_of(agent, caller=context.caller, close_positions=close_positions)
    owner_id = agent.actor.owner_id
    saga = start_saga(archive.ARCHIVE_AGENT, start, owner_id=owner_id, call_id=context.call_id)
    return Deferred(kind="saga", id=saga.id)


def _change(context: ToolContext, agent_id: UUID, action: Action, reason: str) -> AgentState:
    return _state(transitions.change_status(lock_agent(context.actor, agent_id), action, reason=reason))


def _state(agent: Agent) -> AgentState:
    return AgentState(id=agent.pk, status=agent.status)


def _farm(actor: Actor, farm_id: UUID) -> Actor:
    found = get_actor(actor, farm_id)
    if found.kind != Actor.Kind.FARM or found.archived_at is not None:
        raise UnknownFarm(f"There is no farm {farm_id}.")
    return found
