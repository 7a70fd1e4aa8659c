"""Approvals on the wire."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.mcp.approving import request_of
from apps.mcp.asking import facts_of
from apps.mcp.binding import drift_of, told
from apps.mcp.closing import agent_id_of
from apps.mcp.models import Approval, ApprovalVote, ToolCall
from apps.mcp.states import ApprovalState
from apps.system.access.serializers import ActorOut
from apps.system.errors import CivalError
from apps.system.types import ExactDecimal, WireModel


class ApprovalOut(WireModel):
    """A call that people were asked about.

    `facts` are what it rested on when it was asked, such as the price; `maxDrift` is how far they may move,
    in percent. `because` says which rule asked. It takes `people` different persons; `approvedBy` said yes
    so far. `argumentsDigest` is of exactly these parameters: send it along, and nothing else is approved.
    """

    id: UUID
    execution_id: UUID
    tool: str
    actor: ActorOut
    agent_id: UUID | None
    asked_by: ActorOut
    because: str
    state: ApprovalState
    reason: str
    parameters: dict[str, Any]
    arguments_digest: str
    facts: dict[str, str]
    max_drift: ExactDecimal
    people: int
    approved_by: list[ActorOut]
    resolved_by: ActorOut | None
    recorded_at: datetime
    expires_at: datetime
    resolved_at: datetime | None


class ApprovalDetail(ApprovalOut):
    """The same, with the facts as they are now, and how far they have moved in percent.

    Null where they are not known now, or where it was decided already.
    """

    facts_now: dict[str, str] | None
    drift: ExactDecimal | None
    as_of: datetime


def present_approvals(approvals: Sequence[Approval]) -> list[ApprovalOut]:
    """Approvals with their calls and votes: two queries for any number."""
    calls = ToolCall.objects.in_bulk([each.call_id for each in approvals])
    votes: dict[UUID, list[ActorOut]] = {}
    cast = ApprovalVote.objects.filter(approval__in=approvals).select_related("person")
    for vote in cast.order_by("voted_at"):
        votes.setdefault(vote.approval_id, []).append(ActorOut.model_validate(vote.person))
    return [_present(each, calls[each.call_id], votes.get(each.id, [])) for each in approvals]


def present_approval(approval: Approval, now: datetime) -> ApprovalDetail:
    """One approval, with how things are now."""
    (shown,) = present_approvals([approval])
    facts = _facts_now(approval, now) if approval.is_pending else None
    return ApprovalDetail(
        **dict(shown),
        facts_now=None if facts is None else told(facts),
        drift=None if facts is None else drift_of(approval.facts, facts),
        as_of=now,
    )


def _facts_now(approval: Approval, now: datetime) -> Any:
    call = ToolCall.objects.select_related("actor").get(id=approval.call_id)
    try:
        return facts_of(request_of(call, now))
    except CivalError:
        # Without a price there is nothing to show; approving it then says why it is void.
        return None


def _present(approval: Approval, call: ToolCall, votes: list[ActorOut]) -> ApprovalOut:
    by = approval.resolved_by
    names = ("id", "tool", "because", "reason", "arguments_digest", "facts", "max_drift", "people")
    times = ("recorded_at", "expires_at", "resolved_at")
    return ApprovalOut(
        **{name: getattr(approval, name) for name in (*names, *times)},
        execution_id=approval.call_id,
        actor=ActorOut.model_validate(approval.actor),
        agent_id=agent_id_of(approval.actor),
        asked_by=ActorOut.model_validate(approval.asked_by),
        state=ApprovalState(approval.state),
        parameters=call.parameters,
        approved_by=votes,
        resolved_by=None if by is None else ActorOut.model_validate(by),
    )
