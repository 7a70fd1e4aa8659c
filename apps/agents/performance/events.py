"""News of performance."""

from datetime import datetime

from apps.system.events.catalogue import EventPayload


class AgentsMeasured(EventPayload, type="agent.performance", ephemeral=True):
    """The figures of an owner's agents were measured anew; the leaderboard and their pages show them."""

    agents: int
    as_of: datetime
