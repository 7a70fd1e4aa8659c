"""Whether calls agree with what they wait for."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection

from apps.mcp.models import ToolCall
from apps.mcp.types import CallStatus
from apps.system.alerts.models import Alert
from apps.system.reconciliation.registry import Look, Mismatch, reconciler

LEFT_FOR = timedelta(minutes=5)
"""The sweeper publishes a queued call again within a minute, and the third crash ends it."""

SHOWN = 10

_ENDED_SAGAS = """
    SELECT call.id FROM mcp_tool_call AS call LEFT JOIN system_saga AS saga ON saga.id = call.deferred_id
    WHERE call.status = 'DEFERRED' AND call.deferred_kind = 'saga'
        AND (saga.id IS NULL OR saga.status NOT IN ('RUNNING', 'COMPENSATING'))
    ORDER BY call.id
"""
_KEYS_WITHOUT_CALL = """
    SELECT key.call_id FROM mcp_idempotency_key AS key
    WHERE NOT EXISTS (SELECT FROM mcp_tool_call AS call WHERE call.id = key.call_id)
    ORDER BY key.id
"""


@reconciler("calls", every=60)
def compare_calls(look: Look) -> Iterator[Mismatch]:
    """Queued calls are being published, and no call waits for a saga that is over."""
    look.checked = ToolCall.objects.filter(status__in=[CallStatus.QUEUED, CallStatus.DEFERRED]).count()
    left = ToolCall.objects.filter(status=CallStatus.QUEUED, recorded_at__lt=look.now - LEFT_FOR)
    left = left.exclude(retry_at__gt=look.now - LEFT_FOR).order_by("id")
    if ids := [str(each) for each in left.values_list("id", flat=True)]:
        yield _calls("queued", ids, "are queued, and have not been handed to a worker for five minutes")
    if ids := _ids(_ENDED_SAGAS):
        yield _calls("saga", ids, "wait for a saga that is over or was never there")


@reconciler("idempotency-keys", every=300)
def compare_keys(look: Look) -> Iterator[Mismatch]:
    """Every idempotency key names a call that is there."""
    if ids := _ids(_KEYS_WITHOUT_CALL):
        detail = f"{len(ids)} idempotency keys name a call that is not there, the first {ids[0]}."
        measured = {"keys": len(ids), "calls": ids[:SHOWN]}
        yield Mismatch("without-call", detail, measured, severity=Alert.Severity.WARNING)


def _calls(subject: str, ids: list[str], fault: str) -> Mismatch:
    detail = f"{len(ids)} calls {fault}; the first is {ids[0]}."
    measured = {"calls": len(ids), "first": ids[:SHOWN]}
    return Mismatch(subject, detail, measured, severity=Alert.Severity.WARNING)


def _ids(statement: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [str(row[0]) for row in cursor.fetchall()]
