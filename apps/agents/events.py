"""News of agents."""

from datetime import datetime
from uuid import UUID

from apps.system.events.catalogue import EventPayload
from apps.system.types import ExactDecimal


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


class AgentFailed(EventPayload, type="agent.error"):
    """An agent's strategy broke and the agent stands still until it is started again."""

    agent_id: UUID
    code: str
    detail: str
