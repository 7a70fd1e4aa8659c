"""Agents on the wire."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel

from apps.agents.checkpoints.serializers import CheckpointOut
from apps.agents.models import Agent, AgentConfiguration, Checkpoint, Decision, StrategyState
from apps.agents.selectors.agents import read_results
from apps.agents.selectors.pulse import Health, Pulse, pulses_of
from apps.mcp.rule_answers import LevelName, name_of
from apps.mcp.selectors import levels_of
from apps.system.access.models import Actor
from apps.system.types import ExactDecimal, WireModel
from apps.vaults.models import Vault
from apps.vaults.networks import PRIMARY


class AgentOut(WireModel):
    """One agent; `initialCapital` in its account's currency, `autonomy` is the level that binds it.

    `heartbeatAt` is when it was last asked to decide, in real time; in `health`, `late` is behind its market,
    and `waiting` before a market that stands still.
    """

    id: UUID
    name: str
    type: str
    status: str
    owner_id: UUID
    farm_id: UUID | None
    account_id: UUID
    venue: str
    symbols: list[str]
    interval: str
    initial_capital: ExactDecimal
    enable_defi: bool
    enable_mcp: bool
    version: int
    last_bar_at: datetime | None
    error: str
    error_code: str
    failed_at: datetime | None
    retries: int
    next_retry_at: datetime | None
    heartbeat_at: datetime | None
    health: Health
    autonomy: LevelName
    created_at: datetime

    @classmethod
    def of(cls, agent: Agent, autonomy: LevelName, pulse: Pulse) -> Self:
        """Of an agent with its actor and the actor's parent."""
        names = (
            "type",
            "status",
            "account_id",
            "symbols",
            "interval",
            "initial_capital",
            "enable_defi",
            "enable_mcp",
        )
        more = ("version", "last_bar_at", "created_at")
        failed = ("error", "error_code", "failed_at", "retries", "next_retry_at")
        return cls(
            **{name: getattr(agent, name) for name in (*names, *more, *failed)},
            id=agent.pk,
            name=agent.actor.name,
            owner_id=agent.actor.owner_id,
            farm_id=farm_of(agent),
            venue=agent.venue_id,
            autonomy=autonomy,
            heartbeat_at=pulse.heartbeat_at,
            health=pulse.health,
        )


def present_agents(agents: Sequence[Agent], *, now: datetime) -> list[AgentOut]:
    """Agents as they are answered; the number of queries is the same for any number of them."""
    levels, pulses = levels_of([agent.actor for agent in agents]), pulses_of(agents, now)
    return [AgentOut.of(agent, name_of(levels[agent.pk]), pulses[agent.pk]) for agent in agents]


def farm_of(agent: Agent) -> UUID | None:
    """The farm an agent stands in."""
    parent = agent.actor.parent
    return parent.id if parent is not None and parent.kind == Actor.Kind.FARM else None


class VaultBrief(BaseModel):
    """A new agent's vault and its address on the primary network."""

    id: UUID
    network: str
    address: str


class CreatedAgent(BaseModel):
    """An agent that was set up whole; `initial_capital` in its account's currency."""

    id: UUID
    name: str
    type: str
    status: str
    account_id: UUID
    venue: str
    symbols: list[str]
    interval: str
    initial_capital: ExactDecimal
    enable_defi: bool
    enable_mcp: bool
    vault: VaultBrief | None
    created_at: datetime


def describe_created(agent: Agent, vault: Vault | None) -> CreatedAgent:
    """The answer to `create_agent`."""
    names = (
        "type",
        "status",
        "account_id",
        "symbols",
        "interval",
        "initial_capital",
        "enable_defi",
        "enable_mcp",
    )
    return CreatedAgent(
        **{name: getattr(agent, name) for name in (*names, "created_at")},
        id=agent.pk,
        name=agent.actor.name,
        venue=agent.venue_id,
        vault=vault and _brief(vault),
    )


