"""Bars out of the candle store."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from apps.trading.market.aggregate import aggregate
from apps.trading.market.types import Bar
from apps.trading.models import Candle, Venue
from apps.trading.types import Interval


class StoredCandles:
    """The stored bars of one venue.

    A recording holds bars of one length, and longer ones are made of them as they are asked for. Where the
    market process stores every bar as it closes (`is_complete`), each length is read as it is, and a longer
    bar is made, when it closes, of those of the next shorter length.
    """

    def __init__(self, venue: Venue, base_interval: Interval, *, is_complete: bool) -> None:
        self._rows = Candle.objects.filter(venue=venue)
        self._is_complete = is_complete
        self.base_interval = base_interval
        self.intervals = [each for each in Interval if each.seconds >= base_interval.seconds]

    def candles(self, symbol: str, interval: Interval, *, until: datetime, count: int) -> list[Bar]:
        """The last `count` bars that have closed by `until`, oldest first; none shorter than the base."""
        if interval.seconds < self.base_interval.seconds:
            return []
        if self._is_complete:
            return self._newest(symbol, interval, until=until, count=count)
        parts = interval.seconds // self.base_interval.seconds
        end = interval.floor(until)
        newest = self._newest(symbol, self.base_interval, until=end, count=count * parts)
        return aggregate(newest, interval)[-count:]

    def bars_at(self, symbols: Sequence[str], interval: Interval, closed_at: datetime) -> list[Bar]:
        """The bars of some symbols that closed at a moment, read together."""
        opened_at = closed_at - interval.length
        if interval.seconds < self.base_interval.seconds or interval.floor(closed_at) != closed_at:
            return []
        own = self._rows.filter(symbol__in=symbols).order_by("symbol", "opened_at")
        if self._is_complete:
            return list(self._bars(own.filter(interval=interval.value, opened_at=opened_at)))
        of_symbol: dict[str, list[Bar]] = {}
        within = own.filter(
            interval=self.base_interval.value, opened_at__gte=opened_at, opened_at__lt=closed_at
        )
        for bar in self._bars(within):
            of_symbol.setdefault(bar.symbol, []).append(bar)
        return [bar for bars in of_symbol.values() for bar in aggregate(bars, interval)]

    def bars_closed(self, *, after: datetime, until: datetime) -> list[Bar]:
        """Every bar that closed in (`after`, `until`], in order of closing."""
        shorter = self.base_interval
        closed = {shorter: list(self._bars(self._span(shorter, after, until)))}
        for interval in self.intervals[1:]:
            closed[interval] = self._closed(interval, shorter, closed[shorter], after, until)
            shorter = interval if self._is_complete else shorter
        bars = [bar for each in closed.values() for bar in each]
        return sorted(bars, key=lambda bar: (bar.closed_at, bar.interval.seconds, bar.symbol))

    def _closed(
        self, interval: Interval, shorter: Interval, latest: list[Bar], after: datetime, until: datetime
    ) -> list[Bar]:
        first, end = interval.floor(after), interval.floor(until)
        if first == end:
            return []
        earlier = self._rows.filter(
            interval=shorter.value, opened_at__gte=first, opened_at__lte=after - shorter.length
        )
        of_symbol: dict[str, list[Bar]] = {}
        for bar in [*self._bars(earlier.order_by("symbol", "opened_at")), *latest]:
            if bar.opened_at < end:
                of_symbol.setdefault(bar.symbol, []).append(bar)
        return [bar for symbol in sorted(of_symbol) for bar in aggregate(of_symbol[symbol], interval)]

    def _span(self, interval: Interval, after: datetime, until: datetime) -> "QuerySet[Candle]":
        length = interval.length
        rows = self._rows.filter(
            interval=interval.value, opened_at__gt=after - length, opened_at__lte=until - length
        )
        return rows.order_by("symbol", "opened_at")

    def _newest(self, symbol: str, interval: Interval, *, until: datetime, count: int) -> list[Bar]:
        rows = self._rows.filter(
            symbol=symbol, interval=interval.value, opened_at__lte=until - interval.length
        )
        return list(self._bars(reversed(rows.order_by("-opened_at")[:count])))

    def _bars(self, rows: "Iterable[Candle]") -> Iterable[Bar]:
        return map(bar_of, rows)


def bar_of(row: Any) -> Bar:
    """A stored candle as a bar."""
    return Bar(
        symbol=row.symbol,
        interval=Interval(row.interval),
        opened_at=row.opened_at,
        open=row.open,
        high=row.high,
        low=row.low,
        close=row.close,
        volume=row.volume,
    )
