"""Celery as it comes, with its own results, on the broker that the platform uses."""

import os

from celery import Celery

# Not the current one: in the process of the benchmark that is the platform's.
app = Celery("bare", broker=os.environ["REDIS_URL"], backend=os.environ["REDIS_URL"], set_as_current=False)
app.conf.task_default_queue = "bare"


@app.task(name="bench.bare")
def answer() -> bool:
    """Answer."""
    return True
