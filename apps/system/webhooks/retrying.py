"""When a delivery that failed is tried again, and when no more."""

from datetime import timedelta

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

GIVE_UP_ON_WEBHOOK = timedelta(hours=72)
"""A webhook that has failed for so long, without one success, is disabled."""
