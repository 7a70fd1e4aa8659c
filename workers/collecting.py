"""The garbage collector of workers."""

from typing import Any

from celery.signals import worker_before_create_process

from config.collecting import spare_collector

BATCH = 200_000
"""New objects that are waited for where thousands of orders are made at once: a batch makes a million and
drops them all without the collector, which took a quarter of the time to look at them again and again."""


@worker_before_create_process.connect
def spare_children(**_: Any) -> None:
    """What a worker has loaded is shared with its children, for as long as nobody walks through it."""
    spare_collector()
