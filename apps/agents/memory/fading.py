"""How strongly a memory counts, without a database.

    strength = importance * 2 ** (-age / half-life)
    score    = relevance * (FLOOR + (1 - FLOOR) * strength)

`relevance` is PostgreSQL's `ts_rank_cd` with normalisation 32, from 0 to 1. What matches perfectly is thus
found even when it has all but faded, and of two that match alike the stronger comes first. Without words to
look for, `relevance` is 1 for all.
"""

from datetime import datetime

FLOOR = 0.2
DAY_SECONDS = 86_400
FADED = 0.005
"""Below this strength a memory is forgotten."""


def strength_of(
    *, importance: float, half_life_days: float | None, stored_at: datetime, now: datetime
) -> float:
    """From 0 to 1: what is left of a memory's importance. A memory of the future has all of its."""
    if half_life_days is None:
        return importance
    age_days = max((now - stored_at).total_seconds(), 0) / DAY_SECONDS
    return float(importance * 2.0 ** (-age_days / half_life_days))


def score_of(relevance: float, strength: float) -> float:
    """What memories are ordered by when they are looked for."""
    return relevance * (FLOOR + (1 - FLOOR) * strength)
