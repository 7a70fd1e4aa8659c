"""A setting that is changed under load is seen by every process within a second."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.utils import timezone

from apps.system.access.selectors import root_actor
from apps.system.controls.registry import get_setting
from apps.system.controls.services.configuration import change_setting

KEY = "risk.max_open_orders"
READER = f"""
import sys, threading, django
django.setup()
from apps.system.controls.reading import read_setting
from apps.system.controls.registry import get_setting
setting = get_setting("{KEY}")

def read_on():
    while True:
        read_setting(setting)

threading.Thread(target=read_on, daemon=True).start()
for line in sys.stdin:
    print(read_setting(setting), flush=True)
"""
READERS = 3
VALUES = (600, 700, 1000)


@contextmanager
def _reader(project: Path) -> Iterator["subprocess.Popen[str]"]:
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        [sys.executable, "-c", READER], cwd=project, stdin=pipe, stdout=pipe, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _ask(process: "subprocess.Popen[str]") -> int:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("now\n")
    process.stdin.flush()
    return int(process.stdout.readline())


@pytest.mark.django_db(transaction=True)
def test_every_process_sees_each_change_a_second_later(project: Path) -> None:
    """Each reads without a pause in another thread, so that all are busy and hold a copy that is fresh."""
    setting = get_setting(KEY)
    with ExitStack() as stack:
        readers = [stack.enter_context(_reader(project)) for _ in range(READERS)]
        assert [_ask(each) for each in readers] == [500] * READERS
        for value in VALUES:
            change_setting(setting, value, target=None, by=root_actor(), now=timezone.now())
            time.sleep(1)
            assert [_ask(each) for each in readers] == [value] * READERS
