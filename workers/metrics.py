"""What is counted of tasks and queues, and the port on which the processes of Celery tell it."""

import json
import threading
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from celery.signals import (
    beat_init,
    before_task_publish,
    task_postrun,
    task_prerun,
    task_revoked,
    worker_ready,
)
from django.conf import settings
from prometheus_client import Counter, Histogram

from apps.system.measuring.counting import OTHER
from apps.system.measuring.figures import Headline, View, figures, headline
from apps.system.measuring.gauges import platform_gauge
from apps.system.metrics.serving import serve_metrics
from apps.system.redis import redis_client
from apps.system.types import WireModel
from workers.queues import HEAVY, SHORT

QUEUES = (*SHORT, *HEAVY)
SENT_AT = "cival_sent_at"
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 1800)

TASKS = Counter("celery_tasks_total", "Tasks that ended, by state.", ["task", "state"])
DURATION = Histogram(
    "celery_task_duration_seconds", "From a task's start to its end.", ["task"], buckets=BUCKETS
)

_began = threading.local()


class QueueFigure(WireModel):
    """Messages that wait in a queue, and how long the oldest has (seconds; null where none waits)."""

    depth: int
    oldest_seconds: float | None


class QueueFigures(WireModel):
    """The queues of the workers, by name."""

    depth: int
    queues: dict[str, QueueFigure]


@before_task_publish.connect
def stamp_message(*, headers: dict[str, Any], **_: Any) -> None:
    """Let a message say when it was sent."""
    headers[SENT_AT] = time.time()


@task_prerun.connect
def note_start(**_: Any) -> None:
    """A process, or a thread of it, runs one task at a time."""
    _began.at = time.perf_counter()


@task_postrun.connect
def count_task(*, sender: Any, state: str | None = None, **_: Any) -> None:
    """Count a task that ended; a worker runs only tasks that it knows, so their names are bounded."""
    TASKS.labels(sender.name, (state or OTHER).lower()).inc()
    began = getattr(_began, "at", None)
    if began is not None:
        DURATION.labels(sender.name).observe(time.perf_counter() - began)


@task_revoked.connect
def count_revoked(*, sender: Any, expired: bool = False, **_: Any) -> None:
    """Count a task that was not run: called off, or too late to matter."""
    TASKS.labels(sender.name, "expired" if expired else "revoked").inc()


@worker_ready.connect
@beat_init.connect
def open_port(**_: Any) -> None:
    """Serve what this process, and the pool that it forked, have counted."""
    serve_metrics()


@figures("queues", platform=True)
def measure_queues(view: View) -> QueueFigures:
    """Look at each queue."""
    queues = {name: _look(name, view.now) for name in QUEUES}
    return QueueFigures(depth=sum(each.depth for each in queues.values()), queues=queues)


@headline("queues")
def head_queues(now: datetime) -> Headline:
    """Messages that wait, in all queues."""
    return {"depth": float(sum(redis_client().llen(_list(name)) for name in QUEUES))}


@platform_gauge("celery_queue_depth", "Messages that wait for a worker.", ["queue"], needs_database=False)
def read_depths(now: datetime) -> dict[tuple[str, ...], float]:
    """By queue."""
    return {(name,): float(redis_client().llen(_list(name))) for name in QUEUES}


@platform_gauge(
    "celery_queue_oldest_seconds", "How long the oldest message has waited.", ["queue"], needs_database=False
)
def read_ages(now: datetime) -> dict[tuple[str, ...], float]:
    """By queue; zero where none waits."""
    return {(name,): _look(name, now).oldest_seconds or 0.0 for name in QUEUES}


def _look(queue: str, now: datetime) -> QueueFigure:
    pipe = redis_client().pipeline(transaction=True)
    pipe.llen(_list(queue))
    pipe.lindex(_list(queue), -1)
    depth, oldest = pipe.execute()
    return QueueFigure(depth=depth, oldest_seconds=_age(oldest, now))


def _list(queue: str) -> str:
    return f"{settings.CELERY_BROKER_TRANSPORT_OPTIONS['global_keyprefix']}{queue}"


def _age(message: bytes | None, now: datetime) -> float | None:
    """How long ago a message was sent; one that does not say it has no age."""
    headers: Mapping[str, Any] = json.loads(message).get("headers", {}) if message else {}
    sent_at = headers.get(SENT_AT)
    return None if sent_at is None else round(max(0.0, now.timestamp() - sent_at), 3)
