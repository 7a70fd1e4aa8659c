"""What hangs on calls ends with them, in the same transaction: what they hold of budgets, and approvals."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from apps.mcp.budgets import release_calls
from apps.mcp.ended import EndedCall
from apps.mcp.events import ApprovalResolved
from apps.mcp.models import Approval, ToolCall
from apps.mcp.states import ApprovalState
from apps.mcp.types import CallStatus
from apps.system.access.models import Actor
from apps.system.events.services import NewEvent, append_events

REJECTED, EXPIRED, VOID = "approval_rejected", "approval_expired", "approval_void"

_STATES: Mapping[str, ApprovalState] = {
    REJECTED: ApprovalState.REJECTED,
    EXPIRED: ApprovalState.EXPIRED,
    VOID: ApprovalState.VOID,
}
BY = "resolved_by"
"""Where the details of a call that was rejected keep by whom."""


def close_attachments(calls: Sequence[ToolCall | EndedCall], *, standing: CallStatus) -> None:
    """Let go of what ended calls hold, and close the approvals of those that waited for people."""
    release_calls(calls)
    if standing == CallStatus.AWAITING_APPROVAL:
        _close_approvals({call.id: call for call in calls})


def agent_id_of(actor: Actor) -> UUID | None:
    """The id of an actor that is an agent."""
    return actor.id if actor.kind == Actor.Kind.AGENT else None


def tell_resolved(approvals: Sequence[Approval], stories: Mapping[UUID, UUID]) -> None:
    """Tell what came of approvals, with their actors fetched, in the stories of their calls."""
    append_events(
        [
            NewEvent(_news(each), audience=each.actor.owner_id, correlation_id=stories[each.call_id])
            for each in approvals
        ]
    )


def _close_approvals(calls: Mapping[UUID, ToolCall | EndedCall]) -> None:
    approvals = list(
        Approval.objects.select_related("actor").filter(call_id__in=calls, state=ApprovalState.PENDING)
    )
    for approval in approvals:
        call = calls[approval.call_id]
        approval.state = _STATES.get(call.code, ApprovalState.CANCELLED)
        approval.reason = call.reason[:500]
        approval.resolved_at = call.finished_at
        approval.resolved_by = _person(call.details.get(BY))
    Approval.objects.bulk_update(approvals, ["state", "reason", "resolved_at", "resolved_by"])
    tell_resolved(approvals, {call.id: call.correlation_id for call in calls.values()})


def _person(identifier: str | None) -> Actor | None:
    return Actor.objects.filter(id=identifier).first() if identifier else None


def _news(approval: Approval) -> ApprovalResolved:
    return ApprovalResolved(
        approval_id=approval.id,
        execution_id=approval.call_id,
        tool=approval.tool,
        actor_id=approval.actor_id,
        agent_id=agent_id_of(approval.actor),
        state=ApprovalState(approval.state),
        reason=approval.reason,
        resolved_by=approval.resolved_by_id,
    )
