"""One connection to one exchange: what it lists, what its market says, in our own words and exact numbers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeVar

from apps.trading.connectors.library import explain, is_library_error, open_library
from apps.trading.connectors.reading import read_bar, read_book, read_day, read_listing
from apps.trading.connectors.types import (
    Credentials,
    Day,
    Listing,
    Plan,
)
from apps.trading.market.types import Bar, Book
from apps.trading.types import Interval

Told = TypeVar("Told")

DEPTH = 20
DEPTHS = (20, 25, 50, 100)
"""Exchanges differ in which they offer; the library says where one is not."""

BARS_AT_ONCE = 500
QUIET_SECONDS = 10.0
"""A stream that has said nothing for so long is asked by request whether the market is still the same."""


class Connector:
    """Speaks to an exchange. Everything may raise ExchangeAway and ExchangeRefused.

    Must be closed. All of it runs in one loop.
    """

    def __init__(self, slug: str, plan: Plan, credentials: Credentials | None = None) -> None:
        self.plan = plan
        self._library, self._streams = open_library(slug, plan, credentials)

    async def close(self) -> None:
        """Close every connection."""
        await self._library.close()
        await self._streams.close()

    async def listings(self, symbols: Iterable[str]) -> dict[str, Listing]:
        """Of these symbols those that the exchange trades for immediate delivery, read anew."""
        async with explained():
            markets: dict[str, Any] = await self._library.load_markets(True)
        wanted = {symbol: markets[symbol] for symbol in symbols if symbol in markets}
        is_tick = bool(self._library.is_tick_precision())
        return {
            symbol: read_listing(market, is_tick=is_tick)
            for symbol, market in wanted.items()
            if market.get("spot") and market.get("active") is not False
        }

    async def book(self, symbol: str) -> Book:
        """The order book, asked by request."""
        async with explained():
            told = await self._library.fetch_order_book(symbol, DEPTH)
        return read_book(symbol, told, DEPTH, _now())

    async def next_book(self, symbol: str) -> Book:
        """The order book when it has changed; where the exchange streams none, as it is asked."""
        told = await self._streamed(
            "watchOrderBook", lambda: self._library.watch_order_book(symbol), lambda: self.book(symbol)
        )
        return told if isinstance(told, Book) else read_book(symbol, told, DEPTH, _now())

    async def day(self, symbol: str) -> Day:
        """Last price and last 24 hours, asked by request."""
        async with explained():
            return read_day(await self._library.fetch_ticker(symbol))

    async def next_day(self, symbol: str) -> Day:
        """The same when it has changed; where the exchange streams none, as it is asked."""
        told = await self._streamed(
            "watchTicker", lambda: self._library.watch_ticker(symbol), lambda: self.day(symbol)
        )
        return told if isinstance(told, Day) else read_day(told)

    def has_bars(self, interval: Interval) -> bool:
        """Whether the exchange tells of bars of this length."""
        return interval.value in (self._library.timeframes or {})

    async def bars(self, symbol: str, interval: Interval = Interval.M1, *, since: datetime) -> list[Bar]:
        """Bars that opened from `since` on, oldest first, a page of them; the last may yet be open."""
        async with explained():
            rows = await self._library.fetch_ohlcv(
                symbol, interval.value, int(since.timestamp() * 1000), BARS_AT_ONCE
            )
        return [read_bar(symbol, interval, row) for row in rows]

    async def clock_ahead(self) -> float | None:
        """Seconds by which the exchange's clock is ahead of ours; None where it does not tell."""
        if not self._library.has.get("fetchTime"):
            return None
        began = _now()
        async with explained():
            told = await self._library.fetch_time()
        middle = began + (_now() - began) / 2
        return float(Decimal(str(told)) / 1000) - middle.timestamp()

    async def _streamed(
        self, has: str, watch: Callable[[], Awaitable[Any]], ask: Callable[[], Awaitable[Told]]
    ) -> Any | Told:
        if not self._library.has.get(has):
            await asyncio.sleep(QUIET_SECONDS / 5)
            return await ask()
        try:
            async with asyncio.timeout(QUIET_SECONDS), explained():
                return await watch()
        except TimeoutError:
            return await ask()


@asynccontextmanager
async def explained() -> AsyncIterator[None]:
    """What the library raises becomes ours; anything else is a defect, and raised as it is."""
    try:
        yield
    except Exception as error:
        if not is_library_error(error):
            raise
        raise explain(error) from error


def _now() -> datetime:
    return datetime.now(UTC)
