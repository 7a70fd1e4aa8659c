"""Which of several endpoints takes a call: the cheaper of two random ones, from the best group.

Looking at two instead of all keeps a crowd of callers from rushing to the one that looked best a moment ago
(Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001).
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from random import Random
from typing import TypeVar

T = TypeVar("T")

FLOOR_SECONDS = 0.001
"""What an endpoint that has not been measured, or not for long, is taken to need."""

DECAY_SECONDS = 10.0


@dataclass
class Latency:
    """How long an endpoint takes: at once as bad as its worst answer, and forgiven in seconds (peak EWMA)."""

    value: float = 0.0
    at: float = 0.0

    def observe(self, seconds: float, at: float) -> None:
        """Count an answer that took so long."""
        share = 1 - math.exp(-max(0.0, at - self.at) / DECAY_SECONDS)
        self.value = max(seconds, self.read(at) + seconds * share)
        self.at = max(at, self.at)

    def read(self, at: float) -> float:
        """What is expected now: the last value, faded since."""
        return self.value * math.exp(-max(0.0, at - self.at) / DECAY_SECONDS)


def cost_of(outstanding: int, latency: float, weight: int) -> float:
    """How long a call would wait: those under way and itself, each taking the latency, shared by weight."""
    return (outstanding + 1) * max(latency, FLOOR_SECONDS) / weight


def choose(candidates: Sequence[T], cost: Callable[[T], float], random: Random) -> T:
    """The cheaper of two random candidates; the only one where there is one."""
    if len(candidates) == 1:
        return candidates[0]
    one, other = random.sample(range(len(candidates)), 2)
    return min(candidates[one], candidates[other], key=cost)


def in_order(candidates: Iterable[T], rank: Callable[[T], tuple[int, ...]]) -> list[list[T]]:
    """Candidates in groups, the best first: a group is tried only where none before it admits calls."""
    return [list(group) for _, group in groupby(sorted(candidates, key=rank), key=rank)]
