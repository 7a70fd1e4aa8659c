"""Child processes that are started, found ready, watched and stopped, and that end with their parent."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import monotonic
from typing import IO

from deployment.local.account import Account
from deployment.local.console import say_for

PR_SET_PDEATHSIG = 1
POLL_SECONDS = 0.05
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class NotStarted(Exception):
    """A process ended, or stayed silent, before it was ready."""


class Interrupted(Exception):
    """The operator asked to stop while something was starting."""


@dataclass(frozen=True)
class Program:
    """How to run one process, and how to see that it serves.

    It is ready once it has printed `ready_line` and `probe` answers True, whichever are given.
    """

    name: str
    argv: Sequence[str | Path]
    env: Mapping[str, str]
    ready_line: str = ""
    probe: Callable[[], bool] | None = None
    detail: str = ""
    account: Account | None = None
    log: Path | None = None
    folder: Path = Path("/")
    stop_signal: signal.Signals = signal.SIGTERM
    orphan_signal: signal.Signals = signal.SIGTERM
    patience: float = 90.0


@dataclass
class Child:
    """One running instance of a program."""

    program: Program
    process: subprocess.Popen[bytes] = field(init=False)
    began: float = field(default_factory=monotonic)
    _said_ready: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.process = _spawn(self.program)
        if self.process.stdout:
            reader = threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True)
            reader.start()

    def _read(self, output: IO[bytes]) -> None:
        with output:
            for raw in output:
                line = raw.decode(errors="replace").rstrip()
                if self.program.ready_line and self.program.ready_line in line:
                    self._said_ready.set()
                say_for(self.program.name, line)

    @property
    def pid(self) -> int:
        return self.process.pid

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def is_ready(self) -> bool:
        spoke = not self.program.ready_line or self._said_ready.is_set()
        return spoke and (self.program.probe is None or self.program.probe())

    def wait_ready(self, stopping: threading.Event | None = None) -> float:
        """Wait until it serves; returns the seconds since its start."""
        stopping = stopping or threading.Event()
        while not self.is_ready():
            if not self.is_alive():
                raise NotStarted(f"{self.program.name} {self.ending()}{self._last_words()}")
            if monotonic() - self.began > self.program.patience:
                raise NotStarted(f"{self.program.name} was not ready after {self.program.patience:.0f} s")
            if stopping.wait(POLL_SECONDS):
                raise Interrupted
        return monotonic() - self.began

    def ending(self) -> str:
        """How it ended, in words."""
        code = self.process.poll()
        if code is None:
            return "is running"
        return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"

    def _last_words(self) -> str:
        if self.program.log is None or not self.program.log.exists():
            return ""
        lines = self.program.log.read_text(errors="replace").splitlines()[-8:]
        return "".join(f"\n    {line}" for line in lines)

    def ask_to_stop(self) -> None:
        """Ask its head to stop; the head ends its own children in its own way."""
        if self.is_alive():
            self.process.send_signal(self.program.stop_signal)

    def stop_within(self, seconds: float) -> bool:
        """Wait for its end; past the time it is killed. True if it ended by itself."""
        try:
            self.process.wait(max(0.0, seconds))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return False
        finally:
            self.end_group()
        return True

    def stop(self, seconds: float = 10.0) -> None:
        """Stop it now and wait."""
        self.ask_to_stop()
        self.stop_within(seconds)

    def end_group(self) -> None:
        """Kill what an ended head left behind in its process group."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)


def tie_to(parent: int, orphan_signal: signal.Signals) -> None:
    """Have Linux send this process a signal when its parent ends, however it ends."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, int(orphan_signal))
        if os.getppid() != parent:
            os.kill(os.getpid(), orphan_signal)


def _spawn(program: Program) -> subprocess.Popen[bytes]:
    """Start a program in its own session. Call it from the main thread: Linux ties children to a thread."""
    account = program.account
    output = program.log.open("ab") if program.log else None
    try:
        return subprocess.Popen(
            [str(part) for part in program.argv],
            env=dict(program.env),
            cwd=program.folder,
            stdin=subprocess.DEVNULL,
            stdout=output or subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            preexec_fn=partial(tie_to, os.getpid(), program.orphan_signal),
        )
    finally:
        if output:
            output.close()
