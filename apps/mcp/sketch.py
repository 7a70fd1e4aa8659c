"""Percentiles from counts: times fall into steps that grow by a twentieth, so that answers are near exact.

A step is told by its middle, which differs from any time within it by 2.5 % at most (`ERROR`).
"""

from collections.abc import Mapping
from math import ceil, log

GROWTH = 1.05
ERROR = 0.025
SHORTEST = 0.01
"""Milliseconds; whatever took less is counted as this."""

NO_TIME = -1000
"""The bucket of what took no time of ours: a gate stopped it."""

BUCKET = f"ceil(ln(greatest(%s, {SHORTEST})) / ln({GROWTH}::float8))::smallint"
"""The same in SQL, of an expression in milliseconds."""


def bucket_of(milliseconds: float) -> int:
    """The step that a time falls into."""
    return ceil(log(max(milliseconds, SHORTEST)) / log(GROWTH))


def time_of(bucket: int) -> float:
    """The middle of a step, in milliseconds."""
    return 2 * GROWTH**bucket / (GROWTH + 1)


def percentile(counts: Mapping[int, int], share: float) -> float | None:
    """The time that this share of all did not exceed, as far as steps tell; None where nothing is counted."""
    total = sum(counts.values())
    rank, seen = max(1, ceil(share * total)), 0
    for bucket in sorted(counts):
        seen += counts[bucket]
        if seen >= rank:
            return round(time_of(bucket), 3)
    return None
