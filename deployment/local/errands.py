"""One-off programs beside the start of the platform: begun now, awaited later, ended with it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from deployment.local.children import Interrupted, tie_to
from deployment.local.environment import ROOT

POLL_SECONDS = 0.05
STOP_SECONDS = 5.0


class ErrandFailed(Exception):
    """It ended badly, and has said why."""


@dataclass
class Errand:
    """A module of this package that runs until it is done; use it from the main thread."""

    module: str
    env: Mapping[str, str]
    process: subprocess.Popen[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", self.module],
            env=dict(self.env),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=partial(tie_to, os.getpid(), signal.SIGTERM),
        )

    def __enter__(self) -> Errand:
        return self

    def __exit__(self, *_trouble: object) -> None:
        self.stop()

    def wait(self, stopping: threading.Event) -> None:
        """Wait until it is done. Raises Interrupted if the operator stops, ErrandFailed if it failed."""
        while self.process.poll() is None:
            if stopping.wait(POLL_SECONDS):
                self.stop()
        if stopping.is_set():
            raise Interrupted
        self.refuse_failure()

    def refuse_failure(self) -> None:
        """Raise ErrandFailed if it has failed by now."""
        if self.process.poll():
            raise ErrandFailed

    def stop(self) -> None:
        """End it, and all that it started."""
        if self.process.poll() is not None:
            return
        self._signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self.process.wait()

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)
