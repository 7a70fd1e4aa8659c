"""The candle store: bars are written once, as they close, and forgotten by their length."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import connection

from apps.trading.market.types import Bar
from apps.trading.models import Candle, Venue
from apps.trading.types import Interval

KEEP: Mapping[Interval, timedelta] = {
    Interval.S1: timedelta(hours=6),
    Interval.S5: timedelta(days=1),
    Interval.S15: timedelta(days=2),
    Interval.M1: timedelta(days=90),
    Interval.M5: timedelta(days=365),
    Interval.M15: timedelta(days=365),
}
"""How long bars that were stored as they closed are kept, in the venue's own time; longer bars for ever."""

MOST_AT_ONCE = 50_000

_STORE = """
    INSERT INTO trading_candle (venue_id, symbol, interval, opened_at, open, high, low, close, volume)
    SELECT %s, bar.* FROM unnest(%s::text[], %s::text[], %s::timestamptz[], %s::numeric[], %s::numeric[],
        %s::numeric[], %s::numeric[], %s::numeric[]) AS bar
    ON CONFLICT (venue_id, symbol, interval, opened_at) DO NOTHING
"""
_FIELDS = ("symbol", "interval", "opened_at", "open", "high", "low", "close", "volume")


def store_bars(venue: Venue, bars: Sequence[Bar]) -> int:
    """Store closed bars of a venue in one statement; answers how many were not there before.

    A bar that is there is left as it is, so storing again after a crash changes nothing.
    """
    if not bars:
        return 0
    columns = [[getattr(bar, name) for bar in bars] for name in _FIELDS]
    columns[1] = [interval.value for interval in columns[1]]
    with connection.cursor() as cursor:
        cursor.execute(_STORE, [venue.slug, *columns])
        return int(cursor.rowcount)


def forget_candles() -> int:
    """Delete stored bars that are older than their length is kept for; answers how many.

    Recordings are kept whole. At most 50,000 bars of a venue and length go at a time: what is left goes the
    next time.
    """
    gone = 0
    for venue in Venue.objects.exclude(kind=Venue.Kind.REPLAY).exclude(market_time=None):
        gone += sum(_forget(venue, interval, _until(venue, keep)) for interval, keep in KEEP.items())
    return gone


def _until(venue: Venue, keep: timedelta) -> datetime:
    assert venue.market_time is not None  # the query asks for it
    return venue.market_time - keep


def _forget(venue: Venue, interval: Interval, until: datetime) -> int:
    old = Candle.objects.filter(venue=venue, interval=interval.value, opened_at__lt=until)
    oldest = old.order_by("opened_at").values("id")[:MOST_AT_ONCE]
    return Candle.objects.filter(id__in=oldest).delete()[0]
