"""News of agents."""

from datetime import datetime
from typing import Any
from uuid import UUID

from apps.system.events.catalogue import EventPayload
from apps.system.types import ExactDecimal, WireModel


class AgentCreated(EventPayload, type="agent.create"):
    """An agent was set up whole: account, vault, permissions, strategy and todo list."""

    agent_id: UUID
    farm_id: UUID | None
    name: str
    agent_type: str
    venue: str
    symbols: list[str]
    interval: str
    initial_capital: ExactDecimal
    enable_defi: bool
    enable_mcp: bool


class AgentUpdated(EventPayload, type="agent.update"):
    """An agent's configuration has a new version."""

    agent_id: UUID
    version: int


class AgentStatusChanged(EventPayload, type="agent.status"):
    """An agent went from one state to another (see `lifecycle.Status`)."""

    agent_id: UUID
    status: str
    previous: str
    reason: str = ""


class AgentDecided(EventPayload, type="agent.decision"):
    """An agent judged a closed bar; `quantity` in the base asset, `confidence` from 0 to 1."""

    agent_id: UUID
    decision_id: UUID
    venue: str
    symbol: str
    interval: str
    bar_at: datetime
    action: str
    quantity: ExactDecimal
    confidence: ExactDecimal
    sentence: str


class DecisionTold(WireModel):
    """One of many decisions on one bar."""

    agent_id: UUID
    decision_id: UUID
    symbol: str
    action: str
    quantity: ExactDecimal
    confidence: ExactDecimal


class AgentsDecided(EventPayload, type="agent.decisions"):
    """Many agents of one owner judged a closed bar; told together, where each alone would be a flood."""

    venue: str
    interval: str
    bar_at: datetime
    decisions: list[DecisionTold]


class FleetLagged(EventPayload, type="agent.lag"):
    """Agents of one owner did not decide on some bars, because whoever decides for them came too late."""

    venue: str
    interval: str
    since: datetime
    until: datetime
    bars: int
    agents: int


class AgentFailed(EventPayload, type="agent.error"):
    """Something keeps an agent from deciding: it stands still until it is tried again, or started by people.

    `retries` counts those up to the next one; without `next_retry_at` there is none.
    """

    agent_id: UUID
    code: str
    detail: str
    retries: int = 0
    next_retry_at: datetime | None = None


class RunStarted(EventPayload, type="run.started"):
    """A worker began to answer: `run_id` as its asker calls it, `id` as the platform does."""

    agent_id: UUID
    id: UUID
    run_id: str
    thread_id: str
    trigger: str


class RunEnded(EventPayload, type="run.ended"):
    """An answer is over, or waits for a person (`interrupted`); `cost` in US dollars."""

    agent_id: UUID
    id: UUID
    run_id: str
    thread_id: str
    status: str
    code: str
    input_tokens: int
    output_tokens: int
    cost: ExactDecimal


class RunSpoke(EventPayload, type="agui.event"):
    """One event of a run, untouched, as AG-UI defines it; `place` counts the run's events from 1."""

    agent_id: UUID
    run_id: str
    thread_id: str
    place: int
    event: dict[str, Any]
