"""Keeping agents' states, and bringing agents back to them."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from apps.agents.checkpoints import services
from apps.agents.checkpoints.selectors import get_checkpoint
from apps.agents.checkpoints.serializers import CheckpointState, Restored
from apps.agents.selectors.agents import lock_agent
from apps.mcp.registry import operator_command
from apps.mcp.types import ToolContext
from apps.system.bodies import Text

CheckpointId = Annotated[UUID, Field(description="The checkpoint.")]


class Dropped(BaseModel):
    """What is kept no longer."""

    id: UUID


@operator_command(category="agents", scope="operate", idempotent=False, cheap=True, reduces_risk=True)
def take_checkpoint(
    context: ToolContext,
    *,
    agent_id: UUID,
    reason: Annotated[Text, Field(max_length=500, description="What it is kept for.")] = "",
) -> CheckpointState:
    """Keep an agent's whole state, to compare with or to bring it back to.

    Refused with `too_many_checkpoints` and `checkpoint_too_large`.
    """
    agent = lock_agent(context.actor, agent_id)
    taken = services.take_checkpoint(agent, by=context.caller.principal, now=context.now, reason=reason)
    return CheckpointState.of(taken)


@operator_command(category="agents", scope="operate", idempotent=False, destructive=True)
def restore_checkpoint(context: ToolContext, *, agent_id: UUID, checkpoint_id: CheckpointId) -> Restored:
    """Bring an agent that stands still back to a checkpoint: its settings, and what its strategy remembers.

    Money, positions, decisions and memories stay. The moment before is kept as a checkpoint of its own, so
    that it can be undone. Refused with `agent_runs`, `checkpoint_does_not_fit` and `checkpoint_changed`.
    """
    agent = lock_agent(context.actor, agent_id)
    checkpoint = get_checkpoint(agent, checkpoint_id)
    before = services.restore_checkpoint(agent, checkpoint, by=context.caller.principal, now=context.now)
    return Restored(
        agent_id=agent.pk, checkpoint_id=checkpoint.id, version=agent.version, undo_checkpoint_id=before.id
    )


@operator_command(
    category="agents", scope="operate", idempotent=False, destructive=True, cheap=True, reduces_risk=True
)
def delete_checkpoint(context: ToolContext, *, agent_id: UUID, checkpoint_id: CheckpointId) -> Dropped:
    """Keep a checkpoint no longer."""
    services.delete_checkpoint(get_checkpoint(lock_agent(context.actor, agent_id), checkpoint_id))
    return Dropped(id=checkpoint_id)
