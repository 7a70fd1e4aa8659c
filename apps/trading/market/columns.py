"""Many bars of one market as columns of whole numbers: exact, small, and quick to compute with."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from apps.trading.market.types import Bar
from apps.trading.types import EPOCH, Interval

Integers = NDArray[np.int64]
COLUMNS = ("opened_at", "open", "high", "low", "close", "volume")
LARGEST = 2**53
"""Up to here a whole number is exact as a float, too."""

WRAP = 2**64


@dataclass(frozen=True, eq=False)
class Columns:
    """Bars of one symbol and interval, oldest first.

    `opened_at` is in seconds since 1970, prices are in units of ten to the power of minus `decimals`, volumes
    in whole lots.
    """

    symbol: str
    interval: Interval
    decimals: int
    lot: Decimal
    opened_at: Integers
    open: Integers
    high: Integers
    low: Integers
    close: Integers
    volume: Integers

    @classmethod
    def of_bars(cls, bars: Sequence[Bar], *, decimals: int, lot: Decimal) -> Self:
        """Bars as columns. Raises ValueError where a price has more decimals, or a number is too large."""
        rows = [_row(bar, decimals, lot) for bar in bars]
        first = bars[0]
        return cls.of_rows(rows, first.symbol, first.interval, decimals=decimals, lot=lot)

    @classmethod
    def of_rows(
        cls, rows: Iterable[Sequence[int]], symbol: str, interval: Interval, *, decimals: int, lot: Decimal
    ) -> Self:
        """Rows of the six numbers as columns."""
        table = np.array(list(rows), dtype=np.int64).reshape(-1, len(COLUMNS))
        if table.size and int(table.max()) >= LARGEST:
            raise ValueError("a price or a volume has more than fifteen digits")
        columns = [np.ascontiguousarray(table[:, n]) for n in range(len(COLUMNS))]
        return cls(symbol, interval, decimals, lot, *columns)

    def __len__(self) -> int:
        return len(self.close)

    @cached_property
    def closes(self) -> NDArray[np.float64]:
        """The closing prices, each the float nearest to it."""
        return self.close / 10.0**self.decimals

    @cached_property
    def totals(self) -> Integers:
        """The sum of the closes before each bar, and of all; one that overflows wraps."""
        totals = np.zeros(len(self) + 1, dtype=np.int64)
        np.cumsum(self.close, out=totals[1:])
        return totals

    def total(self, start: int, end: int) -> int:
        """The sum of the closes from `start` up to `end`, which is not among them."""
        return (int(self.totals[end]) - int(self.totals[start])) % WRAP

    @cached_property
    def opens(self) -> NDArray[np.float64]:
        """The opening prices, each the float nearest to it."""
        return self.open / 10.0**self.decimals

    @cached_property
    def highs(self) -> NDArray[np.float64]:
        """The highest prices, each the float nearest to it."""
        return self.high / 10.0**self.decimals

    @cached_property
    def lows(self) -> NDArray[np.float64]:
        """The lowest prices, each the float nearest to it."""
        return self.low / 10.0**self.decimals

    @cached_property
    def volumes(self) -> NDArray[np.float64]:
        """What was traded, of the base asset."""
        return self.volume.astype(np.float64) * np.float64(float(self.lot))

    def price(self, number: int) -> Decimal:
        """A number of a price column as the price it is."""
        return int(number) * self._unit

    @cached_property
    def _unit(self) -> Decimal:
        return Decimal(1).scaleb(-self.decimals)

    @cached_property
    def seconds(self) -> int:
        """The length of a bar."""
        return self.interval.seconds

    def opening(self, index: int) -> datetime:
        """When a bar opened."""
        return datetime.fromtimestamp(int(self.opened_at[index]), UTC)

    def closing(self, index: int) -> datetime:
        """When a bar closed."""
        return datetime.fromtimestamp(int(self.opened_at[index]) + self.seconds, UTC)

    def bar(self, index: int) -> Bar:
        """One bar."""
        price = self.price
        return Bar(
            self.symbol,
            self.interval,
            self.opening(index),
            price(self.open[index]),
            price(self.high[index]),
            price(self.low[index]),
            price(self.close[index]),
            int(self.volume[index]) * self.lot,
        )

    def merged(self, interval: Interval) -> Self:
        """The same bars as longer ones; a gap makes no bar."""
        keys = self.opened_at // interval.seconds
        starts = np.flatnonzero(np.diff(keys, prepend=keys[:1] - 1))
        ends = np.append(starts[1:], len(keys)) - 1
        return replace(
            self,
            interval=interval,
            opened_at=keys[starts] * interval.seconds,
            open=self.open[starts],
            high=np.maximum.reduceat(self.high, starts),
            low=np.minimum.reduceat(self.low, starts),
            close=self.close[ends],
            volume=np.add.reduceat(self.volume, starts),
        )

    def part(self, start: int, end: int) -> Self:
        """The bars from `start` up to `end`, which is not among them."""
        return replace(self, **{name: getattr(self, name)[start:end] for name in COLUMNS})

    def digest(self) -> str:
        """The SHA-256 of everything they say: a changed candle gives another."""
        told = hashlib.sha256()
        for field in fields(self):
            value = getattr(self, field.name)
            told.update(value.astype("<i8").tobytes() if field.name in COLUMNS else f"{value};".encode())
        return told.hexdigest()


def _row(bar: Bar, decimals: int, lot: Decimal) -> tuple[int, ...]:
    prices = [price.scaleb(decimals) for price in (bar.open, bar.high, bar.low, bar.close)]
    if any(price != price.to_integral_value() for price in prices):
        raise ValueError(f"a price has more than {decimals} decimals")
    opened_at = int((bar.opened_at - EPOCH) // timedelta(seconds=1))
    return (opened_at, *map(int, prices), int(bar.volume // lot))
