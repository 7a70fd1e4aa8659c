"""What is counted of agents: their decisions, how long deciding takes, and how many there are."""

import time
from collections import Counter as Amounts
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial, wraps
from typing import Concatenate, ParamSpec, TypeVar

from prometheus_client import Counter, Gauge, Histogram

from apps.agents.lifecycle import Status
from apps.agents.made import Made
from apps.agents.models import Agent
from apps.system.measuring.counting import QUICK, after_commit
from apps.system.measuring.figures import (
    COUNTED,
    RECENT_MINUTES,
    Headline,
    View,
    figures,
    headline,
    read_rows,
)
from apps.system.measuring.gauges import platform_gauge
from apps.system.types import WireModel

P = ParamSpec("P")
R = TypeVar("R")

DECISIONS = Counter("agent_decisions_total", "Decisions that were recorded.", ["venue", "action"])
LAG = Gauge(
    "agent_tick_lag_seconds",
    "How long after a bar had closed its agents had decided on it, in real time.",
    ["venue", "interval"],
)
TICK = Histogram(
    "agent_decision_tick_duration_seconds",
    "All agents of a venue decided on bars that closed together, and requested what they decided.",
    ["venue"],
    buckets=QUICK,
)

_FLEET = f"""
    SELECT agent.status, count(*)
    FROM agents_agent AS agent JOIN system_actor AS actor ON actor.id = agent.actor_id
    WHERE {COUNTED}
    GROUP BY agent.status
"""
_DECISIONS = f"""
    SELECT count(*) FILTER (WHERE decision.id >= %(recent)s), count(*),
        count(*) FILTER (WHERE decision.action <> 'hold')
    FROM agents_decision AS decision JOIN system_actor AS actor ON actor.id = decision.agent_id
    WHERE decision.id >= %(hour)s AND {COUNTED}
"""


class FleetFigures(WireModel):
    """Agents by status, and their decisions; `acted` are those that were more than to hold."""

    agents: dict[str, int]
    decisions_in_five_minutes: int
    decisions_per_minute: float
    decisions_in_hour: int
    acted_in_hour: int


def count_decisions(decisions: Sequence[Made]) -> None:
    """Count decisions, once they have committed."""
    after_commit(partial(_count_decisions, Amounts((each.venue, each.action) for each in decisions)))


def count_held(venue: str, count: int) -> None:
    """Count agents that held without writing it down, once that has committed."""
    after_commit(partial(DECISIONS.labels(venue, "hold").inc, count))


def note_lag(venue: str, interval: str, closed_at: datetime, now: datetime) -> None:
    """Note how late agents decided. A market that is ahead of the clock is never late."""
    LAG.labels(venue, interval).set(max(0.0, (now - closed_at).total_seconds()))


def _count_decisions(amounts: "Amounts[tuple[str, str]]") -> None:
    for (venue, action), amount in amounts.items():
        DECISIONS.labels(venue, action).inc(amount)


def timed_tick(decide: Callable[Concatenate[str, P], R]) -> Callable[Concatenate[str, P], R]:
    """Measure a function that lets a venue's agents decide."""

    @wraps(decide)
    def timed(venue_slug: str, /, *args: P.args, **kwargs: P.kwargs) -> R:
        began = time.perf_counter()
        decided = decide(venue_slug, *args, **kwargs)
        TICK.labels(venue_slug).observe(time.perf_counter() - began)
        return decided

    return timed


@figures("fleet")
def measure_fleet(view: View) -> FleetFigures:
    """Count agents, and the decisions of the last hour."""
    ((recent, hour, acted),) = read_rows(_DECISIONS, view.bounds)
    return FleetFigures(
        agents=_by_status(read_rows(_FLEET, view.bounds)),
        decisions_in_five_minutes=recent,
        decisions_per_minute=recent / RECENT_MINUTES,
        decisions_in_hour=hour,
        acted_in_hour=acted,
    )


@headline("fleet")
def head_fleet(now: datetime) -> Headline:
    """Agents that run, and decisions of the last minute."""
    bounds = View(None, now).bounds
    ((_, decisions, _),) = read_rows(_DECISIONS, {**bounds, "hour": bounds["minute"]})
    running = Agent.objects.filter(status=Status.RUNNING).count()
    return {"running": float(running), "decisions_per_minute": float(decisions)}


@platform_gauge("agents", "Agents, by status.", ["status"])
def read_fleet(now: datetime) -> dict[tuple[str, ...], float]:
    """All agents there are."""
    counts = _by_status(read_rows(_FLEET, View(None, now).bounds))
    return {(status,): float(count) for status, count in counts.items()}


def _by_status(rows: Sequence[tuple[str, int]]) -> dict[str, int]:
    found = dict(rows)
    return {status.value: found.get(status.value, 0) for status in Status}
