"""What the launcher prints: one line per step, and the output of each process behind its name."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

NAME_WIDTH = 13
PALETTE = (36, 33, 35, 32, 34, 96, 93, 95, 92)

_lock = threading.Lock()


def _coloured(text: str, colour: int) -> str:
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return text
    return f"\033[{colour}m{text}\033[0m"


def say(text: str = "") -> None:
    """Print one line whole, though several threads print."""
    with _lock:
        try:
            sys.stdout.write(f"{text}\n")
            sys.stdout.flush()
        except OSError:  # nobody reads any more: the same as a closed terminal
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - for the rest of this process
            os.kill(os.getpid(), signal.SIGHUP)


def say_for(name: str, line: str) -> None:
    """Print a line of a process's output behind its name; each name keeps its colour."""
    colour = PALETTE[sum(name.encode()) % len(PALETTE)]
    say(f"{_coloured(f'{name:<{NAME_WIDTH}}|', colour)} {line}")


def report(name: str, detail: str, seconds: float) -> None:
    """Print that a step is done, and how long it took."""
    say(f"  {_coloured('ok', 32)}  {name:<{NAME_WIDTH}} {detail:<46} {seconds:5.1f} s")


def begin(name: str, detail: str) -> None:
    """Print that a step which takes long has begun."""
    say(f"  ..  {name:<{NAME_WIDTH}} {detail}")


@contextmanager
def step(name: str, detail: str = "") -> Iterator[None]:
    """Report the enclosed work as one step once it is done."""
    began = monotonic()
    yield
    report(name, detail, monotonic() - began)
