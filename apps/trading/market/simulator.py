"""The simulated venue: the path's integers as quotes, books, bars and matching depth."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache

from apps.trading.market.path import ORIGIN, SECONDS, Listing, Path, Span, second_of
from apps.trading.market.types import Bar, Book, Level, Outside, Quote
from apps.trading.types import Interval

DAY = 86400
MAX_SECONDS = 2000 * SECONDS
LISTINGS = (
    Listing("BTC/USD", Decimal(60_000), 0.55, 0.80, Decimal("0.01"), Decimal("0.00001"), 500_000),
    Listing("ETH/USD", Decimal(3_000), 0.70, 0.75, Decimal("0.01"), Decimal("0.0001"), 800_000),
    Listing("SOL/USD", Decimal(150), 0.90, 0.65, Decimal("0.001"), Decimal("0.001"), 1_200_000),
    Listing("LINK/USD", Decimal(15), 0.85, 0.60, Decimal("0.0001"), Decimal("0.01"), 600_000),
    Listing("AVAX/USD", Decimal(30), 0.90, 0.60, Decimal("0.0001"), Decimal("0.01"), 400_000),
    Listing("XRP/USD", Decimal("0.6"), 0.80, 0.55, Decimal("0.00001"), Decimal("0.1"), 2_000_000),
    Listing("ADA/USD", Decimal("0.5"), 0.85, 0.55, Decimal("0.00001"), Decimal("0.1"), 2_000_000),
    Listing("DOGE/USD", Decimal("0.1"), 0.95, 0.50, Decimal("0.000001"), Decimal(1), 900_000),
)


class Simulator:
    """A market of listings under one seed; see `path`."""

    source = "simulated"
    base_interval = Interval.S1

    def __init__(self, seed: int, listings: Sequence[Listing] = LISTINGS) -> None:
        self._paths = {listing.symbol: Path(listing, seed) for listing in listings}
        self._quote = lru_cache(maxsize=256)(self._make_quote)
        self._day_span = lru_cache(maxsize=1024)(self._make_day_span)

    def symbols(self) -> Sequence[str]:
        """The canonical symbols."""
        return list(self._paths)

    def market_time(self, now: datetime) -> datetime | None:
        """The simulated market lives in real time."""
        return now

    def settled(self, at: datetime) -> datetime | None:
        """Whole seconds have closed."""
        return at.replace(microsecond=0)

    def quotes(self, symbols: Iterable[str], at: datetime) -> dict[str, Quote]:
        """The quotes of the second that contains `at`."""
        second = second_of(at)
        if second < DAY:
            return {}
        return {symbol: self._quote(symbol, second) for symbol in symbols if symbol in self._paths}

    def book(self, symbol: str, at: datetime) -> Book | None:
        """The ladder of the second that contains `at`, ten levels a side at most."""
        second = second_of(at)
        if symbol not in self._paths or second < 0:
            return None
        bids, asks = self._levels(symbol, second)
        return Book(symbol, bids, asks, _moment(second))

    def outsides(self, symbols: Iterable[str], at: datetime) -> dict[str, Outside]:
        """The ladders of a second; a ladder's range and volume are the second's own bar."""
        second = second_of(at)
        books = [book for symbol in symbols if (book := self.book(symbol, at)) is not None]
        return {book.symbol: self._outside(book, second) for book in books}

    def _outside(self, book: Book, second: int) -> Outside:
        bar = self._bar(book.symbol, Interval.S1, second, self._paths[book.symbol].span(second, second + 1))
        return Outside(book.asks, book.bids, None, None, bar.low, bar.high, bar.volume, book.as_of)

    def candles(self, symbol: str, interval: Interval, *, until: datetime, count: int) -> list[Bar]:
        """Bars made of the very seconds that quotes come from; at most 2,000 hours of them in one answer."""
        if symbol not in self._paths:
            return []
        last = second_of(until) // interval.seconds * interval.seconds
        count = min(count, MAX_SECONDS // interval.seconds, max(0, last // interval.seconds))
        starts = range(last - count * interval.seconds, last, interval.seconds)
        return [
            self._bar(symbol, interval, start, self._span(symbol, start, interval.seconds))
            for start in starts
        ]

    def bars_closed(self, *, after: datetime, until: datetime) -> list[Bar]:
        """Bars of all intervals that closed in (`after`, `until`]."""
        bars = []
        for end in range(second_of(after) + 1, second_of(until) + 1):
            for interval in Interval:
                if end % interval.seconds == 0:
                    start = end - interval.seconds
                    bars += [
                        self._bar(symbol, interval, start, self._span(symbol, start, interval.seconds))
                        for symbol in self._paths
                    ]
        return bars

    def _levels(self, symbol: str, second: int) -> tuple[tuple[Level, ...], tuple[Level, ...]]:
        path = self._paths[symbol]
        tick, lot = path.listing.tick, path.listing.lot
        bids, asks = path.ladder(second)
        return (
            tuple(Level(price * tick, lots * lot) for price, lots in bids),
            tuple(Level(price * tick, lots * lot) for price, lots in asks),
        )

    def _make_quote(self, symbol: str, second: int) -> Quote:
        path = self._paths[symbol]
        tick = path.listing.tick
        bids, asks = self._levels(symbol, second)
        span = self._day(symbol, second)
        return Quote(
            symbol=symbol,
            bid=bids[0].price,
            ask=asks[0].price,
            last=span.close * tick,
            as_of=_moment(second),
            open_24h=span.open * tick,
            high_24h=span.high * tick,
            low_24h=span.low * tick,
            volume_24h=span.volume * path.listing.lot,
        )

    def _day(self, symbol: str, second: int) -> Span:
        """The 24 hours up to and with `second`: 23 whole hours and the two ends."""
        path, first = self._paths[symbol], second + 1 - DAY
        edge, this_hour = -(-first // SECONDS) * SECONDS, second // SECONDS * SECONDS
        parts = [
            self._day_span(symbol, edge // SECONDS, this_hour // SECONDS),
            path.span(this_hour, second + 1),
        ]
        return _join([path.span(first, edge), *parts] if first < edge else parts)

    def _make_day_span(self, symbol: str, first_hour: int, end_hour: int) -> Span:
        return _join([self._paths[symbol].whole_hour(hour) for hour in range(first_hour, end_hour)])

    def _span(self, symbol: str, start: int, seconds: int) -> Span:
        path = self._paths[symbol]
        if seconds < SECONDS:
            return path.span(start, start + seconds)
        return _join(
            [path.whole_hour(hour) for hour in range(start // SECONDS, (start + seconds) // SECONDS)]
        )

    def _bar(self, symbol: str, interval: Interval, start: int, span: Span) -> Bar:
        listing = self._paths[symbol].listing
        tick = listing.tick
        return Bar(
            symbol=symbol,
            interval=interval,
            opened_at=_moment(start),
            open=span.open * tick,
            high=span.high * tick,
            low=span.low * tick,
            close=span.close * tick,
            volume=span.volume * listing.lot,
        )


def _join(spans: Sequence[Span]) -> Span:
    return Span(
        open=spans[0].open,
        high=max(span.high for span in spans),
        low=min(span.low for span in spans),
        close=spans[-1].close,
        volume=sum(span.volume for span in spans),
    )


def _moment(second: int) -> datetime:
    return ORIGIN + timedelta(seconds=second)


@cache
def simulator(seed: int) -> Simulator:
    """The process's simulator of a seed; it only caches what anybody could compute again."""
    return Simulator(seed)
