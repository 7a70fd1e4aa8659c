"""Waiting for what other processes do: by asking again, never by guessing how long it takes."""

from collections.abc import Callable
from threading import Event
from time import monotonic

_PAUSE = 0.1


def eventually(is_true: Callable[[], object], seconds: float = 60) -> None:
    """Ask until the answer is true; AssertionError past the time."""
    end, pause = monotonic() + seconds, Event()
    while not is_true():
        assert monotonic() < end, f"still not true after {seconds} s"
        pause.wait(_PAUSE)
