"""What may befall the built-in market: overlays that are pure functions of scenario and second.

Everything is integer arithmetic, so an overlaid market is the same to the last tick in every process, too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from apps.trading.market.hour import SECONDS, Hour
from apps.trading.market.noise import Integers

_WHOLE = 1_000_000
_FALL_SHARE = 10


class ScenarioKind(StrEnum):
    """Prices fall and recover; there is no market; the last prices stay and age; spreads widen."""

    FLASH_CRASH = "flash_crash"
    OUTAGE = "outage"
    STALE_FEED = "stale_feed"
    WIDE_SPREAD = "wide_spread"


SILENT = (ScenarioKind.OUTAGE, ScenarioKind.STALE_FEED)
"""While one of these lasts nothing trades and no bar closes."""


@dataclass(frozen=True, slots=True, order=True)
class Scenario:
    """One scenario over the seconds `first` <= s < `end` (counted from ORIGIN).

    `strength`: how many percent a coin falls in a flash crash, how many times as wide a spread is. `planned`
    is the end that it was set with: what was ended early keeps the shape it had until then.
    """

    first: int
    end: int
    kind: ScenarioKind
    strength: int
    planned: int

    def touches(self, first: int, end: int) -> bool:
        """Whether it lasts in any of the seconds `first` <= s < `end`."""
        return self.first < end and first < self.end


def overlay(hour: Hour, index: int, scenarios: Iterable[Scenario], *, falls: bool) -> Hour:
    """An hour with scenarios laid over it; `falls`: whether a crash shows in this price."""
    seconds = np.arange(index * SECONDS, (index + 1) * SECONDS, dtype=np.int64)
    for each in scenarios:
        lasts = (seconds >= each.first) & (seconds < each.end)
        if each.kind in SILENT:
            before = True if hour.has_market is None else hour.has_market
            hour = replace(hour, has_market=before & ~lasts)
        elif each.kind is ScenarioKind.WIDE_SPREAD:
            hour = replace(hour, halves=np.where(lasts, hour.halves * each.strength, hour.halves))
        elif falls:
            dipped = np.maximum(1, hour.mids * (_WHOLE - _dip(each, seconds)) // _WHOLE)
            hour = replace(hour, mids=np.where(lasts, dipped, hour.mids))
    return hour


def _dip(crash: Scenario, seconds: Integers) -> Integers:
    """How far down, in millionths: a tenth of the time falling in a line, the rest recovering in one."""
    length = crash.planned - crash.first
    falling = max(1, length // _FALL_SHARE)
    depth = crash.strength * _WHOLE // 100
    at = np.clip(seconds - crash.first, 0, length - 1)
    recovering = depth * (length - at) // max(1, length - falling)
    dip: Integers = np.where(at < falling, depth * (at + 1) // falling, recovering)
    return dip


def told_second(scenarios: Sequence[Scenario], second: int) -> int | None:
    """The second whose prices are told at this one: itself; in an outage none; with a stale feed the last
    one before it."""
    lasting = [each for each in scenarios if each.touches(second, second + 1)]
    if any(each.kind is ScenarioKind.OUTAGE for each in lasting):
        return None
    stale = [each.first for each in lasting if each.kind is ScenarioKind.STALE_FEED]
    return told_second(scenarios, min(stale) - 1) if stale else second
