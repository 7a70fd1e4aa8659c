"""The garbage collector of workers."""

import gc
from typing import Any

from celery import Task
from celery.signals import task_postrun, task_prerun, worker_before_create_process

from config.collecting import YOUNG, spare_collector

BATCH = 2_000_000
"""New objects that are waited for where thousands of orders are made at once: a batch makes a million and
drops them all without the collector, which took a quarter of the time to look at them again and again (at
every 200,000 still a seventh)."""

TICK = "apps.agents.tasks.decide_shard"


@worker_before_create_process.connect
def spare_children(**_: Any) -> None:
    """What a worker has loaded is shared with its children, for as long as nobody walks through it."""
    spare_collector()


@task_prerun.connect
def wait_for_a_batch(*, task: "Task[Any, Any]", **_: Any) -> None:
    """A shard's tick makes as much as a market's batch."""
    if task.name == TICK:
        gc.set_threshold(BATCH)


@task_postrun.connect
def wait_as_ever(*, task: "Task[Any, Any]", **_: Any) -> None:
    """What other tasks leave behind is small, and looked for sooner."""
    if task.name == TICK:
        gc.set_threshold(YOUNG)
