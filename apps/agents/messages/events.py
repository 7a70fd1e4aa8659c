"""News of messages."""

from uuid import UUID

from apps.system.events.catalogue import EventPayload


class AgentMessaged(EventPayload, type="agent.message"):
    """An agent has a message; `agent_id` is who received it."""

    agent_id: UUID
    message_id: UUID
    sender_id: UUID
    sender_name: str
    subject: str
