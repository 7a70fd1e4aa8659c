"""Waking whoever waits for a call, through Redis; without it, waiters look at the database."""

import logging
import time
from collections.abc import Iterable
from uuid import UUID

import redis

from apps.system.events.services import poke_sequencer_through
from apps.system.redis import key, redis_client

logger = logging.getLogger(__name__)

KEPT_SECONDS = 60
SLICE_SECONDS = 4.0
"""One blocking read, shorter than the client's socket timeout."""


_WAKE = """
for i = 1, #KEYS do
    redis.call('LPUSH', KEYS[i], '1')
    redis.call('EXPIRE', KEYS[i], ARGV[1])
end
"""
"""One command for any number of calls: a fleet's batch ends thousands of them at once."""


def wake(call_ids: Iterable[UUID], *, has_news: bool = False) -> None:
    """Tell that calls are finished. To be called after the commit; `has_news` wakes the sequencer, too."""
    try:
        with redis_client().pipeline(transaction=False) as pipe:
            if lists := [list_of(call_id) for call_id in call_ids]:
                pipe.eval(_WAKE, len(lists), *lists, KEPT_SECONDS)
            if has_news:
                poke_sequencer_through(pipe)
            pipe.execute()
    except redis.RedisError as error:
        logger.warning("Redis does not take the end of calls: %s", error)


def listen(call_id: UUID, seconds: float) -> bool:
    """Block until a call is finished or the time is over; whether it is. Raises RedisError."""
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        # The mark is moved onto its own list, so that a second waiter for the same call finds it too.
        own, slice = list_of(call_id), min(left, SLICE_SECONDS)
        # redis-py says that BLMOVE takes whole seconds; it takes parts of them, too.
        if redis_client().blmove(own, own, slice, "LEFT", "RIGHT"):  # type: ignore[arg-type]
            return True
    return False


def list_of(call_id: UUID) -> str:
    """The list in Redis that tells the end of a call."""
    return key("call", call_id)
