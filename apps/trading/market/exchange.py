"""An exchange's market, as the gateway sees it: live quotes and books from Redis, stored minute bars."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from apps.trading.ledger import ZERO
from apps.trading.market.latest import latest_books, latest_quotes
from apps.trading.market.stored import StoredCandles
from apps.trading.market.types import Bar, Book, DayQuote, Outside
from apps.trading.models import Feed, Instrument, Venue
from apps.trading.types import Interval, exact_arithmetic

CLOCK_SLACK = timedelta(seconds=5)
"""The gateway may run on another machine; a price from later than this is not of the asked time."""

TRADABLE_FOR = timedelta(seconds=15)
"""An order meets no book older than this: the gateway asks for it anew each ten seconds."""

LATE = timedelta(seconds=30)
"""Decisions on a minute wait so long for a bar that the exchange has not told of; then it comes too late."""


class Exchange:
    """The market of one exchange's venue. Its time is real time."""

    source = "live"
    base_interval = Interval.M1

    def __init__(self, venue: Venue) -> None:
        self.venue = venue
        self._stored = StoredCandles(venue, Interval.M1, is_complete=True)

    def symbols(self) -> Sequence[str]:
        """The symbols that are followed and listed."""
        listed = Instrument.objects.filter(venue=self.venue).order_by("symbol")
        followed = set(self.venue.config["symbols"])
        return [symbol for symbol in listed.values_list("symbol", flat=True) if symbol in followed]

    def market_time(self, now: datetime) -> datetime | None:
        """An exchange trades now."""
        return now

    def quotes(self, symbols: Iterable[str], at: datetime) -> dict[str, DayQuote]:
        """The latest quotes, each with its age; earlier ones are not kept."""
        found = latest_quotes(self.venue.slug, symbols)
        return {symbol: quote for symbol, quote in found.items() if quote.as_of <= at + CLOCK_SLACK}

    def day_quote(self, symbol: str, at: datetime) -> DayQuote | None:
        """One of them: the exchange tells the day with the price."""
        return self.quotes([symbol], at).get(symbol)

    def book(self, symbol: str, at: datetime) -> Book | None:
        """The latest ladder, twenty levels a side at most."""
        return self._books([symbol], at).get(symbol)

    def _books(self, symbols: Iterable[str], at: datetime) -> dict[str, Book]:
        found = latest_books(self.venue.slug, symbols)
        return {symbol: book for symbol, book in found.items() if book.as_of <= at + CLOCK_SLACK}

    def settled(self, at: datetime) -> datetime | None:
        """Until when the bars of every symbol are stored; who is late by `LATE` is not waited for."""
        reached = Feed.objects.filter(venue=self.venue).values_list("recorded_until", flat=True)
        known = [each for each in reached if each is not None]
        slowest = min(known) if known and len(known) == len(reached) else at - LATE
        return min(at, max(slowest, at - LATE)).replace(microsecond=0)

    def candles(self, symbol: str, interval: Interval, *, until: datetime, count: int) -> list[Bar]:
        """Stored bars, of a minute or longer."""
        return self._stored.candles(symbol, interval, until=until, count=count)

    def bars_at(self, symbols: Sequence[str], interval: Interval, closed_at: datetime) -> list[Bar]:
        """Stored bars, of a minute or longer."""
        return self._stored.bars_at(symbols, interval, closed_at)

    def bars_closed(self, *, after: datetime, until: datetime) -> list[Bar]:
        """Stored minute bars that closed in (`after`, `until`], and the longer bars that closed with them."""
        return self._stored.bars_closed(after=after, until=until)

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
