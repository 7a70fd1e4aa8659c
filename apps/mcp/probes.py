"""Whether calls get done."""

from datetime import datetime, timedelta

from apps.mcp.models import Approval, ToolCall
from apps.mcp.querying.installing import is_installed
from apps.mcp.querying.running import connect_as_role
from apps.mcp.types import CallStatus
from apps.system.errors import Unavailable
from apps.system.health.registry import ProbeResult, Status, probe

SLOW = timedelta(seconds=15)
STUCK = timedelta(seconds=60)


@probe("tool-calls", weight=30)
def check_tool_calls(now: datetime) -> ProbeResult:
    """No call waits too long for a worker."""
    waiting = ToolCall.objects.filter(status=CallStatus.QUEUED, recorded_at__lte=now).order_by("recorded_at")
    just_approved = Approval.objects.filter(resolved_at__gt=now - STUCK).values("call_id")
    waiting = waiting.exclude(id__in=just_approved)
    oldest = waiting.values_list("recorded_at", flat=True).first()
    age = now - oldest if oldest else timedelta()
    measured = {"oldest_waiting_seconds": round(age.total_seconds(), 1)}
    if age >= STUCK:
        return ProbeResult(Status.CRITICAL, "A call has waited a minute for a worker.", measured)
    if age >= SLOW:
        return ProbeResult(Status.DEGRADED, "Calls wait longer than usual.", measured)
    return ProbeResult(Status.HEALTHY, "Calls are taken at once.", measured)


@probe("queries", weight=5)
def check_queries(now: datetime) -> ProbeResult:
    """`query_database` has its views, and its role can sign in."""
    try:
        with connect_as_role() as opened:
            opened.execute("SELECT 1")
    except Unavailable as missing:
        detail = f"{missing.detail} See docs/query-database.md."
        return ProbeResult(Status.DEGRADED, detail, {"role": False})
    if not is_installed():
        return ProbeResult(
            Status.DEGRADED, "The views of query_database are not those of this version.", {"role": True}
        )
    return ProbeResult(Status.HEALTHY, "Queries can be answered.", {"role": True})
