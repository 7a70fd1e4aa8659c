"""Deciding about calls that wait for people: approving, rejecting, and what happens when nobody does."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from apps.mcp import gates
from apps.mcp.asking import facts_of
from apps.mcp.binding import digest_of, drift_of
from apps.mcp.closing import BY, EXPIRED, REJECTED, VOID, tell_resolved
from apps.mcp.models import Approval, ApprovalVote, ToolCall
from apps.mcp.publishing import sweep_soon
from apps.mcp.records import announce_request
from apps.mcp.registry import get_tool
from apps.mcp.request import Request
from apps.mcp.selectors import get_approval
from apps.mcp.services import settle_calls
from apps.mcp.states import ApprovalState
from apps.mcp.types import CallOutcome, CallStatus
from apps.system.access.models import Actor
from apps.system.access.types import Caller, Interface
from apps.system.errors import CivalError, Conflict, Forbidden

EXPIRE_BATCH = 200


@transaction.atomic
def approve(approval_id: UUID, *, by: Actor, now: datetime, arguments: str = "") -> Approval:
    """Say yes to a call, as a person who sees it; with enough of them it passes the gates and is queued.

    What has expired, or moved too far since it was asked, becomes void instead: the answer says so. A second
    yes of the same person, or one after it was approved, changes nothing. Raises NotFound, Conflict (resolved
    otherwise; `arguments` is not the digest of what would run), Forbidden (no person, or the one who asked),
    and as the kill switch, permissions, circuits and archiving refuse: then people can still decide.
    """
    approval, call = _lock(approval_id, by)
    if approval.state == ApprovalState.APPROVED:
        return approval
    _check_pending(approval)
    _check_person(approval, by)
    if arguments and arguments != approval.arguments_digest:
        raise Conflict("These are not the arguments that would run.", code="arguments_changed")
    request = request_of(call, now)
    if void := _why_void(approval, call, request):
        return _end(approval, void)
    gates.check_again(request)
    ApprovalVote.objects.get_or_create(approval=approval, person=by, defaults={"voted_at": now})
    if approval.votes.count() >= approval.people:
        _let_run(approval, call, by=by, now=now)
    return approval


@transaction.atomic
def reject(approval_id: UUID, *, by: Actor, reason: str) -> Approval:
    """Say no to a call, as a person who sees it; one is enough, also where two have to approve.

    A second time changes nothing. Raises NotFound, Conflict (resolved otherwise) and Forbidden.
    """
    approval, _ = _lock(approval_id, by)
    if approval.state == ApprovalState.REJECTED:
        return approval
    _check_pending(approval)
    _check_person(approval, by)
    return _end(approval, _outcome(approval.call_id, REJECTED, f"{by.name} rejected it: {reason}"), by=by)


@transaction.atomic
def expire_approvals(now: datetime) -> int:
    """Refuse a bounded batch of calls that nobody decided about in time; answers how many."""
    pending = Approval.objects.filter(state=ApprovalState.PENDING, expires_at__lte=now)
    call_ids = pending.order_by("expires_at").values_list("call_id", flat=True)[:EXPIRE_BATCH]
    outcomes = [_outcome(each, EXPIRED, "Nobody decided in time.") for each in sorted(call_ids)]
    if not outcomes:
        return 0
    return len(settle_calls(outcomes, standing=CallStatus.AWAITING_APPROVAL))


def request_of(call: ToolCall, now: datetime) -> Request:
    """A recorded call as a request again. Raises CivalError where its tool takes it no more."""
    principal = Actor.objects.get(id=call.principal_id)
    scopes = frozenset(call.scopes.split(","))
    caller = Caller(call.actor, principal, scopes, Interface(call.interface))
    tool = get_tool(call.tool)
    return Request(caller, tool, tool.parse(call.exact_parameters), None, now)


def _lock(approval_id: UUID, by: Actor) -> tuple[Approval, ToolCall]:
    """The approval as it stands while its call is locked: whoever ends the call locks that first, too."""
    call_id = get_approval(by, approval_id).call_id
    call = ToolCall.objects.select_for_update(of=("self",)).select_related("actor").get(id=call_id)
    return get_approval(by, approval_id), call


def _check_pending(approval: Approval) -> None:
    if not approval.is_pending:
        raise Conflict(
            f"It was decided already: {approval.state.lower()}. {approval.reason}".strip(),
            code="approval_resolved",
            details={"state": approval.state},
        )


def _check_person(approval: Approval, by: Actor) -> None:
    if by.kind != Actor.Kind.PERSON:
        raise Forbidden("Only people decide about calls.", code="not_a_person")
    if by.id in (approval.asked_by_id, approval.actor_id):
        raise Forbidden("Whoever asked for a call does not decide about it.", code="own_request")


def _why_void(approval: Approval, call: ToolCall, request: Request) -> CallOutcome | None:
    """What has changed too much since it was asked, or None."""
    if approval.expires_at <= request.now:
        return _outcome(call.id, EXPIRED, "Nobody decided in time.")
    if digest_of(call) != approval.arguments_digest:
        return _outcome(call.id, VOID, "Its arguments are not those that were asked about.")
    try:
        drift = drift_of(approval.facts, facts_of(request))
    except CivalError as error:
        return _outcome(call.id, VOID, f"What it rests on is not known any more: {error.detail}")
    if drift is None or drift > approval.max_drift:
        moved = "moved beyond measure" if drift is None else f"moved by {drift} %"
        return _outcome(call.id, VOID, f"The market has {moved}; {approval.max_drift} % are allowed.")
    return None


def _outcome(call_id: UUID, code: str, reason: str) -> CallOutcome:
    return CallOutcome(call_id, CallStatus.REFUSED, None, code, reason, {}, Conflict.status)


def _end(approval: Approval, outcome: CallOutcome, *, by: Actor | None = None) -> Approval:
    """End the call as refused, and its approval with it."""
    details = {"approval_id": str(approval.id), **({BY: str(by.id)} if by else {})}
    settle_calls([replace(outcome, details=details)], standing=CallStatus.AWAITING_APPROVAL)
    approval.refresh_from_db()
    return approval


def _let_run(approval: Approval, call: ToolCall, *, by: Actor, now: datetime) -> None:
    """Queue the call, and tell; the sweeper hands it to a worker after the commit."""
    call.status, call.retry_at = CallStatus.QUEUED, now
    call.save(update_fields=["status", "retry_at"])
    approval.state, approval.resolved_by, approval.resolved_at = ApprovalState.APPROVED, by, now
    approval.save(update_fields=["state", "resolved_by", "resolved_at"])
    tell_resolved([approval], {call.id: call.correlation_id})
    if not get_tool(call.tool).read_only:
        announce_request(call, call.actor)
    transaction.on_commit(sweep_soon, robust=True)
