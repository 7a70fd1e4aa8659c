"""What runs by the clock comes from the code, as operators have changed it, and outlives restarts of beat."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django_celery_beat.models import PeriodicTask

from apps.system.access.selectors import root_actor
from apps.system.controls.models import Schedule
from apps.system.controls.schedules import DeclaredSchedule, declared_schedules
from apps.system.controls.selectors import list_schedules
from apps.system.controls.services.schedules import synchronise_schedules, update_schedule
from workers.celery import app

PATIENCE = 60
SWEEP = DeclaredSchedule("sweep calls", "apps.mcp.tasks.sweep_calls", 5)


def _edit(name: str, **changes: int) -> Schedule:
    return update_schedule(name, by=root_actor(), now=timezone.now(), **changes)


def _row(name: str) -> PeriodicTask:
    return PeriodicTask.objects.select_related("interval").get(name=name)


@pytest.mark.django_db
def test_each_declared_schedule_becomes_a_row_that_beat_reads() -> None:
    synchronise_schedules()
    assert set(PeriodicTask.objects.values_list("name", flat=True)) == set(declared_schedules())
    row = _row("prove the workers")
    assert (row.task, row.interval.every, row.interval.period) == (
        "apps.system.tasks.prove_workers",
        5,
        "seconds",
    )
    assert (row.expire_seconds, "tools" in row.kwargs, row.enabled) == (10, True, True)


@pytest.mark.django_db
def test_an_edit_outlives_a_new_start_and_a_new_default_reaches_what_nobody_edited() -> None:
    other = DeclaredSchedule("record equity", "apps.trading.tasks.take_snapshots", 60)
    synchronise_schedules({each.name: each for each in (SWEEP, other)})
    _edit("record equity", every=15)
    synchronise_schedules(
        {
            "sweep calls": DeclaredSchedule(SWEEP.name, SWEEP.task, 8),
            "record equity": DeclaredSchedule(other.name, other.task, 90),
        }
    )
    assert (_row("sweep calls").interval.every, _row("record equity").interval.every) == (8, 15)


@pytest.mark.django_db
def test_what_the_code_no_longer_declares_is_gone_and_others_rows_stay() -> None:
    PeriodicTask.objects.create(name="by hand", task="x", interval=_interval())
    synchronise_schedules({"sweep calls": SWEEP})
    synchronise_schedules({})
    assert list(PeriodicTask.objects.values_list("name", flat=True)) == ["by hand"]
    assert not Schedule.objects.exists()


def _interval() -> object:
    synchronise_schedules({"sweep calls": SWEEP})
    return _row("sweep calls").interval


@pytest.mark.django_db
def test_the_next_run_follows_the_last() -> None:
    synchronise_schedules()
    last = timezone.now()
    PeriodicTask.objects.filter(name="record equity").update(last_run_at=last, total_run_count=3)
    states = {each.declared.name: each for each in list_schedules()}
    assert states["record equity"].next_run == last + timedelta(seconds=60)
    assert states["record equity"].total_runs == 3
    _edit("record equity", enabled=False)
    states = {each.declared.name: each for each in list_schedules()}
    assert states["record equity"].next_run is None


@contextmanager
def _beat(project: Path) -> "Iterator[subprocess.Popen[bytes]]":
    command = ["celery", "--quiet", "-A", "workers", "beat", "--pidfile=", "--loglevel", "ERROR"]
    process = subprocess.Popen([Path(sys.executable).parent / command[0], *command[1:]], cwd=project)
    try:
        yield process
    finally:
        process.terminate()
        assert process.wait(PATIENCE) is not None


def _until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.1)


@pytest.mark.django_db(transaction=True)
def test_a_real_beat_heeds_an_edit_and_keeps_it_over_a_restart(project: Path) -> None:
    """`keep partitions ahead` runs each hour, so that it runs at all shows that the edit was noticed."""
    name = "keep partitions ahead"
    with _beat(project):
        _until(lambda: PeriodicTask.objects.filter(name="deliver events", total_run_count__gt=0).exists())
        assert _row(name).total_run_count == 0
        _edit(name, every=1)
        _until(lambda: _row(name).total_run_count > 0)
    runs = _row(name).total_run_count
    with _beat(project):
        _until(lambda: _row(name).total_run_count > runs)
    assert (_row(name).interval.every, Schedule.objects.get(name=name).every) == (1, 1)
    app.control.purge()


@pytest.mark.django_db(transaction=True)
def test_a_beat_that_is_told_again_and_again_ends(project: Path) -> None:
    """Signals that came while it saved the schedule used to lock it up."""
    with _beat(project) as process:
        _until(lambda: PeriodicTask.objects.filter(name="deliver events", total_run_count__gt=0).exists())
        for _ in range(100):
            process.terminate()
            time.sleep(0.002)
        assert process.wait(PATIENCE) in (0, -signal.SIGTERM)  # the last ones found it on its way out
    app.control.purge()
