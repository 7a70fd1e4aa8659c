"""Returns of an equity curve without a database. Percentages have four digits.

The time-weighted return links, from each recorded point to the next, the profit of that stretch over what
worked in it: the equity before, and what was paid in meanwhile. What was taken out counts as gone at the
stretch's end. Funding therefore never looks like profit, and the return does not depend on its size.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Protocol

from apps.trading.ledger import ZERO
from apps.trading.types import exact_arithmetic

PERCENT = Decimal("0.0001")
_GROWTH = Decimal("1e-24")
ONE = Decimal(1)


class Point(Protocol):
    """What a curve says of a moment; `funded` is what had come by then less what had gone."""

    @property
    def at(self) -> datetime: ...

    @property
    def equity(self) -> Decimal: ...

    @property
    def positions_value(self) -> Decimal: ...

    @property
    def funded(self) -> Decimal | None: ...


@dataclass(frozen=True, slots=True)
class Growth:
    """What one unit that was there at the first point had become at `at`."""

    at: datetime
    factor: Decimal


@dataclass(frozen=True, slots=True)
class Drawdown:
    """How far a curve fell below its highest point, in percent: at worst, and at its end."""

    percent: Decimal
    peak_at: datetime
    trough_at: datetime
    current: Decimal


def grow(points: Sequence[Point]) -> list[Growth]:
    """The time-weighted growth at each point."""
    growth = [Growth(point.at, ONE) for point in points[:1]]
    with exact_arithmetic():
        for before, after in pairwise(points):
            factor = growth[-1].factor * _factor(before, after)
            growth.append(Growth(after.at, factor.quantize(_GROWTH)))
    return growth


def _factor(before: Point, after: Point) -> Decimal:
    paid_in = (after.funded or ZERO) - (before.funded or ZERO)
    worked = before.equity + max(paid_in, ZERO)
    profit = after.equity - before.equity - paid_in
    return max(ONE + profit / worked, ZERO) if worked > 0 else ONE


def return_between(growth: Sequence[Growth], since: datetime) -> Decimal | None:
    """The return from what was known at `since` (else from the first point) to the end, in percent."""
    if len(growth) < 2:
        return None
    first = next((each for each in reversed(growth) if each.at <= since), growth[0])
    with exact_arithmetic():
        return None if not first.factor else percent(growth[-1].factor / first.factor - ONE)


def profit_of(points: Sequence[Point]) -> Decimal | None:
    """What the equity changed by beyond what was paid in and out."""
    if len(points) < 2:
        return None
    first, last = points[0], points[-1]
    with exact_arithmetic():
        return last.equity - first.equity - (last.funded or ZERO) + (first.funded or ZERO)


def drawdown_of(growth: Sequence[Growth]) -> Drawdown | None:
    """The deepest fall from a peak, of growth, so that taking money out is none."""
    if len(growth) < 2:
        return None
    peak = worst_peak = worst = growth[0]
    deepest = fall = ZERO
    with exact_arithmetic():
        for each in growth:
            peak = each if each.factor >= peak.factor else peak
            fall = ONE - each.factor / peak.factor if peak.factor else ZERO
            if fall > deepest:
                deepest, worst_peak, worst = fall, peak, each
    return Drawdown(percent(deepest), worst_peak.at, worst.at, percent(fall))


def average_exposure(points: Sequence[Point]) -> Decimal | None:
    """Which share of the equity stood in positions, in percent, each point for as long as it held."""
    weighted = seconds = ZERO
    with exact_arithmetic():
        for before, after in pairwise(points):
            if before.equity > 0:
                lasted = Decimal(int((after.at - before.at).total_seconds()))
                weighted += before.positions_value / before.equity * lasted
                seconds += lasted
        return percent(weighted / seconds) if seconds else None


def percent(ratio: Decimal) -> Decimal:
    """A ratio in percent, to four digits."""
    with exact_arithmetic():
        return (ratio * 100).quantize(PERCENT)
