"""How tools did in a period: from tallies by hour and day, and from the few calls that ended since the last.

What it costs grows with the hours that are asked for, not with the calls that were made in them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection

from apps.mcp.registry import find_tool
from apps.mcp.sketch import NO_TIME, percentile
from apps.mcp.tallying import ENDED, MARK
from apps.mcp.types import OPEN
from apps.system.access.models import Actor

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MOST_GROUPS = 200
"""Those with the most calls; nobody reads more."""


class Grouping(StrEnum):
    """What figures are told for."""

    TOOL = "tool"
    AGENT = "agent"
    CATEGORY = "category"
    HOUR = "hour"
    DAY = "day"


_KEYS = {
    Grouping.TOOL: "{row}.tool",
    Grouping.AGENT: "{row}.actor_id::text",
    Grouping.CATEGORY: "{row}.tool",
    Grouping.HOUR: "to_char(date_trunc('hour', {at}, 'UTC'), 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
    Grouping.DAY: "to_char(date_trunc('day', {at}, 'UTC'), 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
}
_TALLIED = """
    SELECT {key} AS key, row.outcome, row.code, row.bucket, row.count
    FROM mcp_call_tally AS row
    WHERE row.actor_id IN (SELECT id FROM counted)
        AND (%(tools)s::text[] IS NULL OR row.tool = ANY(%(tools)s))
        AND (row.span = 'day' AND row.starts_at >= %(day_from)s AND row.starts_at < %(day_to)s
            OR row.span = 'hour' AND (row.starts_at >= %(since)s AND row.starts_at < %(day_from)s
                OR row.starts_at >= %(day_to)s AND row.starts_at < %(until)s))
"""
_FRESH = """
    SELECT {key} AS key, row.outcome, row.code, row.bucket, row.times
    FROM ({ended} AND {fresh}) AS row
    WHERE row.recorded_at >= %(since)s AND row.recorded_at < %(until)s AND {theirs}
        AND (%(tools)s::text[] IS NULL OR row.tool = ANY(%(tools)s))
"""
_FIGURES = """
    WITH counted AS MATERIALIZED ({counted}),
        rows AS ({tallied} UNION ALL {numbered} UNION ALL {unnumbered}),
        largest AS (SELECT key FROM rows GROUP BY key ORDER BY sum(count) DESC, key LIMIT {most})
    SELECT key, outcome, code, bucket, sum(count)::bigint FROM rows JOIN largest USING (key)
    GROUP BY key, outcome, code, bucket
"""
_OPEN = """
    SELECT {key}, count(*) FROM mcp_tool_call AS row JOIN system_actor AS actor ON actor.id = row.actor_id
    WHERE row.status IN ({open})
        AND row.recorded_at >= %(since)s AND row.recorded_at < %(until)s
        AND actor.lineage && %(tops)s::uuid[] AND (%(tools)s::text[] IS NULL OR row.tool = ANY(%(tools)s))
        AND {theirs}
    GROUP BY 1
"""
_TOPS = """
    SELECT array_agg(id) FROM system_actor
    WHERE id = ANY(%(seats)s) AND NOT array_remove(lineage, id) && %(seats)s::uuid[]
