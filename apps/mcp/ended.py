"""Calls that have ended, as what is told of them needs them: of a fleet, thousands at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from apps.mcp.digests import NOTHING, Digested, digest, digest_text
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


def ended_call(call: ToolCall, actor: Actor) -> EndedCall:
    """A call that has ended, by its model."""
    result = None if call.result is None else digest(call.result)
    return _ended(call, actor, digest(call.parameters), Digested(call.result, result or ""))


def ended_draft(call: NewCall) -> EndedCall:
    """A call that has ended before it is written."""
    result = NOTHING if call.came_to is None else digest_text(call.came_to)
    return _ended(call, call.actor, digest_text(call.text).digest, result)


def _ended(call: ToolCall | NewCall, actor: Actor, parameters: str, result: Digested) -> EndedCall:
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
        parameters_digest=parameters,
        status=str(call.status),
        code=call.code,
        reason=call.reason,
        details=call.details,
        result=result.data,
        result_digest=result.digest or None,
        result_size=call.result_size,
        started_at=call.started_at,
        finished_at=call.finished_at,
    )
