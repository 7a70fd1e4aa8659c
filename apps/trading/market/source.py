"""One interface for every market, whatever it is made of."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from apps.trading.market.types import Bar, Book, DayQuote, Outside, Quote
from apps.trading.types import Interval


class MarketSource(Protocol):
    """What a venue's market can tell. Times are market times; nothing after `at` or `until` is ever told."""

    @property
    def source(self) -> str:
        """Where the figures come from: `simulated`, `replay` or `live`."""
        ...

    @property
    def base_interval(self) -> Interval:
        """The shortest bar there is."""
        ...

    def symbols(self) -> Sequence[str]:
        """The canonical symbols, in order."""
        ...

    def market_time(self, now: datetime) -> datetime | None:
        """What time it is in this market; None before it has begun."""
        ...

    def quotes(self, symbols: Iterable[str], at: datetime) -> Mapping[str, Quote]:
        """The latest quotes; a symbol without one is left out. As cheap for a day of bars as for none."""
        ...

    def day_quote(self, symbol: str, at: datetime) -> DayQuote | None:
        """The latest quote of a symbol, with its last 24 hours; None where it has none."""
        ...

    def book(self, symbol: str, at: datetime) -> Book | None:
        """The visible ladder, where the source has one."""
        ...

    def settled(self, at: datetime) -> datetime | None:
        """Up to when all bars that closed by `at` have come in, so that none is added later; None: none has.

        Bars are handed out for decisions, and stored, as far as this and not further.
        """
        ...

    def candles(self, symbol: str, interval: Interval, *, until: datetime, count: int) -> list[Bar]:
        """The last `count` bars that have closed by `until`, oldest first; fewer where history is shorter."""
        ...

    def bars_at(self, symbols: Sequence[str], interval: Interval, closed_at: datetime) -> list[Bar]:
        """The bars of some symbols that closed at a moment; symbols without one are left out."""
        ...

    def bars_closed(self, *, after: datetime, until: datetime) -> list[Bar]:
        """Every bar of every symbol and interval that closed in (`after`, `until`], in order of closing."""
        ...

    def outsides(self, symbols: Iterable[str], at: datetime) -> dict[str, Outside]:
        """What orders meet in the update at `at`; a symbol without an update is left out."""
        ...
