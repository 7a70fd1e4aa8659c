"""The bars of one market as floats, for indicators."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from apps.trading.market.columns import Columns
from apps.trading.market.types import Bar

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Series:
    """Bars of one symbol, oldest first; `opened_at` in seconds since 1970, `seconds` the length of a bar."""

    symbol: str
    seconds: int
    opened_at: NDArray[np.int64]
    open: Floats
    high: Floats
    low: Floats
    close: Floats
    volume: Floats

    @classmethod
    def of_bars(cls, bars: Sequence[Bar]) -> Self:
        """Bars, one at least."""
        opened_at = np.array([int(bar.opened_at.timestamp()) for bar in bars], dtype=np.int64)
        rows = [
            [float(each) for each in (bar.open, bar.high, bar.low, bar.close, bar.volume)] for bar in bars
        ]
        table = np.ascontiguousarray(np.array(rows, dtype=np.float64).T)
        return cls(bars[0].symbol, bars[0].interval.seconds, opened_at, *table)

    @classmethod
    def of_columns(cls, columns: Columns, start: int, end: int) -> Self:
        """The bars from `start` up to `end`, which is not among them."""
        floats = (columns.opens, columns.highs, columns.lows, columns.closes, columns.volumes)
        parts = [each[start:end] for each in floats]
        return cls(columns.symbol, columns.seconds, columns.opened_at[start:end], *parts)

    def __len__(self) -> int:
        return len(self.close)

    def part(self, start: int, end: int) -> Self:
        """The bars from `start` up to `end`, which is not among them."""
        columns = (self.opened_at, self.open, self.high, self.low, self.close, self.volume)
        return type(self)(self.symbol, self.seconds, *(each[start:end] for each in columns))
