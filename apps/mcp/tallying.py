"""Tallies of calls: what ended is counted once, by hour and day, for its actor and for all above it.

The audit trail is the source: its `seq` numbers what committed, without gaps, so that a mark on it says
exactly what was counted. Mark and counts commit together; a batch that is cut off is counted again.
"""

from django.db import connection, transaction

from apps.mcp.sketch import BUCKET, NO_TIME
from apps.system.events.models import Counter

MARK = "mcp.tally"
BATCH = 5_000

MILLISECONDS = "extract(epoch FROM call.finished_at - call.recorded_at)::float8 * 1000"
ENDED = f"""
    SELECT entry.seq, entry.actor_id, entry.action AS tool, entry.outcome, entry.code, entry.recorded_at,
        coalesce(actor.lineage, ARRAY[entry.actor_id]) AS lineage,
        CASE WHEN call.id IS NULL THEN {NO_TIME}::smallint ELSE {BUCKET % MILLISECONDS} END AS bucket,
        coalesce((entry.details->>'more')::int, 1) AS times
    FROM system_audit_entry AS entry
        LEFT JOIN mcp_tool_call AS call ON call.id = entry.call_id AND call.finished_at IS NOT NULL
        LEFT JOIN system_actor AS actor ON actor.id = entry.actor_id
    WHERE (entry.call_id IS NOT NULL OR entry.outcome = 'REFUSED')
"""
"""Each call that ended, and each request that a gate stopped (`more` of a flood); to be narrowed by `AND`."""

_TALLY = f"""
    WITH ended AS ({ENDED} AND entry.seq > %(after)s AND entry.seq <= %(until)s)
    INSERT INTO mcp_call_tally AS tally
        (span, starts_at, actor_id, tool, outcome, code, bucket, count)
    SELECT spans.span, date_trunc(spans.span, ended.recorded_at, 'UTC'), above.id, ended.tool, ended.outcome,
        ended.code, ended.bucket, sum(ended.times)
    FROM ended CROSS JOIN (VALUES ('hour'), ('day')) AS spans(span)
        CROSS JOIN LATERAL unnest(ended.lineage) AS above(id)
    GROUP BY 1, 2, 3, 4, 5, 6, 7
    ORDER BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (actor_id, span, starts_at, tool, outcome, code, bucket)
        DO UPDATE SET count = tally.count + excluded.count
"""


def tally_calls() -> int:
    """Count the next batch of what has ended; answers how many entries of the audit trail were taken.

    One at a time: whoever comes while another is at it leaves it to that one.
    """
    Counter.objects.get_or_create(name=MARK)
    with transaction.atomic():
        mark = Counter.objects.select_for_update(skip_locked=True).filter(name=MARK).first()
        if mark is None:
            return 0
        until = min(mark.last + BATCH, _sealed())
        if until <= mark.last:
            return 0
        with connection.cursor() as cursor:
            cursor.execute(_TALLY, {"after": mark.last, "until": until})
        taken, mark.last = until - mark.last, until
        mark.save(update_fields=["last"])
    return taken


def read_mark() -> int:
    """Up to which entry of the audit trail calls are counted."""
    return _last(MARK)


def _sealed() -> int:
    return _last("audit")


def _last(name: str) -> int:
    return next(iter(Counter.objects.filter(name=name).values_list("last", flat=True)), 0)
