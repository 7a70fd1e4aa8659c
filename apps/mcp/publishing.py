"""Handing work to the workers: each call's own task, and a sweep of calls that have become due."""

import json
import logging
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from celery import current_app
from celery.signals import before_task_publish
from kombu.entity import TRANSIENT_DELIVERY_MODE  # type: ignore[attr-defined]  # the stubs lack it
from kombu.exceptions import OperationalError

from apps.system.events.services import poke_sequencer_through
from apps.system.ids import new_id
from apps.system.probes.queues import queue_key
from apps.system.redis import redis_client

logger = logging.getLogger(__name__)

SWEEP = "apps.mcp.tasks.sweep_calls"


def hand_over(task: str, said: Mapping[str, str], *, queue: str, has_news: bool = False) -> None:
    """Publish a task that every call publishes, to be run at once; `has_news` wakes the sequencer, too.

    Celery's own way makes the whole message anew each time and looks up who might want to declare what, which
    took the process longer than recording the call. A queue is declared by the workers that take from it.
    Raises RedisError.
    """
    same, task_id = _message_of(task), str(new_id())
    headers = {**same.headers, "id": task_id, "root_id": task_id, "kwargsrepr": repr(said)}
    body = ((), said, same.body[2])
    before_task_publish.send(sender=task, body=body, headers=headers, exchange="", routing_key=queue)
    with redis_client().pipeline(transaction=False) as pipe:
        pipe.lpush(queue_key(queue), json.dumps(_enveloped(body, headers, queue)))
        if has_news:
            poke_sequencer_through(pipe)
        pipe.execute()


def _enveloped(body: Sequence[Any], headers: Mapping[str, Any], queue: str) -> Mapping[str, Any]:
    """A message as kombu's transport for Redis keeps it in the list of a queue."""
    return {
        "body": b64encode(json.dumps(body).encode()).decode(),
        "content-encoding": "utf-8",
        "content-type": "application/json",
        "headers": headers,
        "properties": {
            "correlation_id": headers["id"],
            # It may be lost: its call is a row, which the sweeper publishes again.
            "delivery_mode": TRANSIENT_DELIVERY_MODE,
            "delivery_info": {"exchange": "", "routing_key": queue},
            "priority": 0,
            "body_encoding": "base64",
            "delivery_tag": str(new_id()),
        },
    }


@cache
def _message_of(task: str) -> Any:
    """What all messages of a task have in common, as Celery makes it."""
    known = current_app.tasks[task]
    limits = {"time_limit": known.time_limit, "soft_time_limit": known.soft_time_limit}
    return current_app.amqp.create_task_message("", task, ignore_result=known.ignore_result, **limits)


def sweep_soon() -> None:
    """Ask for a sweep, after the commit that made calls due. Without a broker the next one finds them."""
    try:
        current_app.send_task(SWEEP)
    except OperationalError as error:
        logger.warning("The broker does not take a sweep: %s", error)
