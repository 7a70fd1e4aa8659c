"""How long to wait before trying again."""

from random import Random

BASE_SECONDS = 0.05
CAP_SECONDS = 2.0


def full_jitter(retry: int, random: Random, *, base: float = BASE_SECONDS, cap: float = CAP_SECONDS) -> float:
    """Seconds before the retry of this number (from 0): anything up to a doubling, capped bound.

    Spreading over the whole range keeps callers that failed together from coming back together (AWS
    Architecture Blog, "Exponential Backoff And Jitter", 2015).
    """
    return random.uniform(0.0, min(cap, base * 2.0 ** min(retry, 32)))
