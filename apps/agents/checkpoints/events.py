"""News of checkpoints."""

from uuid import UUID

from apps.system.events.catalogue import EventPayload


class CheckpointChanged(EventPayload, type="agent.checkpoint"):
    """An agent's state was kept (`taken`), or brought back to what was kept (`restored`)."""

    agent_id: UUID
    checkpoint_id: UUID
    action: str
    kind: str
    version: int
