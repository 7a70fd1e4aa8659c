"""An exchange's market, as the gateway sees it: live quotes and books from Redis, stored minute bars."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet

from apps.trading.ledger import ZERO
from apps.trading.market.aggregate import aggregate
from apps.trading.market.latest import latest_books, latest_quotes
from apps.trading.market.types import Bar, Book, Outside, Quote
from apps.trading.models import Candle, Instrument, Venue
from apps.trading.types import Interval, exact_arithmetic

CLOCK_SLACK = timedelta(seconds=5)
"""The gateway may run on another machine; a price from later than this is not of the asked time."""

TRADABLE_FOR = timedelta(seconds=15)
"""An order meets no book older than this: the gateway asks for it anew each ten seconds."""

SECOND = timedelta(seconds=1)


class Exchange:
    """The market of one exchange's venue. Its time is real time."""

    source = "live"
    base_interval = Interval.M1

    def __init__(self, venue: Venue) -> None:
        self.venue = venue

    def symbols(self) -> Sequence[str]:
        """The symbols that are followed and listed."""
        listed = Instrument.objects.filter(venue=self.venue).order_by("symbol")
        followed = set(self.venue.config["symbols"])
        return [symbol for symbol in listed.values_list("symbol", flat=True) if symbol in followed]

    def market_time(self, now: datetime) -> datetime | None:
        """An exchange trades now."""
        return now

    def quotes(self, symbols: Iterable[str], at: datetime) -> dict[str, Quote]:
        """The latest quotes, each with its age; earlier ones are not kept."""
        found = latest_quotes(self.venue.slug, symbols)
        return {symbol: quote for symbol, quote in found.items() if quote.as_of <= at + CLOCK_SLACK}

    def book(self, symbol: str, at: datetime) -> Book | None:
        """The latest ladder, twenty levels a side at most."""
        return self._books([symbol], at).get(symbol)

    def _books(self, symbols: Iterable[str], at: datetime) -> dict[str, Book]:
        found = latest_books(self.venue.slug, symbols)
        return {symbol: book for symbol, book in found.items() if book.as_of <= at + CLOCK_SLACK}

    def candles(self, symbol: str, interval: Interval, *, until: datetime, count: int) -> list[Bar]:
        """Stored minute bars, or longer ones made of them; shorter ones there are none."""
        if interval.seconds < Interval.M1.seconds:
            return []
        end = interval.floor(until)
        newest = self._minutes(end - interval.length * count, end).filter(symbol=symbol)
        return aggregate([_bar(row) for row in newest.order_by("opened_at")], interval)[-count:]

    def bars_closed(self, *, after: datetime, until: datetime) -> list[Bar]:
        """Stored bars that closed in (`after`, `until`], and the longer bars that closed with them."""
        bars: list[Bar] = []
        for interval in Interval:
            first, end = interval.floor(after), interval.floor(until)
            if interval.seconds >= Interval.M1.seconds and first < end:
                bars += [bar for bar in self._merged(interval, first, end) if after < bar.closed_at <= until]
        return sorted(bars, key=lambda bar: (bar.closed_at, bar.interval.seconds, bar.symbol))

    def _merged(self, interval: Interval, first: datetime, end: datetime) -> list[Bar]:
        of_symbol: dict[str, list[Bar]] = {}
        for row in self._minutes(first, end).order_by("symbol", "opened_at"):
            of_symbol.setdefault(row.symbol, []).append(_bar(row))
        return [bar for bars in of_symbol.values() for bar in aggregate(bars, interval)]

    def _minutes(self, first: datetime, end: datetime) -> "QuerySet[Candle]":
        return Candle.objects.filter(
            venue=self.venue, interval=Interval.M1.value, opened_at__gte=first, opened_at__lt=end
        )

    def outsides(self, symbols: Iterable[str], at: datetime) -> dict[str, Outside]:
        """The ladders as orders meet them. One update a second: what orders take in it, they share."""
        return {
            symbol: _outside(book, at)
            for symbol, book in self._books(symbols, at).items()
            if at - book.as_of <= TRADABLE_FOR and book.bids and book.asks
        }


def _outside(book: Book, at: datetime) -> Outside:
    with exact_arithmetic():
        volume = sum((level.quantity for level in (*book.bids, *book.asks)), ZERO)
    return Outside(
        asks=book.asks,
        bids=book.bids,
        dips_to=None,
        rises_to=None,
        low=book.bids[-1].price,
        high=book.asks[-1].price,
        volume=volume,
        at=at.replace(microsecond=0),
    )


def _bar(row: Candle) -> Bar:
    return Bar(
        symbol=row.symbol,
        interval=Interval.M1,
        opened_at=row.opened_at,
        open=row.open,
        high=row.high,
        low=row.low,
        close=row.close,
        volume=row.volume,
    )
