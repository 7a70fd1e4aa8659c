"""Whether calls get done."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from apps.mcp.models import Approval, ToolCall
from apps.mcp.probing import ask_protocol
from apps.mcp.querying.installing import is_installed
from apps.mcp.querying.running import connect_as_role
from apps.mcp.types import CallStatus
from apps.system.errors import Unavailable
from apps.system.health.registry import ProbeResult, Status, probe
from apps.system.health.services import is_starting
from apps.system.mesh.selectors import list_instances

SLOW = timedelta(seconds=15)
STUCK = timedelta(seconds=60)
SERVING = "websocket"
MOST_ASKED = 8


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


@probe("mcp", weight=20)
def check_protocol(now: datetime) -> ProbeResult | None:
    """`/mcp` of every process that serves it answers a client. Not told where no process is registered."""
    places = [each.url for each in list_instances(now, name=SERVING)[:MOST_ASKED]]
    if not places:
        if not list_instances(now).exclude(pid=None).exists():  # without one: told by whoever started it
            return None
        detail = "No process serves it."
        return ProbeResult(Status.OFFLINE, detail, {"processes": 0}, starting=is_starting(now))
    with ThreadPoolExecutor(len(places), thread_name_prefix="mcp-probe") as pool:
        found = dict(zip(places, pool.map(ask_protocol, places), strict=True))
    wrong = {place: reason for place, reason in found.items() if reason}
    measured = {"processes": len(places), "unwell": wrong}
    if not wrong:
        return ProbeResult(Status.HEALTHY, "Every process answers.", measured)
    status = Status.OFFLINE if len(wrong) == len(places) else Status.CRITICAL
    place, reason = next(iter(wrong.items()))
    return ProbeResult(status, f"{place}: {reason}", measured, starting=is_starting(now))


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
