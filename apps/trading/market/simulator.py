"""The simulated market of a seed and its scenarios: the path's integers as quotes, books, bars and depth."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import islice

from apps.trading.market.hour import SECONDS, Span, join
from apps.trading.market.listings import paths
from apps.trading.market.path import ORIGIN, second_of
from apps.trading.market.scenarios import Scenario
from apps.trading.market.tape import Tape
from apps.trading.market.types import Bar, Book, DayQuote, Level, Outside
from apps.trading.types import Interval

DAY = 86400
MAX_SECONDS = 2000 * SECONDS


class Simulator:
    """A market under one seed, with scenarios laid over it; see `path` and `scenarios`."""

    def __init__(self, seed: int, scenarios: Sequence[Scenario] = ()) -> None:
        self._tapes = {symbol: Tape(path, scenarios) for symbol, path in paths(seed).items()}
        self._quote = lru_cache(maxsize=256)(self._make_quote)
        self._day_span = lru_cache(maxsize=1024)(self._make_day_span)

    def symbols(self) -> Sequence[str]:
        """The canonical symbols."""
        return list(self._tapes)

    def quotes(self, symbols: Iterable[str], at: datetime) -> dict[str, DayQuote]:
        """The quotes of the second that contains `at`; older ones while the feed is stale."""
        told = self._told(symbols, at)
        return {symbol: self._quote(symbol, second) for symbol, second in told.items() if second >= DAY}

    def book(self, symbol: str, at: datetime) -> Book | None:
        """The ladder of the second that contains `at`, ten levels a side at most."""
        told = self._told([symbol], at)
        if symbol not in told:
            return None
        bids, asks = self._levels(symbol, told[symbol])
        return Book(symbol, bids, asks, _moment(told[symbol]))

    def outsides(self, symbols: Iterable[str], at: datetime) -> dict[str, Outside]:
        """The ladders of a second; a ladder's range and volume are the second's own bar. What is told of an
        earlier second is no update."""
        now = second_of(at)
        told = self._told(symbols, at)
        return {symbol: self._outside(symbol, second) for symbol, second in told.items() if second == now}

    def candles(self, symbol: str, interval: Interval, *, until: datetime, count: int) -> list[Bar]:
        """Bars made of the very seconds that quotes come from, looked for in 2,000 hours at most.

        Where an outage left none, older ones come in their place, as in any market.
        """
        if symbol not in self._tapes:
            return []
        length, last = interval.seconds, second_of(until) // interval.seconds * interval.seconds
        oldest = max(0, last - MAX_SECONDS // length * length)
        starts = range(last - length, oldest - 1, -length)
        bars = (bar for start in starts if (bar := self._bar(symbol, interval, start)) is not None)
        return [*islice(bars, count)][::-1]

    def bars_closed(self, base: Interval, *, after: datetime, until: datetime) -> list[Bar]:
        """Bars of `base` and longer intervals that closed in (`after`, `until`]."""
        step = base.seconds
        first, last = second_of(after) // step * step + step, second_of(until)
        bars = [
            self._bar(symbol, interval, end - interval.seconds)
            for end in range(first, last + 1, step)
            for interval in Interval
            if interval.seconds >= step and end % interval.seconds == 0
            for symbol in self._tapes
        ]
        return [bar for bar in bars if bar is not None]

    def _told(self, symbols: Iterable[str], at: datetime) -> dict[str, int]:
        """Of which second each symbol is told at a moment; one that is not told is left out."""
        second = second_of(at)
        known = {symbol: self._tapes[symbol].told(second) for symbol in symbols if symbol in self._tapes}
        return {symbol: told for symbol, told in known.items() if told is not None and told >= 0}

    def _outside(self, symbol: str, second: int) -> Outside:
        bids, asks = self._levels(symbol, second)
        bar = self._bar(symbol, Interval.S1, second)
        assert bar is not None  # what is told of its own second has a market then
        return Outside(asks, bids, None, None, bar.low, bar.high, bar.volume, _moment(second))

    def _levels(self, symbol: str, second: int) -> tuple[tuple[Level, ...], tuple[Level, ...]]:
        tape = self._tapes[symbol]
        tick, lot = tape.listing.tick, tape.listing.lot
        bids, asks = tape.ladder(second)
        return (
            tuple(Level(price * tick, lots * lot) for price, lots in bids),
            tuple(Level(price * tick, lots * lot) for price, lots in asks),
        )

    def _make_quote(self, symbol: str, second: int) -> DayQuote:
        listing = self._tapes[symbol].listing
        tick = listing.tick
        bids, asks = self._levels(symbol, second)
        span = self._day(symbol, second)
        assert span is not None  # it ends with this second
        return DayQuote(
            symbol=symbol,
            bid=bids[0].price,
            ask=asks[0].price,
            last=span.close * tick,
            as_of=_moment(second),
            open_24h=span.open * tick,
            high_24h=span.high * tick,
            low_24h=span.low * tick,
            volume_24h=span.volume * listing.lot,
        )

    def _day(self, symbol: str, second: int) -> Span | None:
        """The 24 hours up to and with `second`: 23 whole hours and the two ends."""
        tape, first = self._tapes[symbol], second + 1 - DAY
        edge, this_hour = -(-first // SECONDS) * SECONDS, second // SECONDS * SECONDS
        whole = self._day_span(symbol, edge // SECONDS, this_hour // SECONDS)
        return join([tape.span(first, edge), whole, tape.span(this_hour, second + 1)])

    def _make_day_span(self, symbol: str, first_hour: int, end_hour: int) -> Span | None:
        return self._tapes[symbol].span(first_hour * SECONDS, end_hour * SECONDS)

    def _bar(self, symbol: str, interval: Interval, start: int) -> Bar | None:
        tape = self._tapes[symbol]
        span = tape.span(start, start + interval.seconds)
        if span is None:
            return None
        tick = tape.listing.tick
        return Bar(
            symbol=symbol,
            interval=interval,
            opened_at=_moment(start),
            open=span.open * tick,
            high=span.high * tick,
            low=span.low * tick,
            close=span.close * tick,
            volume=span.volume * tape.listing.lot,
        )


def _moment(second: int) -> datetime:
    return ORIGIN + timedelta(seconds=second)


@lru_cache(maxsize=32)
def simulator(seed: int, scenarios: tuple[Scenario, ...] = ()) -> Simulator:
    """The process's simulator of a seed; it only caches what anybody could compute again."""
    return Simulator(seed, scenarios)
