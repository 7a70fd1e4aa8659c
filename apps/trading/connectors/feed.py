"""Following one exchange's market: books and tickers as they change, minute bars as they close.

What is heard is handed to a `Keeper`. Each symbol fails for itself, is tried again with growing pauses, and
says what is wrong while it is. Anything that is no error of the exchange's ends the feed.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from random import SystemRandom
from typing import Protocol, TypeVar

from apps.system.mesh.backoff import full_jitter
from apps.trading.connectors.connector import Connector
from apps.trading.connectors.types import Day, ExchangeAway, ExchangeError
from apps.trading.market.types import Bar, Book, DayQuote
from apps.trading.types import Interval

logger = logging.getLogger(__name__)

Heard = TypeVar("Heard", Book, Day)

MINUTE = timedelta(minutes=1)
BACKFILL = timedelta(days=1)
MOST_BACKFILL = timedelta(days=7)
SETTLES = timedelta(seconds=10)
"""So long after a minute its bar may still come; then the minute had no trade."""

LONGER = [each for each in Interval if each.seconds > Interval.M1.seconds]
HISTORY = 400
"""Bars of each longer interval that are asked for when a symbol is first followed."""

BAR_AFTER = 1.5
ASK_AGAIN = 2.0
LONGEST_PAUSE = 30.0
RELIST_EVERY = 3600.0

_random = SystemRandom()


class Keeper(Protocol):
    """Keeps bars; answers until when those of a symbol are stored."""

    async def stored_until(self, symbol: str) -> datetime | None: ...

    async def store(self, symbol: str, bars: Sequence[Bar], until: datetime) -> None: ...

    async def store_history(self, bars: Sequence[Bar]) -> None: ...


@dataclass
class Feed:
    """One exchange's market, as far as it has been heard."""

    connector: Connector
    keeper: Keeper
    ahead: timedelta = timedelta(0)
    books: dict[str, Book] = field(default_factory=dict)
    days: dict[str, Day] = field(default_factory=dict)
    problems: dict[tuple[str, str], str] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    heard: int = 0

    async def run(self, symbols: Sequence[str]) -> None:
        """Follow these symbols until cancelled."""
        try:
            self.ahead = timedelta(seconds=await self.connector.clock_ahead() or 0.0)
        except ExchangeError as error:
            logger.warning("The exchange's clock is taken to be ours: %s", error)
        async with asyncio.TaskGroup() as tasks:
            for symbol in symbols:
                tasks.create_task(self._follow(symbol, "book", self._books_of(symbol)))
                tasks.create_task(self._follow(symbol, "ticker", self._days_of(symbol)))
                tasks.create_task(self._follow(symbol, "bars", partial(self._record, symbol)))

    def take_changed(self) -> tuple[list[DayQuote], list[Book]]:
        """Quotes and books that changed since the last time."""
        symbols, self.changed = sorted(self.changed), set()
        quotes = [quote for symbol in symbols if (quote := self.quote(symbol)) is not None]
        return quotes, [self.books[symbol] for symbol in symbols if symbol in self.books]

    def quote(self, symbol: str) -> DayQuote | None:
        """The best prices and the last day, once both sides and the ticker have been heard."""
        book, day = self.books.get(symbol), self.days.get(symbol)
        if book is None or day is None or not book.bids or not book.asks:
            return None
        return DayQuote(
            symbol=symbol,
            bid=book.bids[0].price,
            ask=book.asks[0].price,
            last=day.last,
            as_of=book.as_of,
            open_24h=day.open,
            high_24h=day.high,
            low_24h=day.low,
            volume_24h=day.volume,
        )

    def problem_of(self, symbol: str) -> str:
        """What is wrong with a symbol now; empty while all is well."""
        said = [f"{what}: {why}" for (whose, what), why in sorted(self.problems.items()) if whose == symbol]
        return "; ".join(said)

    async def _follow(self, symbol: str, what: str, listen: Callable[[], Awaitable[None]]) -> None:
        """Listen again and again; an error is told until something is heard after it."""
        tries = 0
        while True:
            try:
                await listen()
                self.problems.pop((symbol, what), None)
                tries = 0
            except ExchangeError as error:
                if (symbol, what) not in self.problems:
                    logger.warning("%s of %s: %s", what, symbol, error)
                self.problems[symbol, what] = str(error)
                asked = error.retry_after or 0.0 if isinstance(error, ExchangeAway) else 0.0
                await asyncio.sleep(asked + full_jitter(tries, _random, base=0.2, cap=LONGEST_PAUSE))
                tries += 1

    def _books_of(self, symbol: str) -> Callable[[], Awaitable[None]]:
        return self._listener(symbol, self.books, self.connector.book, self.connector.next_book)

    def _days_of(self, symbol: str) -> Callable[[], Awaitable[None]]:
        return self._listener(symbol, self.days, self.connector.day, self.connector.next_day)

    def _listener(
        self,
        symbol: str,
        kept: dict[str, Heard],
        ask: Callable[[str], Awaitable[Heard]],
        hear: Callable[[str], Awaitable[Heard]],
    ) -> Callable[[], Awaitable[None]]:
        """First asks what there is, then hears what changes; asks anew after anything went wrong."""
        is_fresh = False

        async def listen() -> None:
            nonlocal is_fresh
            was_fresh, is_fresh = is_fresh, False
            kept[symbol] = await (hear if was_fresh else ask)(symbol)
            is_fresh = True
            self.changed.add(symbol)
            self.heard += 1

        return listen

    async def _record(self, symbol: str) -> None:
        """Store what has closed, page by page, then wait for the next minute."""
        now = datetime.now(UTC) + self.ahead
        known = await self.keeper.stored_until(symbol)
        if known is None:
            await self._record_history(symbol, now)
        since = max(known or now - BACKFILL, now - MOST_BACKFILL)
        bars = await self.connector.bars(symbol, since=Interval.M1.floor(since))
        reached, pause = _reached(bars, known=since, now=now)
        await self.keeper.store(symbol, [bar for bar in bars if bar.closed_at <= reached], reached)
        await asyncio.sleep(pause)

    async def _record_history(self, symbol: str, now: datetime) -> None:
        """What closed before it was followed: of each longer interval as much as one page holds."""
        for interval in LONGER:
            if self.connector.has_bars(interval):
                since = interval.floor(now - interval.length * HISTORY)
                bars = await self.connector.bars(symbol, interval, since=since)
                await self.keeper.store_history([bar for bar in bars if bar.closed_at <= now])


def _reached(bars: Sequence[Bar], *, known: datetime, now: datetime) -> tuple[datetime, float]:
    """Until when all bars are known after this page, and how long to wait for the next one.

    A minute without a bar counts once it has settled: not everything trades each minute.
    """
    whole = Interval.M1.floor(now)
    last = max((bar.closed_at for bar in bars if bar.closed_at <= whole), default=known)
    if last >= whole:
        return whole, (whole + MINUTE - now).total_seconds() + BAR_AFTER
    if last > known and whole - last > MINUTE:
        return last, 0.0
    if now - whole < SETTLES:
        return max(last, known), ASK_AGAIN
    return whole, (whole + MINUTE - now).total_seconds() + BAR_AFTER
