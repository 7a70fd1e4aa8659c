"""Looking at health URLs: each once per round, many at a time, none for long."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic

from apps.system.mesh.attempts import Failure, attempt
from apps.system.mesh.board import Gauge
from apps.system.mesh.circuits import Permit
from apps.system.mesh.types import Answer, Limits, Question, Target

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


def ask_once(url: str, question: Question, limits: Limits) -> Answer | Failure:
    """Ask one of ours once. By a gauge of its own: looking neither opens nor closes the circuits of calls."""
    gauge = Gauge(Target("health", url))
    permit = gauge.begin() or Permit(is_probe=False)
    return attempt(gauge, permit, question, limits, ends_at=monotonic() + limits.total, refuses=None)


def _look(url: str) -> Finding:
    began = monotonic()
    outcome = ask_once(url, QUESTION, LOOK)
    milliseconds = round((monotonic() - began) * 1000, 1)
    if isinstance(outcome, Failure):
        return Finding(is_well=False, finding=outcome.reason[:200], milliseconds=milliseconds)
    return Finding(outcome.status in GOOD, f"It answered {outcome.status}.", milliseconds)
