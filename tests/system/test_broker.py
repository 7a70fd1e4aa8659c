"""The way to the broker and back: kept short, and survived when the broker is lost."""

import json
from collections.abc import Callable

import pytest
from kombu import Connection
from kombu.entity import PERSISTENT_DELIVERY_MODE, TRANSIENT_DELIVERY_MODE

from apps.mcp.publishing import hand_over
from apps.mcp.tasks import run_call
from apps.system.ids import new_id
from apps.system.probes.queues import PUBLISHED_AT
from apps.system.redis import redis_client
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


def test_a_channel_keeps_its_client_as_long_as_its_connections() -> None:
    with throwaway_valkey() as url, Connection(url, transport=app.conf.broker_transport) as connection:
        channel = connection.default_channel
        with channel.conn_or_acquire() as first, channel.conn_or_acquire() as second:
            assert first is second
        channel._disconnect_pools()
        with channel.conn_or_acquire() as third:
            assert third is not first
            assert third.ping()


def test_a_call_is_handed_over_in_the_message_that_celery_would_make(broker: Callable[[str], str]) -> None:
    said = {"call_id": str(new_id()), "tool": "make_child"}
    hand_over(run_call.name, said, queue="elsewhere")
    run_call.apply_async(kwargs=said, queue="elsewhere")

    celerys, ours = (json.loads(each) for each in redis_client().lrange(broker("elsewhere"), 0, -1))

    redis_client().delete(broker("elsewhere"))
    # Celery's would be kept by a broker through its own restart; a call is kept by PostgreSQL.
    modes = [each["properties"].pop("delivery_mode") for each in (celerys, ours)]
    assert modes == [PERSISTENT_DELIVERY_MODE, TRANSIENT_DELIVERY_MODE]
    for message in (celerys, ours):
        headers, properties = message["headers"], message["properties"]
        assert headers["id"] == headers["root_id"] == properties["correlation_id"]
        assert headers[PUBLISHED_AT]
        for own in ("id", "root_id", PUBLISHED_AT):
            del headers[own]
        for own in ("correlation_id", "delivery_tag", "reply_to"):
            properties.pop(own, None)
    assert ours == celerys


def test_a_call_that_a_worker_took_is_noted_by_the_worker_alone(broker: Callable[[str], str]) -> None:
    hand_over(run_call.name, {"call_id": str(new_id()), "tool": "make_child"}, queue="elsewhere")
    run_call.apply_async(kwargs={"call_id": str(new_id())}, queue="elsewhere")

    with app.connection_for_read() as connection:
        channel = connection.default_channel
        channel.basic_qos(prefetch_count=2)
        taken = [channel.basic_get("elsewhere") for _ in range(2)]
        noted = redis_client().hkeys(broker("unacked"))
        assert noted == [taken[1].delivery_tag.encode()]
        assert not channel.qos.can_consume()
        for message in taken:
            message.ack()
        assert channel.qos.can_consume()

    assert not redis_client().exists(broker("unacked"), broker("elsewhere"))


def test_a_call_whose_process_was_killed_goes_back_into_its_queue(broker: Callable[[str], str]) -> None:
    hand_over(run_call.name, {"call_id": str(new_id()), "tool": "make_child"}, queue="elsewhere")
    (sent,) = (json.loads(each) for each in redis_client().lrange(broker("elsewhere"), 0, -1))

    with app.connection_for_read() as connection:
        message = connection.default_channel.basic_get("elsewhere")
        message.headers["hostname"] = "what Celery writes for the pool"
        message.reject(requeue=True)

    (back,) = (json.loads(each) for each in redis_client().lrange(broker("elsewhere"), 0, -1))
    assert back["headers"].pop("redelivered")
    assert back["properties"]["delivery_info"].pop("redelivered")
    assert back == sent
