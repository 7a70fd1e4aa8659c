"""A recorded market: imported bars, told in market time. What has not closed by then does not exist yet."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import connection
from django.db.models import Min

from apps.trading.market.stored import StoredCandles, bar_of
from apps.trading.market.types import Bar, Book, Outside, Quote, outside_of_bar
from apps.trading.models import Candle, Instrument, Venue
from apps.trading.types import Interval

_QUOTES = """
    SELECT wanted.symbol, latest.close, latest.opened_at, day.open, day.high, day.low, day.volume
    FROM unnest(%(symbols)s::text[]) wanted(symbol)
    CROSS JOIN LATERAL (
        SELECT close, opened_at FROM trading_candle
        WHERE venue_id = %(venue)s AND symbol = wanted.symbol AND interval = %(interval)s
          AND opened_at <= %(newest)s
        ORDER BY opened_at DESC LIMIT 1
    ) latest
    CROSS JOIN LATERAL (
        SELECT (array_agg(open ORDER BY opened_at))[1] AS open, max(high) AS high, min(low) AS low,
               sum(volume) AS volume
        FROM trading_candle
        WHERE venue_id = %(venue)s AND symbol = wanted.symbol AND interval = %(interval)s
          AND opened_at <= %(newest)s AND opened_at > latest.opened_at - interval '24 hours'
    ) day
"""


class Replay:
    """The market of one replay venue."""

    source = "replay"

    def __init__(self, venue: Venue) -> None:
        self.venue = venue
        self.base_interval = Interval(venue.config["interval"])
        self._stored = StoredCandles(venue, self.base_interval, is_complete=False)
        self._candles = Candle.objects.filter(venue=venue, interval=self.base_interval.value)

    def symbols(self) -> Sequence[str]:
        """The symbols that were imported."""
        return list(
            Instrument.objects.filter(venue=self.venue).order_by("symbol").values_list("symbol", flat=True)
        )

    def market_time(self, now: datetime) -> datetime | None:
        """The close of the last bar that was played; `now` plays no part."""
        return self.venue.market_time

    def quotes(self, symbols: Iterable[str], at: datetime) -> dict[str, Quote]:
        """The last closed bar of each symbol: bars know no spread, so bid, ask and last are its close."""
        with connection.cursor() as cursor:
            cursor.execute(
                _QUOTES,
                {
                    "symbols": list(symbols),
                    "venue": self.venue.slug,
                    "interval": self.base_interval.value,
                    "newest": at - self.base_interval.length,
                },
            )
            return {row[0]: self._quote(*row) for row in cursor.fetchall()}

    def _quote(self, symbol: str, close: Decimal, opened_at: datetime, *day: Decimal) -> Quote:
        opened, high, low, volume = day
        as_of = opened_at + self.base_interval.length
        return Quote(symbol, close, close, close, as_of, opened, high, low, volume)

    def book(self, symbol: str, at: datetime) -> Book | None:
        """Bars know no ladder."""
        return None

    def settled(self, at: datetime) -> datetime | None:
        """A recording knows all its bars."""
        return at

    def candles(self, symbol: str, interval: Interval, *, until: datetime, count: int) -> list[Bar]:
        """Recorded bars, or longer ones made of them; a shorter interval than the recorded one has none."""
        return self._stored.candles(symbol, interval, until=until, count=count)

    def bars_closed(self, *, after: datetime, until: datetime) -> list[Bar]:
        """Recorded bars that closed in (`after`, `until`], and the longer bars that closed with them."""
        return self._stored.bars_closed(after=after, until=until)

    def outsides(self, symbols: Iterable[str], at: datetime) -> dict[str, Outside]:
        """The bars that open at `at`, as orders meet them."""
        rows = self._candles.filter(symbol__in=list(symbols), opened_at=at)
        return {row.symbol: outside_of_bar(bar_of(row)) for row in rows}

    def next_opening(self) -> datetime | None:
        """When the next bar opens that has not been played; None at the end of the recording."""
        rows = (
            self._candles
            if self.venue.market_time is None
            else self._candles.filter(opened_at__gte=self.venue.market_time)
        )
        opening: datetime | None = rows.aggregate(first=Min("opened_at"))["first"]
        return opening


def pace_of(venue: Venue) -> float | None:
    """How many market seconds a replay plays in one real second; None: as fast as decisions allow."""
    speed = venue.config.get("speed")
    return None if speed is None else float(speed)


def step_length(venue: Venue) -> timedelta:
    """The market time of one step of a replay."""
    return Interval(venue.config["interval"]).length
