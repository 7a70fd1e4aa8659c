"""A recorded market: imported bars, told in market time. What has not closed by then does not exist yet."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Max, Min, QuerySet, Subquery, Sum

from apps.trading.market.stored import StoredCandles, bar_of
from apps.trading.market.types import Bar, Book, DayQuote, Level, Outside, Quote, outside_of_bar
from apps.trading.models import Candle, Instrument, RecordedQuote, Venue
from apps.trading.types import Interval

_QUOTES = """
    SELECT wanted.symbol, latest.close, latest.opened_at, day.open, quoted.bid, quoted.ask, quoted.opened_at
    FROM unnest(%(symbols)s::text[]) wanted(symbol)
    CROSS JOIN LATERAL (
        SELECT close, opened_at FROM trading_candle
        WHERE venue_id = %(venue)s AND symbol = wanted.symbol AND interval = %(interval)s
          AND opened_at <= %(newest)s
        ORDER BY opened_at DESC LIMIT 1
    ) latest
    CROSS JOIN LATERAL (
        SELECT open FROM trading_candle
        WHERE venue_id = %(venue)s AND symbol = wanted.symbol AND interval = %(interval)s
          AND opened_at > latest.opened_at - interval '24 hours'
        ORDER BY opened_at LIMIT 1
    ) day
    LEFT JOIN LATERAL (
        SELECT bid_close AS bid, ask_close AS ask, opened_at FROM trading_recorded_quote
        WHERE venue_id = %(venue)s AND symbol = wanted.symbol AND opened_at <= %(newest)s
        ORDER BY opened_at DESC LIMIT 1
    ) quoted ON true
