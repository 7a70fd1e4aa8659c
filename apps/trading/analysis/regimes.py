"""What kind of market it is, by two stated rules; the same bars give the same regime anywhere.

Volatility: the standard deviation of log returns over a window, by the year, ranked among all windows of the
history: the lowest third is `low`, the highest `high`. Trend: ADX 14 of 25 or more begins a trend, below 20
ends it; +DI above -DI makes it `up`, else `down`; no trend is `sideways`.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from apps.trading.analysis.compute import series_of
from apps.trading.analysis.frames import Floats, Frame
from apps.trading.analysis.wanted import parse_wanted

WINDOW = 20
TREND_BEGINS, TREND_ENDS = 25.0, 20.0
LOW_THIRD, HIGH_THIRD = 100 / 3, 200 / 3
_WARM_UP = 27
LEAST_BARS = 150
"""Fewer bars make thirds of too few windows."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive bars of one regime: when the first and the last of them closed, and how many."""

    volatility: str
    trend: str
    since: datetime
    until: datetime
    bars: int


@dataclass(frozen=True, slots=True)
class Regimes:
    """The regime at the last bar with the numbers that made it, and the stretches before it, oldest first.

    Volatilities are fractions by the year. `shares` tells which part of the history each regime took.
    """

    volatility: float
    volatility_rank: float
    low_below: float
    high_above: float
    adx: float
    plus_di: float
    minus_di: float
    stretches: Sequence[Stretch]
    shares: Mapping[str, float]

    @property
    def current(self) -> Stretch:
        """The stretch that the last bar belongs to."""
        return self.stretches[-1]


def detect_regimes(frame: Frame, periods_per_year: float) -> Regimes:
    """Classify every bar of a frame of `LEAST_BARS` or more."""
    volatility = rolling_volatility(frame.close, periods_per_year)[_WARM_UP:]
    low, high = (float(np.percentile(volatility, third)) for third in (LOW_THIRD, HIGH_THIRD))
    strength, plus, minus = (
        series_of(parse_wanted(name), frame)[name][_WARM_UP:] for name in ("adx", "plus_di", "minus_di")
    )
    levels = ["low" if each < low else "high" if each > high else "normal" for each in volatility]
    trends = _trends(strength, plus, minus)
    kinds = list(zip(levels, trends, strict=True))
    return Regimes(
        volatility=float(volatility[-1]),
        volatility_rank=float(np.mean(volatility <= volatility[-1]) * 100),
        low_below=low,
        high_above=high,
        adx=float(strength[-1]),
        plus_di=float(plus[-1]),
        minus_di=float(minus[-1]),
        stretches=_stretches(kinds, frame.closed_at[_WARM_UP:]),
        shares={" ".join(kind): kinds.count(kind) / len(kinds) for kind in sorted(set(kinds))},
    )


def rolling_volatility(closes: Floats, periods_per_year: float) -> Floats:
    """The (sample) deviation of the last `WINDOW` log returns by the year; NaN before there are so many."""
    steps = np.diff(np.log(closes))
    found = np.full(len(closes), math.nan)
    windows = np.lib.stride_tricks.sliding_window_view(steps, WINDOW)
    found[WINDOW:] = windows.std(axis=1, ddof=1) * math.sqrt(periods_per_year)
    return found


def _trends(strength: Floats, plus: Floats, minus: Floats) -> list[str]:
    """Between the marks a trend lasts, and none begins."""
    trends, is_trending = [], False
    for adx, up, down in zip(strength, plus, minus, strict=True):
        is_trending = adx >= TREND_BEGINS or (is_trending and adx >= TREND_ENDS)
        trends.append(("up" if up > down else "down") if is_trending else "sideways")
    return trends


def _stretches(kinds: Sequence[tuple[str, str]], closed_at: Sequence[datetime]) -> list[Stretch]:
    starts = [index for index in range(len(kinds)) if not index or kinds[index] != kinds[index - 1]]
    ends = [*starts[1:], len(kinds)]
    return [
        Stretch(*kinds[start], since=closed_at[start], until=closed_at[end - 1], bars=end - start)
        for start, end in zip(starts, ends, strict=True)
    ]
