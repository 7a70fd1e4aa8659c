"""What a worker has loaded when it forks is left alone by the garbage collector."""

import gc
from collections.abc import Iterator

import pytest
from celery.signals import task_postrun, task_prerun, worker_before_create_process

from config.collecting import YOUNG
from workers.celery import app
from workers.collecting import BATCH, TICK


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Nothing stays frozen for the tests that follow."""
    usual = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*usual)


def test_a_worker_freezes_what_it_has_loaded_before_it_forks() -> None:
    app.loader.import_default_modules()
    before = gc.get_freeze_count()
    worker_before_create_process.send(sender=None)
    assert gc.get_freeze_count() > before + 10_000
    assert gc.get_threshold()[0] == YOUNG


def test_a_shards_tick_waits_for_a_batch_and_what_follows_does_not() -> None:
    tick = app.tasks[TICK]
    task_prerun.send(sender=tick, task=tick)
    assert gc.get_threshold()[0] == BATCH
    task_postrun.send(sender=tick, task=tick)
    assert gc.get_threshold()[0] == YOUNG


def test_other_tasks_do_not() -> None:
    usual, other = gc.get_threshold(), app.tasks["apps.mcp.tasks.run_call"]
    task_prerun.send(sender=other, task=other)
    assert gc.get_threshold() == usual
