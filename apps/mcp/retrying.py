"""Trying a call again: where what its tool needs did not answer, and only for tools that may run twice."""

import random
from datetime import timedelta

from django.db import OperationalError
from psycopg.errors import QueryCanceled

from apps.mcp.cancelling import was_interrupted
from apps.system.errors import CivalError, Unavailable

FIRST_DELAY = 1.0
LONGEST_DELAY = 30.0
JITTER = 0.5
"""Up to half of the delay on top, at random: a fleet that failed together must not return together."""

TRANSIENT = (Unavailable, ConnectionError, TimeoutError)


def is_transient(error: Exception) -> bool:
    """Whether the same call may go well a little later: something did not answer, or not in time."""
    if isinstance(error, OperationalError):
        return isinstance(error.__cause__, QueryCanceled) and not was_interrupted(error)
    return isinstance(error, TRANSIENT)


def delay_after(tries: int, error: Exception) -> timedelta:
    """How long to wait after so many failed tries: twice as long each time, or as long as was asked for."""
    asked = error.retry_after if isinstance(error, CivalError) else None
    seconds = max(FIRST_DELAY * 2 ** (tries - 1), asked or 0.0)
    return timedelta(seconds=min(LONGEST_DELAY, seconds) * (1 + random.uniform(0, JITTER)))
