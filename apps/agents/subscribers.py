"""What agents learn from the log: what came of the calls they made."""

from collections.abc import Sequence
from uuid import UUID

from apps.agents.services.outcomes import record_outcomes
from apps.system.events.items import one_by_one
from apps.system.events.models import Event
from apps.system.events.subscribers import subscriber


@subscriber("agents.outcomes", types=["mcp.result", "mcp.results", "mcp.error", "mcp.errors"])
def record_call_outcomes(events: Sequence[Event]) -> None:
    """Write the outcome of ended calls on the decisions that made them."""
    record_outcomes([UUID(said["executionId"]) for _, said in one_by_one(events) if said["agentId"]])
