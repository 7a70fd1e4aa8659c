"""Kombu's Redis transport and Celery's events, made to survive the loss of Redis.

As it comes, a channel whose connection was lost tries to hand back and to acknowledge messages through a
connection that is None; the AttributeError that follows ends the worker's loop and leaves a process that
neither works nor dies (seen with kombu 5.7). Here it meets the connection error that Celery expects, and
reconnects. Nothing is handed back: what a message asked for is a row in PostgreSQL, which the sweeper
publishes again within seconds.
"""

from typing import Any

from celery.app.events import Events as CeleryEvents
from celery.events.dispatcher import EventDispatcher
from kombu.transport import redis as kombu_redis
from redis.exceptions import ConnectionError as RedisConnectionError


class Channel(kombu_redis.Channel):
    """A channel that fails as a lost connection fails, once its connection is lost.

    It keeps the client of its connections for as long as they are. As it comes, a channel makes one for each
    message that it publishes, notes down or acknowledges, which takes longer than what is then asked of it.
    """

    do_restore = False
    _kept: Any = None

    def _create_client(self, asynchronous: Any = None) -> Any:
        create: Any = super()._create_client  # type: ignore[misc]  # the stubs do not know it
        if asynchronous:
            return create(asynchronous=asynchronous)
        # Asking for the pool raises what Celery expects, once the connection is lost.
        if self._kept is None or self._kept.connection_pool is not self.pool:
            self._kept = create()
        return self._kept

    def _connparams(self, *args: Any, **kwargs: Any) -> Any:
        transport: Any = self.connection
        if transport is None or transport.client is None:
            raise RedisConnectionError("The connection to the broker was lost.")
        return super()._connparams(*args, **kwargs)  # type: ignore[misc]  # the stubs do not know it


class Transport(kombu_redis.Transport):
    """The transport named in `CELERY_BROKER_TRANSPORT`."""

    Channel = Channel


class Dispatcher(EventDispatcher):
    """Sends a worker's events once.

    As it comes, a heartbeat is sent again for ever while Redis is away, under the lock that the worker's stop
    waits for: a worker that was told to stop just then never ended (seen with Celery 5.7). The next heartbeat
    is seconds away; what could not be sent is kept until then.
    """

    def _publish(self, event: Any, producer: Any, routing_key: str, **options: Any) -> None:
        once = {**options, "retry": False}
        super()._publish(event, producer, routing_key, **once)  # type: ignore[misc]  # the stubs lack it


class Events(CeleryEvents):
    """Named where the Celery application is made."""

    dispatcher_cls = "workers.broker:Dispatcher"
