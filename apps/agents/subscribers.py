"""What agents learn from the log: what came of the calls they made."""

from collections.abc import Sequence
from uuid import UUID

from apps.agents.services.outcomes import record_outcomes
from apps.system.events.models import Event
from apps.system.events.subscribers import subscriber


@subscriber("agents.outcomes", types=["mcp.result", "mcp.error"])
def record_call_outcomes(events: Sequence[Event]) -> None:
    """Write the outcome of ended calls on the decisions that made them."""
    of_agents = [event for event in events if event.agent_id is not None]
    record_outcomes([UUID(event.payload["executionId"]) for event in of_agents])
