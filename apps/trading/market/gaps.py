"""Where bars are missing. A gap is told, and never filled."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from apps.trading.market.types import Bar


@dataclass(frozen=True, slots=True)
class Gap:
    """Bars that are missing: from when the first would have opened to the opening of the next one there."""

    after: datetime
    until: datetime
    bars: int


def find_gaps(bars: Iterable[Bar]) -> Iterator[Gap]:
    """Where bars are missing between two that are there; `bars` are of one symbol, oldest first."""
    for earlier, later in pairwise(bars):
        if between := later.opened_at - earlier.closed_at:
            yield Gap(earlier.closed_at, later.opened_at, between // earlier.interval.length)
