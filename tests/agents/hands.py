"""A real Celery worker, on the run's own broker."""

from collections.abc import Iterator
from contextlib import contextmanager

from celery.contrib.testing.worker import start_worker

from workers.celery import app
from workers.queues import SHORT


@contextmanager
def work() -> Iterator[None]:
    """Within the block, one worker takes from the short queues."""
    with start_worker(app, pool="solo", perform_ping_check=False, queues=list(SHORT), shutdown_timeout=20):
        yield
