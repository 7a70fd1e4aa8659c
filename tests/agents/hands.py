"""A real Celery worker, on the run's own broker."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from celery.contrib.testing.worker import start_worker
from celery.worker import state

from workers.broker import Transport
from workers.celery import app
from workers.queues import SHORT

Transport.brpop_timeout = 0.1
"""Seconds that a worker's question for messages may stay open, which it waits for when it ends."""


@contextmanager
def work(pool: str = "solo", queues: Sequence[str] = SHORT) -> Iterator[None]:
    """Within the block, one worker takes from the queues; of threads where tasks wait for others."""
    options = {"queues": list(queues), "concurrency": 4, "shutdown_timeout": 30}
    with start_worker(app, pool=pool, perform_ping_check=False, **options):
        try:
            yield
        finally:
            # It sees that it shall end when it wakes: by itself up to a second later, so it is woken.
            state.should_terminate = 0
            app.control.broadcast("ping")
