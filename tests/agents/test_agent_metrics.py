"""Decisions are counted as they are recorded, and the fleet as it stands."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from apps.agents.metrics import measure_fleet, read_fleet
from apps.agents.models import Agent, Decision
from apps.agents.runtime import decide_on_bars
from apps.system.access.models import Actor
from apps.system.measuring.figures import View
from apps.trading.market.sources import source_for
from apps.trading.selectors.venues import get_venue
from apps.trading.types import Interval
from tests.agents.fleet import make_agent
from tests.agents.markets import RISING, VENUE, last_bars, record
from tests.counters import counted, growth
from tests.system.people import client_of, make_person

pytestmark = pytest.mark.django_db

DECISIONS = "agent_decisions_total"
LAG = "agent_tick_lag_seconds"
TICKS = "agent_decision_tick_duration_seconds_count"


def _decide(owner: Actor, agents: int) -> None:
    venue = record(RISING)
    for _ in range(agents):
        make_agent(owner, venue=VENUE)
    decide_on_bars(VENUE, last_bars(venue), now=timezone.now())


def test_decisions_are_counted_once_each(owner: Actor, django_capture_on_commit_callbacks: Any) -> None:
    ticks = counted(TICKS, venue=VENUE)
    before = {action: counted(DECISIONS, venue=VENUE, action=action) for action in ("buy", "sell", "hold")}
    with django_capture_on_commit_callbacks(execute=True):
        _decide(owner, 3)
        decide_on_bars(VENUE, last_bars(record(RISING)), now=timezone.now())
    grown = {
        action: counted(DECISIONS, venue=VENUE, action=action) - value for action, value in before.items()
    }
    made = {action: Decision.objects.filter(action=action).count() for action in before}
    assert grown == made
    assert sum(made.values()) == 3
    assert counted(TICKS, venue=VENUE) - ticks == 2


def test_figures_are_of_the_agents_that_there_are(owner: Actor) -> None:
    _decide(owner, 3)
    Agent.objects.filter(pk=Agent.objects.first()).update(status="paused")
    seen = measure_fleet(View(None, timezone.now()))
    assert {name: count for name, count in seen.agents.items() if count} == {"running": 2, "paused": 1}
    assert (seen.decisions_in_five_minutes, seen.decisions_in_hour, seen.decisions_per_minute) == (3, 3, 0.6)
    assert seen.acted_in_hour == Decision.objects.exclude(action="hold").count()
    assert measure_fleet(View(None, timezone.now() + timedelta(hours=2))).decisions_in_hour == 0
    assert read_fleet(timezone.now())["running",] == 2


def test_owners_see_their_own_agents_alone(owner: Actor) -> None:
    _decide(owner, 2)
    assert measure_fleet(View(owner.seats, timezone.now())).agents["running"] == 2
    seen = client_of(make_person()).get("/api/v1/system/metrics").json()["fleet"]
    assert (seen["agents"]["running"], seen["decisionsInHour"]) == (0, 0)


def test_a_tick_says_how_late_it_was_and_a_replay_does_not(owner: Actor) -> None:
    make_agent(owner, enable_defi=False)
    venue, now = get_venue("sim"), timezone.now()
    minute = now.replace(second=0, microsecond=0)
    closed = source_for(venue).bars_closed(after=minute - timedelta(minutes=1), until=minute)
    bars = [bar for bar in closed if bar.interval is Interval.M1]
    decide_on_bars("sim", bars, now=minute + timedelta(seconds=7))
    assert counted(LAG, venue="sim", interval="1m") == 7
    _decide(owner, 1)
    assert counted(LAG, venue=VENUE, interval="1m") == 0


def test_sagas_are_counted_by_their_end(owner: Actor, django_capture_on_commit_callbacks: Any) -> None:
    def create() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            make_agent(owner)

    assert growth(create, "sagas_ended_total", saga="create_agent", status="completed") == 1


def test_an_hour_is_read_by_index(owner: Actor) -> None:
    def explain_first(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        execute(f"EXPLAIN {sql}", params, many, context)
        plan = "\n".join(row[0] for row in context["cursor"].fetchall())
        assert "Seq Scan on agents_decision" not in plan, plan
        return execute(sql, params, many, context)

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    with connection.execute_wrapper(explain_first):
        measure_fleet(View(None, timezone.now()))
