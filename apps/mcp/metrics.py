"""What is counted of tools: calls, refusals at the gates, and how long calls take."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache, partial

from prometheus_client import Counter, Histogram

from apps.mcp.ended import EndedCall
from apps.mcp.models import Approval
from apps.mcp.registry import find_tool
from apps.system.ids import id_floor
from apps.system.measuring.counting import OTHER, after_commit
from apps.system.measuring.figures import (
    COUNTED,
    RECENT_MINUTES,
    Headline,
    View,
    figures,
    headline,
    read_rows,
)
from apps.system.measuring.gauges import platform_gauge
from apps.system.types import ExactDecimal, WireModel

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 3600)
SAMPLE = 20_000
"""Percentiles are of the newest calls of a window, so many at most."""

EXECUTIONS = Counter(
    "mcp_tool_executions_total", "Calls that ended, by what they came to.", ["tool", "outcome"]
)
DURATION = Histogram(
    "mcp_tool_execution_duration_seconds", "From the request of a call to its end.", ["tool"], buckets=BUCKETS
)
REFUSALS = Counter("mcp_gate_refusals_total", "Requests that a gate stopped, by its code.", ["code"])

_COUNTS = f"""
    SELECT call.tool, call.status, count(*) FILTER (WHERE call.id >= %(recent)s), count(*)
    FROM mcp_tool_call AS call JOIN system_actor AS actor ON actor.id = call.actor_id
    WHERE call.id >= %(hour)s AND {COUNTED}
    GROUP BY call.tool, call.status
"""
_TIMES = f"""
    SELECT tool, percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY milliseconds)
    FROM (
        SELECT call.tool,
            extract(epoch FROM call.finished_at - call.recorded_at)::float * 1000 AS milliseconds
        FROM mcp_tool_call AS call JOIN system_actor AS actor ON actor.id = call.actor_id
        WHERE call.id >= %(since)s AND call.finished_at IS NOT NULL AND {COUNTED}
        ORDER BY call.id DESC LIMIT {SAMPLE}
    ) AS newest
    GROUP BY GROUPING SETS ((tool), ())
"""
_OPEN = """
    SELECT status, count(*), min(recorded_at) FROM mcp_tool_call
    WHERE status IN ('DEFERRED', 'QUEUED') GROUP BY status
"""
Counts = Mapping[str, Mapping[str, int]]
Times = Mapping[str | None, Sequence[float | None]]


class ToolFigure(WireModel):
    """Calls in a window; times in milliseconds from request to end, null where nothing ended."""

    calls: int
    succeeded: int
    refused: int
    failed: int
    success_rate: ExactDecimal | None
    p50: float | None
    p95: float | None
    p99: float | None


class ToolWindow(ToolFigure):
    """All calls in a window, and each tool's; the percentiles are of the newest 20,000 calls at most."""

    calls_per_minute: float
    tools: dict[str, ToolFigure]


class ToolFigures(WireModel):
    """Calls of tools, in the last five minutes and the last hour."""

    five_minutes: ToolWindow
    hour: ToolWindow


def count_calls(calls: Iterable[EndedCall]) -> None:
    """Count calls that have ended, once that has committed."""
    after_commit(partial(count_ended, list(calls)))


def count_ended(calls: Iterable[EndedCall]) -> None:
    """Count calls whose end has committed."""
    times: dict[tuple[str, str], list[float]] = {}
    for call in calls:
        times.setdefault((call.tool, call.status), []).append(call.milliseconds)
    for (name, status), taken in times.items():
        ended, lasted = _counters(name if find_tool(name) else OTHER, status)
        ended.inc(len(taken))
        for milliseconds in taken:
            lasted.observe(milliseconds / 1000)


@lru_cache(1000)
def _counters(tool: str, status: str) -> tuple[Counter, Histogram]:
    """What counts calls of a tool that ended so; to find them takes as long as to count."""
    return EXECUTIONS.labels(tool, status.lower()), DURATION.labels(tool)


