"""What this process knows of the services it calls: circuits, latencies, places and budgets for retries."""

import os
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Any

from apps.system.mesh.budget import RetryBudget
from apps.system.mesh.bulkheads import PLACES, Bulkhead
from apps.system.mesh.choice import Latency, cost_of
from apps.system.mesh.circuits import Circuit, Permit
from apps.system.mesh.network import renew_threads
from apps.system.mesh.transport import Transport
from apps.system.mesh.types import Target, origin_of

MOST_GAUGES = 1000
MOST_TOLD = 200
PENALTY_SECONDS = 1.0
"""What a failure is taken to have lasted at least, so that failing fast does not look like being fast."""


@dataclass(eq=False)
class Gauge:
    """One endpoint as this process sees it."""

    target: Target
    circuit: Circuit = field(default_factory=Circuit)
    latency: Latency = field(default_factory=Latency)
    outstanding: int = 0
    calls: int = 0
    failed: int = 0
    used_at: float = field(default_factory=monotonic)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def cost(self) -> float:
        """What a call would cost now."""
        return cost_of(self.outstanding, self.latency.read(monotonic()), self.target.weight)

    def begin(self) -> Permit | None:
        """Start a call, which `end` must end; None where the circuit does not let it through."""
        permit = self.circuit.take_permit()
        if permit is not None:
            with self._lock:
                self.outstanding += 1
                self.calls += 1
        return permit

    def end(self, permit: Permit, seconds: float, *, succeeded: bool | None) -> None:
        """Count what came of a call; None where it says nothing about the endpoint."""
        now = monotonic()
        self.circuit.settle(permit, succeeded=succeeded)
        with self._lock:
            self.outstanding -= 1
            self.used_at = now
            self.failed += succeeded is False
            if succeeded is not None:
                self.latency.observe(seconds if succeeded else max(seconds, PENALTY_SECONDS), now)

    def told(self) -> dict[str, Any]:
        """The same for others to read."""
        now = monotonic()
        return {
            "service": self.target.service,
            "origin": origin_of(self.target.url),
            "private": self.target.is_private,
            "state": self.circuit.state,
            "failures_in_a_row": self.circuit.failures,
            "rests_for_seconds": round(self.circuit.rests_for(), 3),
            "outstanding": self.outstanding,
            "calls": self.calls,
            "failed": self.failed,
            "latency_seconds": round(self.latency.read(now), 4),
        }


@dataclass
class Board:
    """Everything this process keeps about those it calls."""

    gauges: dict[tuple[str, str], Gauge] = field(default_factory=dict)
    budgets: dict[str, RetryBudget] = field(default_factory=dict)
    bulkheads: dict[str, Bulkhead] = field(default_factory=dict)
    transports: dict[int, Transport] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def gauge(self, target: Target) -> Gauge:
        """An endpoint's gauge; it follows changes of weight and priority."""
        with self._lock:
            found = self.gauges.get(target.key)
            if found is None:
                self._make_room()
                found = self.gauges[target.key] = Gauge(target)
            found.target = target
            return found

    def budget(self, service: str) -> RetryBudget:
        """A service's budget for retries."""
        with self._lock:
            return self.budgets.setdefault(service, RetryBudget())

    def bulkhead(self, service: str, places: int = PLACES) -> Bulkhead:
        """A service's places; a changed number holds for calls that begin from now on."""
        with self._lock:
            found = self.bulkheads.get(service)
            if found is None or found.places != places:
                found = self.bulkheads[service] = Bulkhead(service, places)
            return found

    def transport(self, *, kept: int) -> Transport:
        """The connections of this process, of which so many stay open while idle."""
        with self._lock:
            found = self.transports.get(kept)
            if found is None:
                found = self.transports[kept] = Transport(kept=kept)
            return found

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            for each in self.transports.values():
                each.close()

    def told(self) -> list[dict[str, Any]]:
        """Every circuit for others to read; where there are too many, those not closed first."""
        with self._lock:
            gauges = list(self.gauges.values())
        told = sorted((gauge.told() for gauge in gauges), key=lambda each: each["state"] == "closed")
        return told[:MOST_TOLD]

    def _make_room(self) -> None:
        """Endpoints come and go (webhooks may name any host): forget the one idle for longest."""
        if len(self.gauges) < MOST_GAUGES:
            return
        idle = [each for each in self.gauges.values() if each.outstanding == 0]
        oldest = min(idle, key=lambda each: each.used_at, default=None)
        if oldest is not None:
            service = oldest.target.service
            del self.gauges[oldest.target.key]
            if not any(name == service for name, _ in self.gauges):
                self.budgets.pop(service, None)
                self.bulkheads.pop(service, None)


_board = Board()


def board() -> Board:
    """This process's board."""
    return _board


def forget_everything() -> None:
    """Start anew, as a child process does: locks, threads and connections are its parent's."""
    global _board
    _board = Board()
    renew_threads()


os.register_at_fork(after_in_child=forget_everything)
