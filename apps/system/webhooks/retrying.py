"""When a delivery that failed is tried again, and when no more."""

from datetime import timedelta
from random import Random

DELAYS = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
    timedelta(hours=4),
    timedelta(hours=8),
    timedelta(hours=12),
)
"""Eleven attempts within some 28 hours."""

SPREAD = 0.2
GIVE_UP_ON_WEBHOOK = timedelta(hours=72)
"""A webhook that has failed for so long, without one success, is disabled."""


def next_delay(attempts: int, random: Random) -> timedelta | None:
    """How long after the attempt of this number (from 1) the next one comes; None after the last."""
    if attempts > len(DELAYS):
        return None
    return DELAYS[attempts - 1] * random.uniform(1 - SPREAD, 1 + SPREAD)