"""


@dataclass(frozen=True)
class Asked:
    """Whose figures of what: `below` narrows to an actor with all beneath it, `tools` to some tools."""

    since: datetime
    until: datetime
    group_by: Grouping = Grouping.TOOL
    below: UUID | None = None
    tools: Sequence[str] | None = None

    @property
    def whole_hours(self) -> tuple[datetime, datetime]:
        """The period in the steps that are counted: hours, or days where it is told day by day."""
        step = "day" if self.group_by is Grouping.DAY else "hour"
        end = _floor(self.until, step)
        return _floor(self.since, step), end if end == self.until else end + (DAY if step == "day" else HOUR)


@dataclass(frozen=True)
class Figures:
    """How one group did; percentiles in milliseconds from request to end, None where nothing ended."""

    key: str
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


@dataclass
class _Group:
    outcomes: "Counter[str]" = field(default_factory=Counter)
    refusals: "Counter[str]" = field(default_factory=Counter)
    buckets: "Counter[int]" = field(default_factory=Counter)
    open: int = 0


def measure_tools(actor: Actor, asked: Asked) -> list[Figures]:
    """Figures of the calls that ended in the period, of those whom the asker sees, and of those still open.

    Of the groups with the most calls, 200 at most.
    """
    since, until = asked.whole_hours
    facts: dict[str, Any] = {
        "since": since,
        "until": until,
        "tools": None if asked.tools is None else list(asked.tools),
        "tops": [asked.below] if asked.below else _tops(actor),
        **_days(since, until, asked.group_by),
    }
    groups: dict[str, _Group] = {}
    for key, outcome, code, bucket, count in _rows(_statement(asked.group_by), facts):
        _add(groups.setdefault(_named(key, asked.group_by), _Group()), outcome, code, bucket, count)
    for key, count in _rows(_open_statement(asked.group_by), facts):
        groups.setdefault(_named(key, asked.group_by), _Group()).open += count
    return [_figures(key, groups[key]) for key in sorted(groups)]


def _statement(group_by: Grouping) -> str:
    is_agent = group_by is Grouping.AGENT
    counted = "SELECT id FROM system_actor WHERE kind = 'AGENT' AND lineage && %(tops)s::uuid[]"
    theirs = "row.actor_id IN (SELECT id FROM counted)" if is_agent else "row.lineage && %(tops)s::uuid[]"
    fresh = {"key": _KEYS[group_by].format(row="row", at="row.recorded_at"), "ended": ENDED, "theirs": theirs}
    mark = f"entry.seq > coalesce((SELECT last FROM system_counter WHERE name = '{MARK}'), 0)"
    return _FIGURES.format(
        counted=counted if is_agent else "SELECT unnest(%(tops)s::uuid[]) AS id",
        tallied=_TALLIED.format(key=_KEYS[group_by].format(row="row", at="row.starts_at")),
        numbered=_FRESH.format(fresh=mark, **fresh),
        unnumbered=_FRESH.format(fresh="entry.seq IS NULL", **fresh),
        most=MOST_GROUPS,
    )


def _open_statement(group_by: Grouping) -> str:
    theirs = "actor.kind = 'AGENT'" if group_by is Grouping.AGENT else "true"
    key = _KEYS[group_by].format(row="row", at="row.recorded_at")
    return _OPEN.format(key=key, theirs=theirs, open=", ".join(f"'{each.value}'" for each in sorted(OPEN)))


def _days(since: datetime, until: datetime, group_by: Grouping) -> dict[str, datetime]:
    """The whole days within, which are read as such; where hours are asked for, and within a day, none is."""
    first = _floor(since, "day")
    first, last = first if first == since else first + DAY, _floor(until, "day")
    if group_by is Grouping.HOUR or last <= first:
        return {"day_from": until, "day_to": until}
    return {"day_from": first, "day_to": last}


def _floor(at: datetime, step: str) -> datetime:
    whole = at.replace(minute=0, second=0, microsecond=0)
    return whole.replace(hour=0) if step == "day" else whole


def _tops(actor: Actor) -> list[UUID]:
    """The seats that stand below no other seat: all they see, and nothing twice."""
    return list(_rows(_TOPS, {"seats": actor.seats})[0][0] or [])


def _named(key: str, group_by: Grouping) -> str:
    if group_by is not Grouping.CATEGORY:
        return key
    tool = find_tool(key)
    return tool.category if tool else "unknown"


def _add(group: _Group, outcome: str, code: str, bucket: int, count: int) -> None:
    if outcome == "REFUSED":
        group.refusals[code] += count
    if bucket != NO_TIME:
        group.outcomes[outcome] += count
        group.buckets[bucket] += count


def _figures(key: str, group: _Group) -> Figures:
    ended = group.outcomes.total()
    succeeded, refused, failed = (group.outcomes[each] for each in ("SUCCEEDED", "REFUSED", "FAILED"))
    return Figures(
        key=key,
        calls=ended + group.open,
        succeeded=succeeded,
        refused=refused,
        failed=failed,
        open=group.open,
        success_rate=(Decimal(succeeded) / ended).quantize(Decimal("0.0001")) if ended else None,
        p50=percentile(group.buckets, 0.50),
        p95=percentile(group.buckets, 0.95),
        p99=percentile(group.buckets, 0.99),
        refusals=dict(sorted(group.refusals.items())),
    )


def _rows(statement: str, facts: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return list(cursor.fetchall())
