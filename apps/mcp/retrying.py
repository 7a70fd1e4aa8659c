"""Trying a call again: where what its tool needs did not answer, and only for tools that may run twice."""

from datetime import timedelta
from random import Random

from django.db import OperationalError
from psycopg.errors import QueryCanceled

from apps.mcp.cancelling import was_interrupted
from apps.system.errors import CivalError, Unavailable
from apps.system.mesh.backoff import full_jitter

FIRST_DELAY = 1.0
LONGEST_DELAY = 30.0
TRANSIENT = (Unavailable, ConnectionError, TimeoutError)
_random = Random()


def is_transient(error: Exception) -> bool:
    """Whether the same call may go well a little later: something did not answer, or not in time."""
    if isinstance(error, OperationalError):
        return isinstance(error.__cause__, QueryCanceled) and not was_interrupted(error)
    return isinstance(error, TRANSIENT)


def delay_after(tries: int, error: Exception) -> timedelta:
    """How long to wait after so many failed tries: a second, or as long as was asked for, and a while on top.

    That while is any up to a bound that doubles: a fleet that failed together must not return together.
    """
    asked = error.retry_after if isinstance(error, CivalError) else None
    least = min(LONGEST_DELAY, max(FIRST_DELAY, asked or 0.0))
    return timedelta(seconds=least + full_jitter(tries - 1, _random, base=FIRST_DELAY, cap=LONGEST_DELAY))
