"""Kombu's Redis transport, made to survive the loss of Redis.

As it comes, a channel whose connection was lost tries to hand back and to acknowledge messages through a
connection that is None; the AttributeError that follows ends the worker's loop and leaves a process that
neither works nor dies (seen with kombu 5.7). Here it meets the connection error that Celery expects, and
reconnects. Nothing is handed back: what a message asked for is a row in PostgreSQL, which the sweeper
publishes again within seconds.
"""

from typing import Any

from kombu.transport import redis as kombu_redis
from redis.exceptions import ConnectionError as RedisConnectionError


class Channel(kombu_redis.Channel):
    """A channel that fails as a lost connection fails, once its connection is lost."""

    do_restore = False

    def _connparams(self, *args: Any, **kwargs: Any) -> Any:
        transport: Any = self.connection
        if transport is None or transport.client is None:
            raise RedisConnectionError("The connection to the broker was lost.")
        return super()._connparams(*args, **kwargs)  # type: ignore[misc]  # the stubs do not know it


class Transport(kombu_redis.Transport):
    """The transport named in `CELERY_BROKER_TRANSPORT`."""

    Channel = Channel
