"""Handing work to the workers: each call's own task, and a sweep of calls that have become due."""

import logging
from collections.abc import Mapping
from functools import cache
from typing import Any

from celery import current_app
from celery.signals import before_task_publish
from celery.utils import uuid
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

SWEEP = "apps.mcp.tasks.sweep_calls"
LASTING = 2
"""The delivery mode of a message that a broker keeps through its own restart."""


def hand_over(task: str, said: Mapping[str, str], *, queue: str) -> None:
    """Publish a task that every call publishes, to be run at once. Raises kombu's OperationalError.

    Celery's own way makes the whole message anew each time and looks up who might want to declare what, which
    took the process longer than recording the call. A queue is declared by the workers that take from it.
    """
    same, task_id = _message_of(task), uuid()
    headers = {**same.headers, "id": task_id, "root_id": task_id, "kwargsrepr": repr(said)}
    body = ((), said, same.body[2])
    before_task_publish.send(sender=task, body=body, headers=headers, exchange="", routing_key=queue)
    with current_app.producer_pool.acquire(block=True) as producer:
        producer.publish(
            body,
            exchange="",
            routing_key=queue,
            headers=headers,
            serializer=current_app.conf.task_serializer,
            delivery_mode=LASTING,
            correlation_id=task_id,
            retry=True,
            retry_policy=dict(current_app.conf.task_publish_retry_policy),
        )


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
