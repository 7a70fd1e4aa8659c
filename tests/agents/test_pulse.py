"""Whether agents keep up with their markets, and when they last decided."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.agents.lifecycle import Action
from apps.agents.models import Agent, FleetShard
from apps.agents.runs.scheduling import ask_on_bars
from apps.agents.runtime import decide_on_bars
from apps.agents.selectors.pulse import pulses_of
from apps.agents.services.transitions import change_status
from apps.system.access.models import Actor
from apps.trading.models import Venue
from tests.agents.fleet import make_agent
from tests.agents.markets import RISING, VENUE, last_bars, record
from tests.system.people import client_of

NOW = datetime(2025, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def pulse_of(agent: Agent, now: datetime = NOW) -> tuple[datetime | None, str]:
    found = pulses_of([Agent.objects.get(pk=agent.pk)], now)[agent.pk]
    return found.heartbeat_at, found.health


def agent_here(owner: Actor, **changes: Any) -> Agent:
    record(RISING)
    return make_agent(owner, venue=VENUE, enable_defi=False, **changes)


def test_a_bar_that_was_decided_on_is_a_heartbeat(owner: Actor) -> None:
    agent = agent_here(owner)
    assert pulse_of(agent)[0] is None
    decide_on_bars(VENUE, last_bars(record(RISING)), now=NOW)
    assert pulse_of(agent) == (NOW, "well")


@pytest.mark.parametrize(("bars", "health"), [(2, "well"), (3, "late")])
def test_whoever_is_three_bars_behind_its_market_is_late(owner: Actor, bars: int, health: str) -> None:
    agent = agent_here(owner)
    decide_on_bars(VENUE, last_bars(record(RISING)), now=NOW)
    record([*RISING, *[7110] * bars])
    assert pulse_of(agent, NOW + bars * MINUTE) == (NOW, health)


def test_a_market_that_stands_still_is_waited_for(owner: Actor) -> None:
    agent = agent_here(owner)
    decide_on_bars(VENUE, last_bars(record(RISING)), now=NOW)
    Venue.objects.filter(pk=VENUE).update(status=Venue.Status.FINISHED)
    assert pulse_of(agent) == (NOW, "waiting")


@pytest.mark.parametrize(
    ("action", "health"), [(Action.PAUSE, "idle"), (Action.STOP, "idle"), (Action.FAIL, "error")]
)
def test_who_does_not_run_is_idle_or_in_error(owner: Actor, action: Action, health: str) -> None:
    agent = agent_here(owner)
    change_status(agent, action, reason="It broke." if action is Action.FAIL else "")
    assert pulse_of(agent)[1] == health


def test_who_is_traded_by_hand_only_is_idle(owner: Actor) -> None:
    assert pulse_of(agent_here(owner, enable_mcp=False)) == (None, "idle")


def test_the_heartbeat_of_a_language_model_is_when_it_was_asked(owner: Actor) -> None:
    agent = agent_here(owner, type="llm")
    ask_on_bars(NOW)
    assert pulse_of(agent) == (NOW, "well")


def test_a_new_run_of_a_recording_begins_anew(owner: Actor) -> None:
    agent = agent_here(owner)
    decide_on_bars(VENUE, last_bars(record(RISING)), now=NOW)
    FleetShard.objects.update(run=NOW - MINUTE)
    Agent.objects.update(created_at=Venue.objects.get(pk=VENUE).market_time)
    assert pulse_of(agent)[1] == "well"


def test_people_read_it(owner: Actor) -> None:
    agent, rest = agent_here(owner), client_of(owner.user)
    decide_on_bars(VENUE, last_bars(record(RISING)), now=timezone.now())
    shown = rest.get(f"/api/v1/agents/{agent.pk}").json()
    assert (shown["health"], shown["heartbeatAt"] is None) == ("well", False)


def test_the_pulses_of_many_cost_what_those_of_two_do(owner: Actor) -> None:
    def cost() -> int:
        """Statements on agents and markets; settings are read anew each half second, whatever is asked."""
        agent_here(owner), agent_here(owner, type="llm")
        with CaptureQueriesContext(connection) as captured:
            pulses_of(list(Agent.objects.all()), NOW)
        return sum("agents_" in each["sql"] or "trading_" in each["sql"] for each in captured)

    assert cost() == cost() == 4
