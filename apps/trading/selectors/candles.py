"""Closed bars, out of the store where it has them, and what the store lacks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from apps.trading.market.gaps import Gap, find_gaps
from apps.trading.market.sources import source_for
from apps.trading.market.stored import StoredCandles
from apps.trading.market.types import Bar
from apps.trading.models import Venue
from apps.trading.types import Interval

MOST_GAPS = 200

_GAPS = """
    WITH bar AS (
        SELECT opened_at, opened_at + %(length)s AS closed_at,
            lead(opened_at) OVER (ORDER BY opened_at) AS next
        FROM trading_candle
        WHERE venue_id = %(venue)s AND symbol = %(symbol)s AND interval = %(interval)s
            AND opened_at >= %(since)s AND opened_at < %(until)s
    ), gap AS (
        SELECT closed_at, next, (extract(epoch FROM next - closed_at) / %(seconds)s)::bigint AS bars
        FROM bar WHERE next > closed_at
    )
    SELECT (SELECT count(*) FROM bar), (SELECT min(opened_at) FROM bar), (SELECT max(opened_at) FROM bar),
        (SELECT coalesce(sum(bars), 0)::bigint FROM gap), closed_at, next, bars
    FROM (SELECT 1) AS one LEFT JOIN gap ON true
    ORDER BY bars DESC NULLS LAST, closed_at LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Completeness:
    """How whole a stretch of stored bars is: how many there are, how many lack between the first and the
    last, and the longest gaps, at most 200, the longest first."""

    bars: int
    missing: int
    first: datetime | None
    last: datetime | None
    gaps: list[Gap]


def list_candles(venue: Venue, symbol: str, interval: Interval, *, until: datetime, count: int) -> list[Bar]:
    """The last `count` bars that have closed by `until`, oldest first; fewer where history is shorter.

    A simulated venue's come out of the store where it holds all of them, else they are computed: that is
    the same.
    """
    source = source_for(venue)
    if venue.kind == Venue.Kind.SIMULATOR:
        store = StoredCandles(venue, source.base_interval, is_complete=True)
        bars = store.candles(symbol, interval, until=until, count=count)
        if len(bars) == count and bars[0].opened_at == interval.floor(until) - count * interval.length:
            return bars
    return source.candles(symbol, interval, until=until, count=count)


def gaps_among(bars: Sequence[Bar], until: datetime) -> list[Gap]:
    """Where bars are missing among those of one symbol, oldest first, and after them up to `until`."""
    gaps = list(find_gaps(bars))
    if bars and (end := bars[-1].interval.floor(until)) > bars[-1].closed_at:
        gaps.append(Gap(bars[-1].closed_at, end, (end - bars[-1].closed_at) // bars[-1].interval.length))
    return gaps


def measure_completeness(
    venue: Venue, symbol: str, interval: Interval, *, since: datetime, until: datetime
) -> Completeness:
    """How whole the stored bars of a symbol are that opened from `since` (inclusive) to `until`."""
    parameters: dict[str, Any] = {
        "venue": venue.slug,
        "symbol": symbol,
        "interval": interval.value,
        "length": interval.length,
        "seconds": interval.seconds,
        "since": since,
        "until": until,
        "limit": MOST_GAPS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_GAPS, parameters)
        rows = cursor.fetchall()
    bars, first, last, missing, *_ = rows[0]
    gaps = [Gap(*row[4:]) for row in rows if row[4] is not None]
    return Completeness(bars, missing, first, last, gaps)
