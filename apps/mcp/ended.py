"""Calls that have ended, as what is told of them needs them: of a fleet, thousands at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from apps.mcp.digests import digest
from apps.mcp.drafts import NewCall
from apps.mcp.models import ToolCall
from apps.system.access.models import Actor


class EndedCall(NamedTuple):
    """A call that has ended: what it was, whose, and what it came to.

    Named as the columns of ToolCall, but for whose it is and the digests.
    """

    id: UUID
    tool: str
    interface: str
    actor_id: UUID
    principal_id: UUID
    correlation_id: UUID
    recorded_at: datetime
    owner_id: UUID | None
    actor_kind: str
    parameters_digest: str
    status: str
    code: str
    reason: str
    details: Mapping[str, Any]
    result: Any
    result_digest: str | None
    result_size: int | None
    started_at: datetime | None
    finished_at: datetime

    @property
    def agent_id(self) -> UUID | None:
        """The id of its actor, if that is an agent."""
        return self.actor_id if self.actor_kind == Actor.Kind.AGENT else None

    @property
    def milliseconds(self) -> float:
        """From request to end."""
        return (self.finished_at - self.recorded_at).total_seconds() * 1000


def ended_call(call: ToolCall | NewCall, actor: Actor) -> EndedCall:
    """A call that has ended, by its model or by what is to be written of it."""
    assert call.finished_at is not None
    return EndedCall(
        id=call.id,
        tool=call.tool,
        interface=str(call.interface),
        actor_id=call.actor_id,
        principal_id=call.principal_id,
        correlation_id=call.correlation_id,
        recorded_at=call.recorded_at,
        owner_id=actor.owner_id,
        actor_kind=actor.kind,
        parameters_digest=digest(call.parameters),
        status=str(call.status),
        code=call.code,
        reason=call.reason,
        details=call.details,
        result=call.result,
        result_digest=None if call.result is None else digest(call.result),
        result_size=call.result_size,
        started_at=call.started_at,
        finished_at=call.finished_at,
    )
