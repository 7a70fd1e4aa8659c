"""Deciding about calls that wait for people."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from apps.mcp.approval_answers import ApprovalOut, present_approvals
from apps.mcp.approving import approve, reject, request_of
from apps.mcp.models import ToolCall
from apps.mcp.registry import operator_command
from apps.mcp.selectors import get_approval
from apps.mcp.types import ToolContext
from apps.system.errors import CivalError

ApprovalId = Annotated[UUID, Field(description="The approval, as `GET /mcp/approvals` lists it.")]
Digest = Annotated[
    str, Field(max_length=64, description="The `arguments_digest` that was looked at; refused if it differs.")
]
Reason = Annotated[str, Field(min_length=1, max_length=400, description="Why not, for whoever asked.")]


def lets_an_exit_run(context: ToolContext, *, approval_id: UUID, **_: object) -> bool:
    """Whether what is to be approved only takes risk away: that needs a yes during a halt, too."""
    try:
        call_id = get_approval(context.caller.principal, approval_id).call_id
        call = ToolCall.objects.select_related("actor").get(id=call_id)
        return request_of(call, context.now).reduces_risk
    except CivalError:
        return False


@operator_command(scope="operate", idempotent=True, cheap=True, reduces_risk_if=lets_an_exit_run)
def approve_call(
    context: ToolContext, *, approval_id: ApprovalId, arguments_digest: Digest = ""
) -> ApprovalOut:
    """Let a call run that waits for people. It passes the kill switch, permissions and the circuit once more.

    Where two people have to approve, the first yes is kept. A call whose price has moved too far, or that has
    expired, is not run: `state` is VOID or EXPIRED then. Refused with `own_request` (you asked for it),
    `not_a_person`, `approval_resolved`, `arguments_changed`, and as the gates refuse; then it still waits.
    """
    by = context.caller.principal
    approve(approval_id, by=by, now=context.now, arguments=arguments_digest)
    return present_approvals([get_approval(by, approval_id)])[0]


@operator_command(scope="operate", idempotent=True, cheap=True, reduces_risk=True)
def reject_call(context: ToolContext, *, approval_id: ApprovalId, reason: Reason) -> ApprovalOut:
    """Refuse a call that waits for people, with a reason; one person is enough.

    Refused with `own_request` (cancel the execution instead), `not_a_person`, `approval_resolved`.
    """
    by = context.caller.principal
    reject(approval_id, by=by, reason=reason)
    return present_approvals([get_approval(by, approval_id)])[0]
