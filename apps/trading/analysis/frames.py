"""Bars as arrays, as indicators take them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

import numpy as np
import numpy.typing as npt

from apps.trading.market.types import Bar
from apps.trading.types import Interval

Floats = npt.NDArray[np.float64]

SECONDS_A_YEAR = 365 * 86_400


@dataclass(frozen=True, slots=True)
class Frame:
    """Consecutive bars of one symbol, oldest first; `closed_at` is when each became known."""

    closed_at: tuple[datetime, ...]
    open: Floats
    high: Floats
    low: Floats
    close: Floats
    volume: Floats

    @classmethod
    def of(cls, bars: Sequence[Bar]) -> Self:
        """Of bars; exact amounts become the nearest floats."""
        columns = {
            name: np.array([float(getattr(bar, name)) for bar in bars], np.float64)
            for name in ("open", "high", "low", "close", "volume")
        }
        return cls(closed_at=tuple(bar.closed_at for bar in bars), **columns)

    def __len__(self) -> int:
        return len(self.closed_at)


def periods_per_year(interval: Interval) -> float:
    """How many bars make a year of a market that never closes (365 days)."""
    return SECONDS_A_YEAR / interval.seconds
