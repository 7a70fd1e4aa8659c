"""How tools did in a period, from the calls and audit entries of that period alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection

from apps.system.access.models import Actor
from apps.system.ids import id_floor

_CALLS = """
    SELECT call.tool, count(*),
        count(*) FILTER (WHERE call.status = 'SUCCEEDED'), count(*) FILTER (WHERE call.status = 'REFUSED'),
        count(*) FILTER (WHERE call.status = 'FAILED'), count(*) FILTER (WHERE call.finished_at IS NULL),
        percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (
            ORDER BY extract(epoch FROM call.finished_at - call.recorded_at)::float * 1000
        )
    FROM mcp_tool_call AS call JOIN system_actor AS actor ON actor.id = call.actor_id
    WHERE call.id >= %s AND call.id < %s AND actor.lineage && %s::uuid[]
        AND (%s::uuid IS NULL OR %s::uuid = ANY(actor.lineage))
    GROUP BY call.tool
"""
_REFUSALS = """
    SELECT entry.action, entry.code, sum(coalesce((entry.details->>'more')::int, 1))
    FROM system_audit_entry AS entry JOIN system_actor AS actor ON actor.id = entry.actor_id
    WHERE entry.outcome = 'REFUSED' AND entry.id >= %s AND entry.id < %s AND actor.lineage && %s::uuid[]
        AND (%s::uuid IS NULL OR %s::uuid = ANY(actor.lineage))
    GROUP BY entry.action, entry.code
"""


@dataclass(frozen=True)
class ToolStats:
    """How one tool did; percentiles in milliseconds from request to end, None where nothing ended."""

    tool: str
    calls: int
    succeeded: int
    refused: int
    failed: int
    open: int
    success_rate: Decimal | None
    p50: float | None
    p95: float | None
    p99: float | None
    refusals: Mapping[str, int]


def measure_tools(
    actor: Actor, since: datetime, until: datetime, *, below: UUID | None = None
) -> list[ToolStats]:
    """Figures for each tool asked for in the period by those whom the asker sees (`below` narrows)."""
    scope: Sequence[UUID | list[UUID] | None] = [id_floor(since), id_floor(until), actor.seats, below, below]
    with connection.cursor() as cursor:
        cursor.execute(_CALLS, scope)
        calls = {row[0]: row[1:] for row in cursor.fetchall()}
        cursor.execute(_REFUSALS, scope)
        refusals: dict[str, dict[str, int]] = {}
        for name, code, count in cursor.fetchall():
            refusals.setdefault(name, {})[code] = count
    return list(_figures(calls, refusals))


def _figures(
    calls: Mapping[str, tuple[int, int, int, int, int, list[float | None] | None]],
    refusals: Mapping[str, Mapping[str, int]],
) -> Iterator[ToolStats]:
    for name in sorted(calls.keys() | refusals.keys()):
        count, succeeded, refused, failed, still_open, times = calls.get(name, (0, 0, 0, 0, 0, None))
        ended = count - still_open
        rate = (Decimal(succeeded) / ended).quantize(Decimal("0.0001")) if ended else None
        p50, p95, p99 = (round(each, 3) if each is not None else None for each in times or [None] * 3)
        yield ToolStats(
            name, count, succeeded, refused, failed, still_open, rate, p50, p95, p99, refusals.get(name, {})
        )
