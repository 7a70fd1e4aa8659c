"""Indicators computed by TA-Lib over a frame of bars."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from apps.trading.analysis.frames import Floats, Frame
from apps.trading.analysis.readings import read_values
from apps.trading.analysis.ta import talib
from apps.trading.analysis.wanted import Wanted

LEAST_FOR_PATHS = 250
"""Bars that are fetched for what depends on all bars: its value is of these bars only."""


@dataclass(frozen=True, slots=True)
class Point:
    """What an indicator was once a bar had closed."""

    at: datetime
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Computed:
    """An indicator over a frame: its last points, oldest first, and what the last one says."""

    wanted: Wanted
    points: Sequence[Point]
    reading: str

    @property
    def latest(self) -> Mapping[str, float]:
        """The values at the last bar."""
        return self.points[-1].values


def series_of(wanted: Wanted, frame: Frame) -> dict[str, Floats]:
    """Each output of an indicator over all bars; NaN where it has no value yet."""
    arrays = [getattr(frame, name) for name in wanted.indicator.inputs]
    answer = getattr(talib, wanted.indicator.function)(*arrays, **wanted.parameters)
    outputs = answer if isinstance(answer, tuple) else (answer,)
    return dict(zip(wanted.indicator.outputs, outputs, strict=True))


def compute(wanted: Wanted, frame: Frame, points: int = 1) -> Computed:
    """An indicator's last `points` values. The frame has more bars than its warm-up."""
    series = series_of(wanted, frame)
    first = max(wanted.warm_up, len(frame) - points)
    found = [
        Point(frame.closed_at[index], {name: float(values[index]) for name, values in series.items()})
        for index in range(first, len(frame))
    ]
    return Computed(wanted, found, read_values(wanted, found[-1].values, float(frame.close[-1])))


def bars_for(wanted: Sequence[Wanted], points: int) -> int:
    """How many bars these need so that none of their last `points` is touched by where the bars begin."""
    return points + max(
        LEAST_FOR_PATHS if each.settles_after is None else each.settles_after for each in wanted
    )


def bars_needed(wanted: Sequence[Wanted]) -> int:
    """The fewest bars of which each of these has a value."""
    return 1 + max(each.warm_up for each in wanted)
