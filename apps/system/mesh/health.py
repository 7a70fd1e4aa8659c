"""Looking at health URLs: each once per round, many at a time, none for long."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic

from apps.system.mesh.attempts import Failure, attempt
from apps.system.mesh.board import Gauge
from apps.system.mesh.circuits import Permit
from apps.system.mesh.types import Limits, Question, Target

AT_A_TIME = 16
LOOK = Limits(total=2.0, attempt=2.0, connect=1.0, attempts=1, max_bytes=10_000, is_cut=True)
GOOD = range(200, 400)
QUESTION = Question("GET", "", {"Connection": "close"}, None, {})
"""Over a connection of its own: one that is still open says little of who listens now."""


@dataclass(frozen=True)
class Finding:
    """What a health URL answered."""

    is_well: bool
    finding: str
    milliseconds: float


def look_at(urls: Iterable[str]) -> dict[str, Finding]:
    """Ask each of these URLs, and answer what was found, within some seconds for each sixteen of them."""
    distinct = sorted(set(urls))
    with ThreadPoolExecutor(AT_A_TIME, thread_name_prefix="look") as pool:
        return dict(zip(distinct, pool.map(_look, distinct), strict=True))


def _look(url: str) -> Finding:
    """A gauge of its own: looking neither opens nor closes the circuits of calls."""
    gauge, began = Gauge(Target("health", url)), monotonic()
    permit, question = gauge.begin() or Permit(is_probe=False), QUESTION
    outcome = attempt(gauge, permit, question, LOOK, ends_at=began + LOOK.total, refuses=None)
    milliseconds = round((monotonic() - began) * 1000, 1)
    if isinstance(outcome, Failure):
        return Finding(is_well=False, finding=outcome.reason[:200], milliseconds=milliseconds)
    return Finding(outcome.status in GOOD, f"It answered {outcome.status}.", milliseconds)
