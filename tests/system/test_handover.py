"""Real sequencers that are killed while they number leave no gap and number nothing twice."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from apps.system.events.models import Counter, Event
from apps.system.events.services import NewEvent, append_events
from apps.system.health.models import Heartbeat
from tests.system.streams import Happened, all_numbered, numbers, until

pytestmark = pytest.mark.django_db(transaction=True)

Process = subprocess.Popen[bytes]


@contextmanager
def writing() -> Iterator[None]:
    """Somebody who appends events all the while."""
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            append_events([NewEvent(Happened(number=number + n), None) for n in range(200)])
            number += 200
            stop.wait(0.01)
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@contextmanager
def sequencers(project: Path) -> Iterator[list[Process]]:
    """Processes that are killed in the end, whatever became of them; `start` adds one."""
    running: list[Process] = []
    try:
        yield running
    finally:
        for process in running:
            process.kill()
            process.wait()


def start(project: Path, running: list[Process]) -> Process:
    environment = {**os.environ, "SECRET_KEY": settings.SECRET_KEY}
    command = [sys.executable, "manage.py", "run_sequencer"]
    running.append(subprocess.Popen(command, cwd=project, env=environment, stderr=subprocess.DEVNULL))
    return running[-1]


def head() -> int:
    return Counter.objects.get(name="events").last


def is_waiting(process: Process) -> bool:
    """Whether a second sequencer stands by."""
    return Heartbeat.objects.filter(kind="standby", process__endswith=f":{process.pid}").exists()


def goes_on(since: int) -> bool:
    """Whether something was numbered after that."""
    return head() > since


def test_a_leader_that_is_killed_while_it_numbers_is_followed_without_gap_or_repeat(project: Path) -> None:
    Counter.objects.get_or_create(name="events")
    with sequencers(project) as running, writing():
        leader = start(project, running)
        until(lambda: goes_on(0), seconds=60)
        for _ in range(3):
            heir = start(project, running)
            until(lambda heir=heir: is_waiting(heir), seconds=60)
            numbered = head()
            until(lambda since=numbered: goes_on(since))
            leader.kill()
            leader.wait()
            numbered = head()
            until(lambda since=numbered: goes_on(since))
            leader = heir
    with sequencers(project) as running:
        start(project, running)
        until(all_numbered, seconds=60)
    assert numbers() == list(range(1, Event.objects.count() + 1))
    assert head() == Event.objects.count()
