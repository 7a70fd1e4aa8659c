"""One circuit per endpoint and process: after failures in a row it opens, and one probe at a time closes it.

pybreaker holds the states and counts. It would also run the call, but under its own lock: one call at a time
per circuit. Here calls run outside; a permit is taken before and what came of the call is told after it.
"""

from dataclasses import dataclass
from threading import Lock
from time import monotonic

from pybreaker import STATE_CLOSED, STATE_HALF_OPEN, STATE_OPEN, CircuitBreaker

FAILURES = 5
REST_SECONDS = 10.0


class _Failed(Exception):
    """Tells pybreaker of a call that failed."""


@dataclass(frozen=True)
class Permit:
    """The right to make one call; a probe's outcome decides whether the circuit closes."""

    is_probe: bool


class Circuit:
    """CLOSED lets calls through, OPEN none until it has rested, HALF_OPEN a single probe at a time."""

    def __init__(self, *, failures: int = FAILURES, rest: float | None = None) -> None:
        self._breaker = CircuitBreaker(fail_max=failures, throw_new_error_on_trip=False)
        self._rest = REST_SECONDS if rest is None else rest
        self._opened = 0.0
        self._is_probing = False
        self._lock = Lock()

    @property
    def state(self) -> str:
        """`closed`, `open` or `half_open`; an open one that has rested is half open."""
        if self._breaker.current_state == STATE_OPEN and self.rests_for() == 0:
            return "half_open"
        return self._breaker.current_state.replace("-", "_")

    @property
    def failures(self) -> int:
        """Failures in a row."""
        return self._breaker.fail_counter

    def rests_for(self) -> float:
        """Seconds until an open circuit lets a probe through; 0 if it is not open."""
        if self._breaker.current_state != STATE_OPEN:
            return 0.0
        return max(0.0, self._opened + self._rest - monotonic())

    def admits(self) -> bool:
        """Whether a permit could be had now."""
        return self.rests_for() == 0 and not (self.state == "half_open" and self._is_probing)

    def take_permit(self) -> Permit | None:
        """The right to one call, whose outcome must be told with `settle`; None while it rests."""
        with self._lock:
            if not self.admits():
                return None
            if self._breaker.current_state == STATE_CLOSED:
                return Permit(is_probe=False)
            if self._breaker.current_state != STATE_HALF_OPEN:
                self._breaker.half_open()
            self._is_probing = True
            return Permit(is_probe=True)

    def settle(self, permit: Permit, *, succeeded: bool | None) -> None:
        """Tell what came of a call; None where it says nothing about the endpoint.

        The outcome of a call that began before the circuit opened counts no more.
        """
        with self._lock:
            if permit.is_probe:
                self._is_probing = False
            elif self._breaker.current_state != STATE_CLOSED:
                return
            if succeeded is not None:
                self._count(succeeded=succeeded)

    def _count(self, *, succeeded: bool) -> None:
        try:
            self._breaker.call(_succeed if succeeded else _fail)
        except _Failed:
            if self._breaker.current_state == STATE_OPEN:
                self._opened = monotonic()


def _succeed() -> None:
    """A call that succeeded."""


def _fail() -> None:
    raise _Failed
