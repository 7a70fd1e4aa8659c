"""An hour of the built-in market, second by second, in whole ticks and lots."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from apps.trading.market.noise import Integers

SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Span:
    """Open, high, low and close in ticks, and volume in lots, of a stretch of seconds."""

    open: int
    high: int
    low: int
    close: int
    volume: int


@dataclass(frozen=True, slots=True)
class Hour:
    """The 3,600 seconds of an hour: mid prices and half spreads in ticks, volumes in lots.

    `has_market` says which seconds have a market; None: all of them.
    """

    mids: Integers
    volumes: Integers
    halves: Integers
    has_market: "NDArray[np.bool_] | None" = None

    def span(self, first: int, end: int) -> Span | None:
        """The seconds `first` <= s < `end` of the hour as one bar; None where none of them has a market.

        The visible ladder reaches two half spreads from the mid price; a second's range is all of it.
        """
        part = slice(first, end)
        mids, volumes, reach = self.mids[part], self.volumes[part], 2 * self.halves[part]
        if self.has_market is not None:
            there = self.has_market[part]
            mids, volumes, reach = mids[there], volumes[there], reach[there]
        if not len(mids):
            return None
        return Span(
            open=int(mids[0]),
            high=int((mids + reach).max()),
            low=int((mids - reach).min()),
            close=int(mids[-1]),
            volume=int(volumes.sum()),
        )


def even(half: int) -> Integers:
    """One half spread for a whole hour, in no more memory than one."""
    return np.broadcast_to(np.int64(half), SECONDS)


def join(spans: Iterable[Span | None]) -> Span | None:
    """Stretches that follow each other as one; None where none has a market."""
    there = [span for span in spans if span is not None]
    if not there:
        return None
    return Span(
        open=there[0].open,
        high=max(span.high for span in there),
        low=min(span.low for span in there),
        close=there[-1].close,
        volume=sum(span.volume for span in there),
    )
