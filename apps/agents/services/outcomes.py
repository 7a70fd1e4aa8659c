"""What came of decisions."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.agents.models import Decision
from apps.mcp.models import IdempotencyKey, ToolCall
from apps.mcp.types import CallStatus

_OUTCOMES = {
    CallStatus.SUCCEEDED: Decision.Outcome.SUCCEEDED,
    CallStatus.REFUSED: Decision.Outcome.REFUSED,
    CallStatus.FAILED: Decision.Outcome.FAILED,
    CallStatus.CANCELLED: Decision.Outcome.REFUSED,
}

LATE = {"code": "late", "reason": "Its bar had passed before the order could be requested."}


def mark_requested(requested: Sequence[tuple[Decision, UUID]]) -> None:
    """Write the calls on their decisions, and the outcome of those calls that have ended meanwhile."""
    if not requested:
        return
    for decision, call_id in requested:
        decision.calls, decision.outcome = [call_id], Decision.Outcome.REQUESTED
    Decision.objects.bulk_update([decision for decision, _ in requested], ["calls", "outcome"])
    record_outcomes([call_id for _, call_id in requested])


def key_of(decision: Decision) -> str:
    """The idempotency key under which a decision's order is requested, however often."""
    return f"{decision.id}:0"


@transaction.atomic
def give_up(pending: Sequence[Decision]) -> None:
    """Let decisions go whose moment has passed; one that was requested without being noted is noted."""
    keys = IdempotencyKey.objects.filter(key__in=[key_of(each) for each in pending])
    calls = dict(
        keys.filter(principal_id__in={each.agent_id for each in pending}).values_list("key", "call_id")
    )
    mark_requested([(each, calls[key_of(each)]) for each in pending if key_of(each) in calls])
    missed = [each for each in pending if key_of(each) not in calls]
    for each in missed:
        each.outcome, each.outcome_details = Decision.Outcome.LAPSED, LATE
    Decision.objects.bulk_update(missed, ["outcome", "outcome_details"])


def mark_refused(refused: Sequence[tuple[Decision, str, str]]) -> None:
    """Write on decisions with what code and for what reason the gateway refused them."""
    for decision, code, reason in refused:
        decision.outcome, decision.outcome_details = (
            Decision.Outcome.REFUSED,
            {"code": code, "reason": reason},
        )
    Decision.objects.bulk_update([decision for decision, _, _ in refused], ["outcome", "outcome_details"])


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