"""

DAY = timedelta(hours=24)


class Replay:
    """The market of one replay venue. A symbol with recorded quotes trades at those, else at its bars."""

    source = "replay"

    def __init__(self, venue: Venue) -> None:
        self.venue = venue
        self.base_interval = Interval(venue.config["interval"])
        self._quoted = frozenset(venue.config.get("quoted", ()))
        self._stored = StoredCandles(venue, self.base_interval, is_complete=False)
        self._candles = Candle.objects.filter(venue=venue, interval=self.base_interval.value)
        self._quotes = RecordedQuote.objects.filter(venue=venue)

    def symbols(self) -> Sequence[str]:
        """The symbols that were imported."""
        return list(
            Instrument.objects.filter(venue=self.venue).order_by("symbol").values_list("symbol", flat=True)
        )

    def market_time(self, now: datetime) -> datetime | None:
        """The close of the last bar that was played; `now` plays no part."""
        return self.venue.market_time

    def settled(self, at: datetime) -> datetime | None:
        """A recording knows all its bars."""
        return at

    def quotes(self, symbols: Iterable[str], at: datetime) -> dict[str, Quote]:
        """The last closed bar of each symbol, with the bid and ask at the close of its last recorded quote.

        Where none is recorded bid and ask are the bar's close: bars know no spread. What can be traded at is
        as old as the quote, however new the bar.
        """
        parameters: dict[str, Any] = {
            "symbols": list(symbols),
            "venue": self.venue.slug,
            "interval": self.base_interval.value,
            "newest": at - self.base_interval.length,
        }
        with connection.cursor() as cursor:
            cursor.execute(_QUOTES, parameters)
            return {row[0]: self._quote(row) for row in cursor.fetchall()}

    def _quote(self, row: tuple[Any, ...]) -> Quote:
        symbol, close, opened_at, day_open, bid, ask, quoted_at = row
        as_of = (quoted_at or opened_at) + self.base_interval.length
        return Quote(symbol, bid or close, ask or close, close, as_of, day_open)

    def day_quote(self, symbol: str, at: datetime) -> DayQuote | None:
        """One quote with the bars of the 24 hours up to it: the only figures that take them all."""
        quote = self.quotes([symbol], at).get(symbol)
        if quote is None:
            return None
        newest = at - self.base_interval.length
        told = self._candles.filter(symbol=symbol, opened_at__lte=newest)
        last = told.order_by("-opened_at").values("opened_at")[:1]
        day = told.filter(opened_at__gt=Subquery(last) - DAY)
        figures = day.aggregate(high_24h=Max("high"), low_24h=Min("low"), volume_24h=Sum("volume"))
        return DayQuote(**asdict(quote), **figures)

    def book(self, symbol: str, at: datetime) -> Book | None:
        """The best bid and ask at the close of the last recorded quote; bars know no ladder."""
        if symbol not in self._quoted:
            return None
        closed = self._quotes.filter(symbol=symbol, opened_at__lte=at - self.base_interval.length)
        last = closed.order_by("-opened_at").first()
        if last is None:
            return None
        bids, asks = Level(last.bid_close, last.bid_size), Level(last.ask_close, last.ask_size)
        return Book(symbol, (bids,), (asks,), last.opened_at + self.base_interval.length)

    def candles(self, symbol: str, interval: Interval, *, until: datetime, count: int) -> list[Bar]:
        """Recorded bars, or longer ones made of them; a shorter interval than the recorded one has none."""
        return self._stored.candles(symbol, interval, until=until, count=count)

    def bars_at(self, symbols: Sequence[str], interval: Interval, closed_at: datetime) -> list[Bar]:
        """Recorded bars, or longer ones made of them."""
        return self._stored.bars_at(symbols, interval, closed_at)

    def bars_closed(self, *, after: datetime, until: datetime) -> list[Bar]:
        """Recorded bars that closed in (`after`, `until`], and the longer bars that closed with them."""
        return self._stored.bars_closed(after=after, until=until)

    def outsides(self, symbols: Iterable[str], at: datetime) -> dict[str, Outside]:
        """The quotes, and where a symbol has none the bars, that open at `at`, as orders meet them."""
        wanted = set(symbols)
        bars = {row.symbol: bar_of(row) for row in self._candles.filter(symbol__in=wanted, opened_at=at)}
        met = {symbol: outside_of_bar(bar) for symbol, bar in bars.items() if symbol not in self._quoted}
        if quoted := wanted & self._quoted:
            for row in self._quotes.filter(symbol__in=quoted, opened_at=at):
                met[row.symbol] = _outside_of_quote(row, bars.get(row.symbol))
        return met

    def next_opening(self) -> datetime | None:
        """When the next bar or quote opens that has not been played; None at the end of the recording."""
        rows: list[QuerySet[Any]] = [self._candles, self._quotes] if self._quoted else [self._candles]
        reached = self.venue.market_time
        ahead = [each if reached is None else each.filter(opened_at__gte=reached) for each in rows]
        openings = [each.aggregate(first=Min("opened_at"))["first"] for each in ahead]
        return min((each for each in openings if each is not None), default=None)


def _outside_of_quote(row: RecordedQuote, bar: Bar | None) -> Outside:
    """A recorded quote as orders meet it: whoever arrives takes its opening, up to the recorded size; whoever
    rests is reached by how far the other side came. Together they take no more than was traded or offered."""
    return Outside(
        asks=(Level(row.ask_open, row.ask_size),),
        bids=(Level(row.bid_open, row.bid_size),),
        dips_to=row.ask_low,
        rises_to=row.bid_high,
        low=row.bid_low,
        high=row.ask_high,
        volume=max(row.bid_size, row.ask_size, bar.volume if bar else Decimal(0)),
        at=row.opened_at,
    )


def pace_of(venue: Venue) -> float | None:
    """How many market seconds a replay plays in one real second; None: as fast as decisions allow."""
    speed = venue.config.get("speed")
    return None if speed is None else float(speed)


def step_length(venue: Venue) -> timedelta:
    """The market time of one step of a replay."""
    return Interval(venue.config["interval"]).length
