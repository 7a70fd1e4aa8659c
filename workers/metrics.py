"""What is counted of tasks and queues, and the port on which the processes of Celery tell it."""

import threading
import time
from datetime import datetime
from typing import Any

from celery.signals import (
    beat_init,
    task_postrun,
    task_prerun,
    task_revoked,
    worker_ready,
)
from prometheus_client import Counter, Histogram

from apps.system.measuring.counting import OTHER
from apps.system.measuring.figures import Headline, View, figures, headline
from apps.system.measuring.gauges import platform_gauge
from apps.system.metrics.serving import serve_metrics
from apps.system.probes.queues import Waiting, read_queues
from apps.system.types import WireModel
from workers.queues import HEAVY, SHORT

QUEUES = (*SHORT, *HEAVY)
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
    queues = {
        name: QueueFigure(depth=each.depth, oldest_seconds=_age(each, view.now))
        for name, each in read_queues(QUEUES).items()
    }
    return QueueFigures(depth=sum(each.depth for each in queues.values()), queues=queues)


@headline("queues")
def head_queues(now: datetime) -> Headline:
    """Messages that wait, in all queues."""
    return {"depth": float(sum(each.depth for each in read_queues(QUEUES).values()))}


@platform_gauge("celery_queue_depth", "Messages that wait for a worker.", ["queue"], needs_database=False)
def read_depths(now: datetime) -> dict[tuple[str, ...], float]:
    """By queue."""
    return {(name,): float(each.depth) for name, each in read_queues(QUEUES).items()}


@platform_gauge(
    "celery_queue_oldest_seconds", "How long the oldest message has waited.", ["queue"], needs_database=False
)
def read_ages(now: datetime) -> dict[tuple[str, ...], float]:
    """By queue; zero where none waits."""
    return {(name,): _age(each, now) or 0.0 for name, each in read_queues(QUEUES).items()}


def _age(waiting: Waiting, now: datetime) -> float | None:
    """How long ago the oldest message was sent; None where none waits, or it does not say."""
    since = waiting.oldest_at
    return None if since is None else round(max(0.0, (now - since).total_seconds()), 3)
