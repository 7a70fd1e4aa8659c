"""The bars of one market as floats, for indicators."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
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

    def ends_with(self, bar: Bar) -> bool:
        """Whether this is the last of the bars."""
        last = (self.open[-1], self.high[-1], self.low[-1], self.close[-1], self.volume[-1])
        told = (bar.open, bar.high, bar.low, bar.close, bar.volume)
        is_then = int(self.opened_at[-1]) == int(bar.opened_at.timestamp())
        return is_then and last == tuple(float(each) for each in told)

    def followed_by(self, later: Self, *, most: int) -> Self:
        """These bars and later ones, the last `most` of them."""
        return replace(
            self,
            opened_at=np.concatenate([self.opened_at, later.opened_at])[-most:],
            open=np.concatenate([self.open, later.open])[-most:],
            high=np.concatenate([self.high, later.high])[-most:],
            low=np.concatenate([self.low, later.low])[-most:],
            close=np.concatenate([self.close, later.close])[-most:],
            volume=np.concatenate([self.volume, later.volume])[-most:],
        )

    @property
    def _arrays(self) -> tuple[NDArray[np.int64], Floats, Floats, Floats, Floats, Floats]:
        return (self.opened_at, self.open, self.high, self.low, self.close, self.volume)

    def digest(self) -> str:
        """The SHA-256 of everything they say."""
        told = hashlib.sha256(f"{self.symbol};{self.seconds};".encode())
        for each in self._arrays:
            told.update(np.ascontiguousarray(each).tobytes())
        return told.hexdigest()

    def part(self, start: int, end: int) -> Self:
        """The bars from `start` up to `end`, which is not among them."""
        cut = slice(start, end)
        return replace(
            self,
            opened_at=self.opened_at[cut],
            open=self.open[cut],
            high=self.high[cut],
            low=self.low[cut],
            close=self.close[cut],
            volume=self.volume[cut],
        )
