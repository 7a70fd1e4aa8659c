"""Starts programs in order, restarts those that die, stops all in reverse; servers last."""

from __future__ import annotations

import signal
import threading
from dataclasses import dataclass, field
from time import monotonic
from types import FrameType

from deployment.local.children import Child, Program
from deployment.local.console import report, say
from deployment.local.leftovers import birth_of
from deployment.local.state import State

WATCH_SECONDS = 0.2
STOP_SECONDS = 9.0
SERVERS_SHARE = 1 / 3
BACK_OFF_SECONDS = (0.0, 1.0, 2.0, 4.0, 8.0)
STEADY_SECONDS = 60.0


class GaveUp(Exception):
    """A process kept dying."""


@dataclass
class Watched:
    """A program that is kept running, and how often it died lately."""

    child: Child
    is_server: bool
    deaths: int = 0
    restart_at: float | None = None


@dataclass
class Supervisor:
    """All processes of one run. Use it from the main thread only."""

    state: State
    stop_seconds: float = STOP_SECONDS
    watched: list[Watched] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def stop_on_signals(self) -> None:
        """Ctrl-C, a closed terminal and a polite kill all stop everything in order."""

        def stop(_number: int, _frame: FrameType | None) -> None:
            self.stopping.set()

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, stop)

    def start(self, program: Program, *, is_server: bool = False) -> Child:
        """Start a program; it is watched from now on, ready or not."""
        child = Child(program)
        self.watched.append(Watched(child, is_server))
        self._note_children()
        return child

    def report_ready(self, child: Child) -> None:
        """Wait until a started program serves, and report it."""
        report(child.program.name, child.program.detail, child.wait_ready(self.stopping))

    def watch(self) -> None:
        """Keep everything running until the operator stops it; raises GaveUp if something keeps dying."""
        while not self.stopping.wait(WATCH_SECONDS):
            for entry in self.watched:
                self._look_after(entry)

    def _look_after(self, entry: Watched) -> None:
        if entry.restart_at is not None:
            self._restart_when_due(entry, entry.restart_at)
        elif not entry.child.is_alive():
            self._plan_restart(entry)

    def _plan_restart(self, entry: Watched) -> None:
        child, name = entry.child, entry.child.program.name
        child.end_group()
        if monotonic() - child.began > STEADY_SECONDS:
            entry.deaths = 0
        if entry.deaths >= len(BACK_OFF_SECONDS):
            raise GaveUp(f"{name} {child.ending()}, {entry.deaths + 1} times in a row: stopping everything")
        delay = BACK_OFF_SECONDS[entry.deaths]
        entry.deaths += 1
        entry.restart_at = monotonic() + delay
        say(f"{name} {child.ending()}; restart {entry.deaths} of {len(BACK_OFF_SECONDS)} in {delay:.0f} s")

    def _restart_when_due(self, entry: Watched, due: float) -> None:
        if monotonic() >= due:
            entry.restart_at = None
            entry.child = Child(entry.child.program)
            self._note_children()

    def stop_all(self) -> None:
        """Stop the processes in reverse, then the servers in reverse; each past its time is killed."""
        began = monotonic()
        processes = [entry.child for entry in reversed(self.watched) if not entry.is_server]
        servers = [entry.child for entry in reversed(self.watched) if entry.is_server]
        _stop(processes, self.stop_seconds * (1 - SERVERS_SHARE))
        _stop(servers, self.stop_seconds * SERVERS_SHARE)
        self.state.note_children([])
        if self.watched:
            say(f"Stopped {len(self.watched)} processes in {monotonic() - began:.1f} s.")

    def _note_children(self) -> None:
        self.state.note_children(
            [
                {
                    "pid": entry.child.pid,
                    "birth": birth_of(entry.child.pid),
                    "stop_signal": int(entry.child.program.stop_signal),
                }
                for entry in self.watched
            ]
        )


def _stop(children: list[Child], seconds: float) -> None:
    for child in children:
        child.ask_to_stop()
    deadline = monotonic() + seconds
    for child in children:
        if not child.stop_within(deadline - monotonic()):
            say(f"{child.program.name} did not stop in time and was killed.")
