"""Longer bars out of shorter ones."""

from collections.abc import Iterable
from dataclasses import replace

from apps.trading.market.types import Bar
from apps.trading.types import Interval


def aggregate(bars: Iterable[Bar], interval: Interval) -> list[Bar]:
    """Merge bars of one symbol, oldest first, into bars of a longer interval; a gap makes no bar."""
    merged: list[Bar] = []
    for bar in bars:
        opened_at = interval.floor(bar.opened_at)
        if merged and merged[-1].opened_at == opened_at:
            merged[-1] = _extend(merged[-1], bar)
        else:
            merged.append(replace(bar, interval=interval, opened_at=opened_at))
    return merged


def _extend(bar: Bar, later: Bar) -> Bar:
    return replace(
        bar,
        high=max(bar.high, later.high),
        low=min(bar.low, later.low),
        close=later.close,
        volume=bar.volume + later.volume,
    )
