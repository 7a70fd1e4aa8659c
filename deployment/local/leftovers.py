"""Ends the processes of a run that was killed. Linux ends them by itself; other systems leave them to us."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from deployment.local.state import State

PATIENCE_SECONDS = 10.0
POLL_SECONDS = 0.05


def birth_of(pid: int) -> str:
    """When a process began, in the system's own notation; empty if there is none (pids are used again)."""
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        with contextlib.suppress(OSError):
            return stat.read_text().rpartition(")")[2].split()[19]
        return ""
    found = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True)
    return found.stdout.strip()


def end_leftovers(state: State) -> int:
    """Stop what the noted processes still run, servers last; returns how many there were."""
    noted = [child for child in state.children() if _is_same(child)]
    for child in reversed(noted):
        _signal(os.kill, child, int(child["stop_signal"]))
    deadline = monotonic() + PATIENCE_SECONDS
    for child in noted:
        while _is_same(child) and monotonic() < deadline:
            time.sleep(POLL_SECONDS)
        _signal(os.killpg, child, signal.SIGKILL)
    state.note_children([])
    return len(noted)


def _is_same(child: dict[str, str | int]) -> bool:
    return bool(child["birth"]) and birth_of(int(child["pid"])) == child["birth"]


def _signal(send: Callable[[int, int], None], child: dict[str, str | int], number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        send(int(child["pid"]), number)
