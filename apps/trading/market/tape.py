"""What one symbol of the built-in market shows: its path, with a venue's scenarios laid over it."""

from collections.abc import Sequence
from functools import lru_cache

from apps.trading.market.hour import SECONDS, Hour, Span, join
from apps.trading.market.listings import falls
from apps.trading.market.path import LEVELS, Path, QuotientPath, ladder_weights
from apps.trading.market.scenarios import Scenario, overlay, told_second

Rungs = list[tuple[int, int]]
"""Levels as (ticks, lots), best first."""


class Tape:
    """The seconds of one symbol. Hours that no scenario touches are the path's own."""

    def __init__(self, path: Path | QuotientPath, scenarios: Sequence[Scenario] = ()) -> None:
        self.path = path
        self.listing = path.listing
        self._scenarios = scenarios
        self._falls = falls(path.listing.symbol)
        self._overlaid = lru_cache(maxsize=96)(self._overlay)

    def hour(self, index: int) -> Hour:
        """An hour, counted from ORIGIN."""
        return self._overlaid(index) if self._touching(index) else self.path.hour(index)

    def whole_hour(self, index: int) -> Span | None:
        """An hour as one bar."""
        if self._touching(index):
            return self._overlaid(index).span(0, SECONDS)
        return self.path.whole_hour(index)

    def span(self, start: int, end: int) -> Span | None:
        """The seconds `start` <= s < `end`, each end within an hour or on its edge, as one bar."""
        first, last = -(-start // SECONDS), end // SECONDS
        if last < first:
            return self._part(start, end)
        hours = [self.whole_hour(index) for index in range(first, last)]
        return join([self._part(start, first * SECONDS), *hours, self._part(last * SECONDS, end)])

    def told(self, second: int) -> int | None:
        """The second whose prices are told at this one; None in an outage."""
        return told_second(self._scenarios, second)

    def ladder(self, second: int) -> tuple[Rungs, Rungs]:
        """Bids and asks of a second; a side's lots are the volume."""
        hour, at = self.hour(second // SECONDS), second % SECONDS
        mid, volume, half = int(hour.mids[at]), int(hour.volumes[at]), int(hour.halves[at])
        noise = ladder_weights(self.path.seed, self.listing.symbol, second)
        offsets = sorted({half + half * level // (LEVELS - 1) for level in range(LEVELS)})
        sides = []
        for direction, weights in ((-1, noise[:LEVELS]), (1, noise[LEVELS:])):
            parts = [(level + 2) * (16384 + int(weights[level])) for level in range(len(offsets))]
            lots = [volume * part // sum(parts) for part in parts]
            sides.append(
                [(mid + direction * offset, lot) for offset, lot in zip(offsets, lots, strict=True) if lot]
            )
        return sides[0], sides[1]

    def _part(self, start: int, end: int) -> Span | None:
        """Seconds within one hour."""
        if start >= end:
            return None
        return self.hour(start // SECONDS).span(start % SECONDS, start % SECONDS + end - start)

    def _touching(self, index: int) -> list[Scenario]:
        first = index * SECONDS
        return [each for each in self._scenarios if each.touches(first, first + SECONDS)]

    def _overlay(self, index: int) -> Hour:
        return overlay(self.path.hour(index), index, self._touching(index), falls=self._falls)
