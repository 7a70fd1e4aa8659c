"""How long to wait before trying again."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

BASE_SECONDS = 0.05
CAP_SECONDS = 2.0
SPREAD = 0.2


def full_jitter(retry: int, random: Random, *, base: float = BASE_SECONDS, cap: float = CAP_SECONDS) -> float:
    """Seconds before the retry of this number (from 0): anything up to a doubling, capped bound.

    Spreading over the whole range keeps callers that failed together from coming back together (AWS
    Architecture Blog, "Exponential Backoff And Jitter", 2015).
    """
    return random.uniform(0.0, min(cap, base * 2.0 ** min(retry, 32)))


def next_delay(delays: Sequence[timedelta], attempts: int, random: Random) -> timedelta | None:
    """How long after the attempt of this number (from 1) the next one comes, by a table; None after the last.

    For what is tried over hours: a fifth shorter or longer, so that what failed together does not return so.
    """
    if attempts > len(delays):
        return None
    return delays[attempts - 1] * random.uniform(1 - SPREAD, 1 + SPREAD)
