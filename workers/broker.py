"""Kombu's Redis transport and Celery's events, made to survive the loss of Redis.

As it comes, a channel whose connection was lost tries to hand back and to acknowledge messages through a
connection that is None; the AttributeError that follows ends the worker's loop and leaves a process that
neither works nor dies (seen with kombu 5.7). Here it meets the connection error that Celery expects, and
reconnects. Nothing is handed back: what a message asked for is a row in PostgreSQL, which the sweeper
publishes again within seconds.

For the same reason Redis need not be told of each call that a worker has taken, and again that it has run
it: two transactions in Redis, which took a third of the worker's own work for a short call.
"""

from typing import Any

from celery.app.events import Events as CeleryEvents
from celery.events.dispatcher import EventDispatcher
from kombu.entity import TRANSIENT_DELIVERY_MODE  # type: ignore[attr-defined]  # the stubs lack it
from kombu.transport import redis as kombu_redis
from kombu.transport import virtual
from redis.exceptions import ConnectionError as RedisConnectionError


class QoS(kombu_redis.QoS):
    """What a worker has taken and not acknowledged, noted down in Redis but for messages that may be lost.

    Those are noted in the process alone, so that it takes no more of them than it should, and puts one back
    whose process in the pool was killed.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._passing: dict[str, dict[str, Any]] = {}

    def append(self, message: Any, delivery_tag: str) -> None:
        """Note a message that was taken."""
        if message.properties.get("delivery_mode") != TRANSIENT_DELIVERY_MODE:
            super().append(message, delivery_tag)
            return
        # Celery writes into the headers what it tells the pool.
        self._passing[delivery_tag] = {**message._raw, "headers": dict(message._raw["headers"])}
        virtual.QoS.append(self, message, delivery_tag)

    def ack(self, delivery_tag: str) -> None:
        """It has been run."""
        if self._passing.pop(delivery_tag, None) is None:
            super().ack(delivery_tag)
        else:
            virtual.QoS.ack(self, delivery_tag)

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:  # noqa: FBT001, FBT002 - as kombu has it
        """It has not; with `requeue` it goes back into its queue."""
        passing = self._passing.pop(delivery_tag, None)
        if passing is None:
            super().reject(delivery_tag, requeue=requeue)
            return
        if requeue:
            channel: Any = self.channel
            where = passing["properties"]["delivery_info"]
            place = (where["exchange"], where["routing_key"])
            with channel.conn_or_acquire() as client:
                channel._do_restore_message(passing, *place, client, leftmost=True)
        virtual.QoS.ack(self, delivery_tag)


class Channel(kombu_redis.Channel):
    """A channel that fails as a lost connection fails, once its connection is lost.

    It keeps the client of its connections for as long as they are. As it comes, a channel makes one for each
    message that it publishes, notes down or acknowledges, which takes longer than what is then asked of it.
    """

    QoS = QoS
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
