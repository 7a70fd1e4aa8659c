"""What is committed is numbered, densely and once, whoever numbers and whatever dies."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from pytest_django import Settings

from apps.system.events.models import Counter, Event
from apps.system.events.sequencer import APPLICATION
from apps.system.health.models import Heartbeat
from apps.system.redis import redis_client
from tests.system.streams import (
    all_numbered,
    end_connections,
    happen,
    numbers,
    plain_link,
    sequencing,
    until,
)

pytestmark = pytest.mark.django_db(transaction=True)


class Abandoned(Exception):
    """The writer changed its mind."""


def _write(count: int, seed: int) -> None:
    chance = random.Random(seed)  # the same mix of commits and rollbacks in each run
    try:
        for number in range(count):
            try:
                with transaction.atomic():
                    happen(number)
                    if chance.random() < 0.3:
                        raise Abandoned
            except Abandoned:
                continue
    finally:
        connection.close()


def _run_all(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_numbers_are_dense_under_concurrent_writers_that_roll_back() -> None:
    with sequencing():
        _run_all([threading.Thread(target=_write, args=(150, seed)) for seed in range(4)])
        until(all_numbered)
    assert numbers() == list(range(1, Event.objects.count() + 1))
    assert Counter.objects.get(name="events").last == Event.objects.count()


def test_one_writers_events_keep_their_order() -> None:
    with sequencing():
        for number in range(50):
            happen(number)
        until(all_numbered)
    told = Event.objects.order_by("seq").values_list("payload__number", flat=True)
    assert list(told) == list(range(50))


def test_an_event_that_becomes_visible_late_is_numbered_later_and_holds_up_nothing() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with transaction.atomic():
            happen(1)
            begun.set()
            go_on.wait(60)
        connection.close()

    slow = threading.Thread(target=write_slowly)
    with sequencing():
        slow.start()
        begun.wait(60)
        happen(2)
        until(lambda: numbers() == [1])
        go_on.set()
        slow.join()
        until(lambda: numbers() == [1, 2])
    assert list(Event.objects.order_by("seq").values_list("payload__number", flat=True)) == [2, 1]


def test_a_leader_that_loses_its_connection_comes_back() -> None:
    with sequencing():
        happen(1)
        until(all_numbered)
        assert end_connections(APPLICATION) == 1
        happen(2)
        until(all_numbered)
    assert numbers() == [1, 2]


def test_a_second_sequencer_takes_over_and_never_numbers_beside_the_first() -> None:
    with sequencing() as first:
        happen(1)
        until(all_numbered)
        with sequencing() as second:
            threads = [threading.Thread(target=_write, args=(60, seed)) for seed in range(3)]
            for thread in threads:
                thread.start()
            for _ in range(5):
                time.sleep(0.1)  # so that several leaders fall while events are written
                end_connections(APPLICATION)
            for thread in threads:
                thread.join()
            until(all_numbered)
    assert numbers() == list(range(1, Event.objects.count() + 1))
    assert max(first.head, second.head) == Event.objects.count()


def test_it_numbers_by_the_clock_while_redis_is_away(settings: Settings) -> None:
    redis_client.cache_clear()
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    try:
        with sequencing():
            happen(1)
            until(all_numbered)
    finally:
        redis_client.cache_clear()


def test_the_process_numbers_leaves_heartbeats_and_stops_on_sigterm(project: Path) -> None:
    environment = {**os.environ, "SECRET_KEY": settings.SECRET_KEY}
    process = subprocess.Popen([sys.executable, "manage.py", "run_sequencer"], cwd=project, env=environment)
    try:
        happen(1)
        until(all_numbered)
        until(lambda: Heartbeat.objects.filter(process="sequencer", details__role="leading").exists())
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0


def test_numbers_cannot_be_rewritten() -> None:
    happen(1)
    with sequencing():
        until(all_numbered)
    with plain_link() as link, pytest.raises(Exception, match="append-only"):
        link.execute("UPDATE system_event SET seq = 7")