def count_refusal(code: str) -> None:
    """Count a request that a gate stopped."""
    after_commit(REFUSALS.labels(code).inc)


@figures("tools")
def measure_tools(view: View) -> ToolFigures:
    """Read both windows: counts in one statement, percentiles in one for each."""
    rows = read_rows(_COUNTS, view.bounds)
    recent, hour = (
        _counts((each[0], each[1], each[2]) for each in rows),
        _counts((each[0], each[1], each[3]) for each in rows),
    )
    return ToolFigures(
        five_minutes=_window(recent, _times(view, "recent"), RECENT_MINUTES),
        hour=_window(hour, _times(view, "hour"), 60),
    )


@headline("tools")
def head_tools(now: datetime) -> Headline:
    """Calls in the last minute, and the share of them that succeeded."""
    minute = View(None, now).bounds | {"hour": id_floor(now - timedelta(minutes=1))}
    counts = _counts((tool, status, amount) for tool, status, _, amount in read_rows(_COUNTS, minute))
    total = _figure(_total(counts), [None] * 3)
    rate = None if total.success_rate is None else float(total.success_rate)
    return {"calls_per_minute": float(total.calls), "success_rate": rate}


@platform_gauge("mcp_open_calls", "Calls that have not ended, by where they stand.", ["status"])
def read_open_calls(now: datetime) -> dict[tuple[str, ...], float]:
    """Queued and deferred calls."""
    found = {str(status): float(count) for status, count, _ in read_rows(_OPEN, {})}
    return {(status.lower(),): found.get(status, 0.0) for status in ("DEFERRED", "QUEUED")}


@platform_gauge("mcp_pending_approvals", "Calls that wait for people to approve them.")
def read_pending_approvals(now: datetime) -> float:
    """Those that have not expired."""
    return float(Approval.objects.filter(state=Approval.State.PENDING, expires_at__gt=now).count())


@platform_gauge("mcp_oldest_queued_call_seconds", "How long the oldest queued call has waited.")
def read_oldest_call(now: datetime) -> float:
    """Zero where none waits."""
    since = next((at for status, _, at in read_rows(_OPEN, {}) if status == "QUEUED"), now)
    return max(0.0, float((now - since).total_seconds()))


def _counts(rows: Iterable[tuple[str, str, int]]) -> Counts:
    counts: dict[str, dict[str, int]] = {}
    for tool, status, amount in rows:
        if amount:
            counts.setdefault(tool, {})[status] = amount
    return counts


def _times(view: View, window: str) -> Times:
    bounds = view.bounds
    return {
        tool: times or [None] * 3 for tool, times in read_rows(_TIMES, {**bounds, "since": bounds[window]})
    }


def _window(counts: Counts, times: Times, minutes: int) -> ToolWindow:
    nothing: Sequence[float | None] = [None] * 3
    total = _figure(_total(counts), times.get(None, nothing))
    tools = {tool: _figure(counts[tool], times.get(tool, nothing)) for tool in sorted(counts)}
    return ToolWindow(**dict(total), calls_per_minute=round(total.calls / minutes, 3), tools=tools)


def _total(counts: Counts) -> Mapping[str, int]:
    statuses = {status for each in counts.values() for status in each}
    return {status: sum(each.get(status, 0) for each in counts.values()) for status in statuses}


def _figure(counts: Mapping[str, int], times: Sequence[float | None]) -> ToolFigure:
    succeeded, refused, failed = (counts.get(each, 0) for each in ("SUCCEEDED", "REFUSED", "FAILED"))
    ended = succeeded + refused + failed + counts.get("CANCELLED", 0)
    p50, p95, p99 = (each if each is None else round(each, 3) for each in times)
    return ToolFigure(
        calls=sum(counts.values()),
        succeeded=succeeded,
        refused=refused,
        failed=failed,
        success_rate=(Decimal(succeeded) / ended).quantize(Decimal("0.0001")) if ended else None,
        p50=p50,
        p95=p95,
        p99=p99,
    )
