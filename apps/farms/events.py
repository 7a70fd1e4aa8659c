"""News of farms."""

from uuid import UUID

from apps.system.events.catalogue import EventPayload


class FarmCreated(EventPayload, type="farm.create"):
    """A farm was made; it has no agents yet."""

    farm_id: UUID
    name: str


class AgentJoined(EventPayload, type="farm.agent_added"):
    """An agent came under a farm."""

    farm_id: UUID
    agent_id: UUID