def _brief(vault: Vault) -> VaultBrief:
    primary = vault.addresses.get(network=PRIMARY.name)
    return VaultBrief(id=vault.id, network=primary.network, address=primary.address)


class ConfigurationOut(WireModel):
    """A version of an agent's settings; `parameters` follow the schema of its type."""

    version: int
    type: str
    venue: str
    symbols: list[str]
    interval: str
    parameters: dict[str, Any]
    created_at: datetime

    @classmethod
    def of(cls, agent: Agent, configuration: AgentConfiguration) -> Self:
        """Of an agent and its configuration in force."""
        return cls(
            version=configuration.version,
            type=agent.type,
            venue=agent.venue_id,
            symbols=agent.symbols,
            interval=agent.interval,
            parameters=configuration.parameters,
            created_at=configuration.created_at,
        )


class DecisionOut(WireModel):
    """A decision on one bar. `inputs` are numbers as text, `reasoning` the rules in order."""

    id: UUID
    agent_id: UUID
    venue: str
    symbol: str
    interval: str
    bar_at: datetime
    version: int
    action: str
    quantity: ExactDecimal
    confidence: ExactDecimal
    inputs: dict[str, Any]
    sentence: str
    reasoning: list[dict[str, Any]]
    limit_price: ExactDecimal | None
    snapshot: str
    calls: list[UUID]
    outcome: str
    outcome_details: dict[str, Any]
    recorded_at: datetime


def present_decisions(decisions: Sequence[Decision]) -> list[DecisionOut]:
    """Decisions as they are answered; the number of queries is the same for any number of them."""
    read_results(decisions)
    return [DecisionOut.model_validate(each) for each in decisions]


class PersistedState(WireModel):
    """What would be needed to go on where the agent stands."""

    configuration: ConfigurationOut
    strategy_state: dict[str, Any]
    last_bar: datetime | None
    last_decision: DecisionOut | None
    checkpoints: list[CheckpointOut]


class PersistenceOut(WireModel):
    """An agent's persisted state."""

    agent_id: UUID
    status: str
    data: PersistedState

    @classmethod
    def of(
        cls,
        agent: Agent,
        configuration: AgentConfiguration,
        state: StrategyState,
        last: Decision | None,
        checkpoints: Sequence[Checkpoint],
    ) -> Self:
        """Of an agent's rows."""
        data = PersistedState(
            configuration=ConfigurationOut.of(agent, configuration),
            strategy_state=state.state,
            last_bar=state.last_bar_at,
            last_decision=DecisionOut.model_validate(last) if last else None,
            checkpoints=[CheckpointOut.of(each) for each in checkpoints],
        )
        return cls(agent_id=agent.pk, status=agent.status, data=data)


class AgentSummary(WireModel):
    """One agent in the status: `value` is its cash and positions, null while a position has no price."""

    id: UUID
    name: str
    type: str
    status: str
    farm_id: UUID | None
    value: ExactDecimal | None
    currency: str
    initial_capital: ExactDecimal
    last_bar_at: datetime | None
    error: str
    next_retry_at: datetime | None


class FleetStatus(WireModel):
    """All agents at a moment: counts by state, total value in `currency`, and the newest agents."""

    total: int
    by_status: dict[str, int]
    total_value: ExactDecimal | None
    currency: str
    values: dict[str, ExactDecimal | None]
    agents: list[AgentSummary]
    source: str
    as_of: datetime


def summarise(agent: Agent, value: Decimal | None) -> AgentSummary:
    """An agent (with actor, its parent and account) and what it is worth."""
    return AgentSummary(
        id=agent.pk,
        name=agent.actor.name,
        type=agent.type,
        status=agent.status,
        farm_id=farm_of(agent),
        value=value,
        currency=agent.account.currency,
        initial_capital=agent.initial_capital,
        last_bar_at=agent.last_bar_at,
        error=agent.error,
        next_retry_at=agent.next_retry_at,
    )
