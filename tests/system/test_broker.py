"""A worker that has lost its broker can still be told to stop."""

import pytest
from kombu import Connection

from deployment.local.throwaway import throwaway_valkey
from workers.broker import Dispatcher
from workers.celery import app


@pytest.mark.timeout(60)
def test_a_heartbeat_that_redis_does_not_take_is_kept_and_waits_for_nobody() -> None:
    """With Celery's own dispatcher this never returns, and holds the lock that a stop needs."""
    with throwaway_valkey() as url:
        connection = Connection(url, transport=app.conf.broker_transport, connect_timeout=1)
        channel = connection.default_channel
        dispatcher = app.events.Dispatcher(connection, channel=channel)
        assert isinstance(dispatcher, Dispatcher)
        dispatcher.send("worker-heartbeat", retry=True, freq=2)
        assert not dispatcher._outbound_buffer
        channel.client.connection_pool.disconnect()
    dispatcher.send("worker-heartbeat", retry=True, freq=2)
    assert not dispatcher.mutex.locked()
    ((event, routing_key),) = dispatcher._outbound_buffer
    assert (event["type"], routing_key) == ("worker-heartbeat", "worker.heartbeat")
    connection.release()
