"""What came of decisions."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.agents.models import Decision
from apps.mcp.models import ToolCall
from apps.mcp.types import CallStatus

_OUTCOMES = {
    CallStatus.SUCCEEDED: Decision.Outcome.SUCCEEDED,
    CallStatus.REFUSED: Decision.Outcome.REFUSED,
    CallStatus.FAILED: Decision.Outcome.FAILED,
    CallStatus.CANCELLED: Decision.Outcome.REFUSED,
}

LATE = {"code": "late", "reason": "Its bar had passed before the order could be requested."}


def key_of(decision_id: UUID) -> str:
    """The idempotency key under which a decision's order is requested, however often."""
    return f"{decision_id}:0"


@transaction.atomic
def record_outcomes(call_ids: Iterable[UUID]) -> int:
    """Write on decisions what came of those calls that have ended; answers how many decisions that were.

    A second time changes nothing.
    """
    ended = {
        call.id: call for call in ToolCall.objects.filter(id__in=list(call_ids), status__in=list(_OUTCOMES))
    }
    if not ended:
        return 0
    waiting = Decision.objects.select_for_update().filter(calls__overlap=list(ended))
    decisions = list(waiting.filter(outcome=Decision.Outcome.REQUESTED).order_by("pk"))
    for decision in decisions:
        call = next(ended[call_id] for call_id in decision.calls if call_id in ended)
        decision.outcome, decision.outcome_details = _OUTCOMES[CallStatus(call.status)], _details(call)
    Decision.objects.bulk_update(decisions, ["outcome", "outcome_details"])
    return len(decisions)


def _details(call: ToolCall) -> dict[str, Any]:
    if call.status == CallStatus.SUCCEEDED:
        return dict(call.result or {})
    return {"code": call.code, "reason": call.reason, **dict(call.details or {})}
