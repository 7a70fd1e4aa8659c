"""The one connection to Redis. Nothing kept there is authoritative."""

from functools import cache
from typing import Any

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry


@cache
def redis_client() -> redis.Redis:
    """The process's Redis client (bytes in, bytes out); it fails within a second rather than hanging."""
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=5, retry=Retry(NoBackoff(), 1)
    )


@cache
def hurried_redis() -> redis.Redis:
    """A client for those who must answer also while Redis is away: half a second, and no second try."""
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=0.5, retry=Retry(NoBackoff(), 0)
    )


def key(*parts: Any) -> str:
    """A key of ours, apart from those of Celery and Channels, and of other deployments on one server."""
    return ":".join([_prefix(), *map(str, parts)])


@cache
def _prefix() -> str:
    """Read once: while a test changes settings, a thread of the background would find none for a moment."""
    prefix: str = settings.REDIS_PREFIX
    return prefix
