"""Series of returns: of symbols, of what is held now, and of what accounts were worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np

from apps.trading.analysis.frames import Floats, Frame


@dataclass(frozen=True, slots=True)
class Returns:
    """Simple returns of equal periods, oldest first; `ends` is when each period was over."""

    ends: tuple[datetime, ...]
    values: Floats
    left_out: int = 0

    def __len__(self) -> int:
        return len(self.ends)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Returns of several symbols over the same periods: one column each."""

    symbols: tuple[str, ...]
    ends: tuple[datetime, ...]
    values: Floats

    def __len__(self) -> int:
        return len(self.ends)


@dataclass(frozen=True, slots=True)
class Worth:
    """What accounts were worth together at a moment, and what had been paid in by then."""

    at: datetime
    equity: float
    funded: float


def returns_of(frames: Mapping[str, Frame]) -> Matrix:
    """The returns between bars that every symbol has; a bar that one of them lacks is left out."""
    symbols = tuple(frames)
    shared = sorted(set.intersection(*(set(frame.closed_at) for frame in frames.values())))
    columns = []
    for frame in frames.values():
        index = {at: place for place, at in enumerate(frame.closed_at)}
        columns.append(frame.close[[index[at] for at in shared]])
    closes = np.column_stack(columns) if shared else np.empty((0, len(symbols)))
    return Matrix(symbols, tuple(shared[1:]), closes[1:] / closes[:-1] - 1)


def weighted(matrix: Matrix, weights: Mapping[str, float]) -> Returns:
    """The returns of holding these parts of the whole in every period; the rest of it is cash."""
    parts = np.array([weights[symbol] for symbol in matrix.symbols])
    return Returns(matrix.ends, matrix.values @ parts)


def returns_of_worth(worths: Sequence[Worth], period: timedelta) -> Returns:
    """Returns between neighbouring periods: money paid in or out is no profit, and counts from the next on.

    Periods after a gap, or after an equity of zero or less, are left out and counted.
    """
    ends, values, left_out = [], [], 0
    for before, after in pairwise(worths):
        if after.at - before.at != period or before.equity <= 0:
            left_out += 1
            continue
        ends.append(after.at)
        values.append((after.equity - (after.funded - before.funded)) / before.equity - 1)
    return Returns(tuple(ends), np.array(values, np.float64), left_out)
