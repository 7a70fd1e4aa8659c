"""Starting, watching, restarting and stopping processes."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from deployment.local.children import Child, NotStarted, Program
from deployment.local.leftovers import birth_of, end_leftovers
from deployment.local.state import State
from deployment.local.supervisor import GaveUp, Supervisor

OBEYS = "import time; print('up', flush=True); time.sleep(60)"
IGNORES = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + OBEYS


def program(name: str, code: str = OBEYS, **options: object) -> Program:
    return Program(name, [sys.executable, "-c", code], dict(os.environ), ready_line="up", **options)  # type: ignore[arg-type]


@pytest.fixture
def supervisor(tmp_path: Path) -> Supervisor:
    state = State(tmp_path)
    assert state.open()
    return Supervisor(state)


def ends(pid: int) -> bool:
    end = time.monotonic() + 5
    while birth_of(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return not birth_of(pid)


def test_a_process_is_ready_when_it_says_so(supervisor: Supervisor) -> None:
    child = supervisor.start(program("one"))
    child.wait_ready()
    supervisor.stop_all()
    assert not child.is_alive()


def test_a_process_that_ends_before_it_is_ready_is_an_error(supervisor: Supervisor) -> None:
    child = supervisor.start(program("one", "raise SystemExit(3)"))
    with pytest.raises(NotStarted, match="one ended with code 3"):
        child.wait_ready()


def test_servers_stop_after_the_processes_that_use_them(
    supervisor: Supervisor, capfd: pytest.CaptureFixture[str]
) -> None:
    farewell = (
        "import signal, sys; signal.signal(signal.SIGTERM, lambda *_: sys.exit(print('bye', flush=True))); "
    )
    for name, is_server in (("server", True), ("early", False), ("late", False)):
        supervisor.start(program(name, farewell + OBEYS), is_server=is_server).wait_ready()
    supervisor.stop_all()
    last = [line.split("|")[0].strip() for line in capfd.readouterr().out.splitlines() if "bye" in line][-1]
    assert last == "server"


def test_a_process_that_ignores_the_request_is_killed_in_time(
    supervisor: Supervisor, capfd: pytest.CaptureFixture[str]
) -> None:
    supervisor.stop_seconds = 0.5
    child = supervisor.start(program("stubborn", IGNORES))
    child.wait_ready()
    supervisor.stop_all()
    assert not child.is_alive()
    assert "stubborn did not stop in time and was killed" in capfd.readouterr().out


def test_a_process_that_dies_is_started_again_and_that_is_said(
    supervisor: Supervisor, capfd: pytest.CaptureFixture[str]
) -> None:
    first = supervisor.start(program("one"))
    first.wait_ready()
    os.kill(first.pid, signal.SIGKILL)
    first.process.wait()
    threading.Timer(1.0, supervisor.stopping.set).start()
    supervisor.watch()
    second = supervisor.watched[0].child
    second.wait_ready()
    supervisor.stop_all()
    assert second.pid != first.pid
    assert "one was ended by SIGKILL; restart 1 of 5" in capfd.readouterr().out


def test_a_process_that_keeps_dying_ends_the_run(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deployment.local.supervisor.BACK_OFF_SECONDS", (0.0, 0.1))
    supervisor.start(program("one", "raise SystemExit(1)"))
    with pytest.raises(GaveUp, match="one ended with code 1, 3 times in a row"):
        supervisor.watch()


def test_what_a_dead_head_left_in_its_group_does_not_outlive_it(tmp_path: Path) -> None:
    code = f"import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', {OBEYS!r}]).pid); {OBEYS}"
    argv, log = [sys.executable, "-uc", code], tmp_path / "log"
    head = Child(Program("head", argv, dict(os.environ), probe=lambda: "up" in log.read_text(), log=log))
    head.wait_ready()
    grandchild = int(next(line for line in log.read_text().splitlines() if line.isdigit()))
    head.stop()
    assert ends(grandchild)


def test_the_next_start_ends_what_a_killed_run_left(supervisor: Supervisor, tmp_path: Path) -> None:
    child = supervisor.start(program("one"))
    child.wait_ready()
    threading.Thread(target=child.process.wait, daemon=True).start()
    assert end_leftovers(State(tmp_path)) == 1
    assert ends(child.pid)
    assert end_leftovers(State(tmp_path)) == 0


def test_a_number_used_again_by_a_stranger_is_left_alone(supervisor: Supervisor, tmp_path: Path) -> None:
    child = supervisor.start(program("stranger"))
    child.wait_ready()
    noted = supervisor.state.children()
    supervisor.state.note_children([note | {"birth": "another time"} for note in noted])
    assert end_leftovers(State(tmp_path)) == 0
    assert child.is_alive()
    child.stop()
