"""What came of decisions."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from apps.agents.made import Made
from apps.agents.models import Decision
from apps.mcp.drafts import NewCall
from apps.mcp.models import ToolCall
from apps.mcp.types import CallStatus
from apps.system.bulk import array_of

_OUTCOMES = {
    CallStatus.SUCCEEDED: Decision.Outcome.SUCCEEDED,
    CallStatus.REFUSED: Decision.Outcome.REFUSED,
    CallStatus.FAILED: Decision.Outcome.FAILED,
    CallStatus.CANCELLED: Decision.Outcome.REFUSED,
}

# A decision's id is that of the story of its calls. Rows are locked in the one order in which everybody does.
_RECORD = """
    WITH ended AS (
        SELECT id, correlation_id, %(outcomes)s ->> status AS outcome, CASE WHEN status = %(succeeded)s
            THEN '{}' ELSE jsonb_build_object('code', code, 'reason', reason) || details END AS details
        FROM mcp_tool_call WHERE id = ANY(%(calls)s::uuid[]) AND %(outcomes)s ? status
    ), waiting AS (
        SELECT decision.id, ended.outcome, ended.details
        FROM agents_decision AS decision JOIN ended ON ended.correlation_id = decision.id
        WHERE ended.id = ANY(decision.calls) AND decision.outcome = %(requested)s
        ORDER BY decision.id FOR UPDATE OF decision
    )
    UPDATE agents_decision SET outcome = waiting.outcome, outcome_details = waiting.details
    FROM waiting WHERE agents_decision.id = waiting.id
"""


def note_outcome(decision: Made, call: ToolCall | NewCall) -> None:
    """Note on a decision that is being made what came of it, by its call that has ended."""
    decision.outcome = _OUTCOMES[CallStatus(call.status)].value
    if call.status != CallStatus.SUCCEEDED:
        decision.own_details = {"code": call.code, "reason": call.reason, **call.details}


LATE = {"code": "late", "reason": "Its bar had passed before the order could be requested."}


@transaction.atomic
def record_outcomes(call_ids: Iterable[UUID]) -> int:
    """Write on decisions what came of those calls that have ended; answers how many decisions that were.

    A second time changes nothing.
    """
    outcomes = {str(status): str(outcome) for status, outcome in _OUTCOMES.items()}
    asked: dict[str, Any] = {
        "calls": array_of(call_ids),
        "succeeded": str(CallStatus.SUCCEEDED),
        "requested": str(Decision.Outcome.REQUESTED),
        "outcomes": Jsonb(outcomes),
    }
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, asked)
        return int(cursor.rowcount)
