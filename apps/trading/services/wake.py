"""Waking a venue's market process. It also looks by itself every second, so a lost poke only costs time."""

import logging

import redis

from apps.system.redis import key, redis_client

logger = logging.getLogger(__name__)


def wake_market(slug: str) -> None:
    """Tell the venue's market process that there is something to match."""
    name = key("market", "wake", slug)
    try:
        with redis_client().pipeline() as pipe:
            pipe.lpush(name, b"1")
            pipe.ltrim(name, 0, 0)
            pipe.execute()
    except redis.RedisError as error:
        logger.warning("Redis cannot wake the market process of %s: %s", slug, error)


def wait_for_wake(slug: str, seconds: float) -> bool:
    """Wait until somebody wakes the venue, at most `seconds`. Raises redis.RedisError."""
    return redis_client().blpop([key("market", "wake", slug)], timeout=seconds) is not None
