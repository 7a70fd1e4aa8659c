"""An agent decides at its hours, and at no others."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pydantic import ValidationError
from rest_framework.test import APIClient

from apps.agents.hours import Hours, are_open
from apps.agents.models import Agent, AgentConfiguration, Decision
from apps.agents.runs.scheduling import ask_on_bars
from apps.agents.runtime import decide_on_bars
from apps.agents.services.configuration import configure_agent
from apps.mcp.models import ToolCall
from apps.system.access.models import Actor
from tests.agents.fleet import make_agent
from tests.agents.markets import RISING, VENUE, last_bars, record

NOW = datetime(2025, 1, 1, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
OFFICE = Hours(days=[0, 1, 2, 3, 4], begins=time(8), ends=time(17))
NIGHT = Hours(days=[4], begins=time(22), ends=time(6))


@pytest.mark.parametrize(
    ("hours", "days", "at", "holds"),
    [
        (OFFICE, 0, time(8), True),
        (OFFICE, 0, time(17), False),
        (OFFICE, 0, time(7, 59, 59), False),
        (OFFICE, 5, time(12), False),
        (NIGHT, 4, time(22), True),
        (NIGHT, 5, time(5, 59), True),
        (NIGHT, 5, time(6), False),
        (NIGHT, 4, time(5), False),
        (NIGHT, 5, time(23), False),
    ],
)
def test_hours_hold_from_their_beginning_up_to_their_end(
    hours: Hours, days: int, at: time, holds: bool
) -> None:
    assert hours.hold(datetime.combine(MONDAY + timedelta(days=days), at, UTC)) is holds


@given(
    some.lists(some.integers(0, 6), min_size=1, max_size=7, unique=True),
    some.times(),
    some.times(),
    some.integers(0, 20_159),
)
def test_a_span_and_the_rest_of_the_day_are_the_whole_of_it(
    days: list[int], begins: time, ends: time, minute: int
) -> None:
    if begins != ends:
        at = MONDAY + timedelta(minutes=minute)
        every = list(range(7))
        inside = Hours(days=every, begins=begins, ends=ends).hold(at)
        assert inside is not Hours(days=every, begins=ends, ends=begins).hold(at)
        assert not Hours(days=days, begins=begins, ends=ends).hold(at) or inside


def test_whoever_has_none_is_always_open() -> None:
    assert are_open(None, NOW)
    assert not are_open(OFFICE, MONDAY)


@pytest.mark.parametrize("days", [[], [7], [-1]])
def test_days_are_those_of_a_week(days: list[int]) -> None:
    with pytest.raises(ValidationError):
        Hours(days=days, begins=time(8), ends=time(17))


def test_bars_that_close_at_other_hours_are_not_decided_on(owner: Actor) -> None:
    bars = last_bars(record(RISING))  # it closes a little after midnight
    agent = make_agent(owner, venue=VENUE, enable_defi=False)
    configure_agent(agent, changes={}, hours=Hours(begins=time(8), ends=time(17)), by=owner, now=NOW)
    assert decide_on_bars(VENUE, bars, now=NOW) == []
    assert not Decision.objects.exists()
    configure_agent(agent, changes={}, hours=Hours(begins=time(0), ends=time(17)), by=owner, now=NOW)
    assert len(decide_on_bars(VENUE, last_bars(record([*RISING, 7200])), now=NOW)) == 1


def test_nor_is_a_language_model_asked_about_them(owner: Actor) -> None:
    record(RISING)
    agent = make_agent(owner, type="llm", venue=VENUE, enable_defi=False)
    configure_agent(agent, changes={}, hours=Hours(begins=time(8), ends=time(17)), by=owner, now=NOW)
    assert ask_on_bars(NOW) == []
    configure_agent(agent, changes={}, hours=Hours(begins=time(0), ends=time(17)), by=owner, now=NOW)
    assert [run.agent_id for run in ask_on_bars(NOW)] == [agent.pk]


@pytest.mark.django_db(transaction=True)
def test_hours_are_set_and_taken_back_as_versions(client: APIClient) -> None:
    wish: dict[str, Any] = {"name": "One", "type": "rsi", "initialCapital": 5000, "enableMCP": True}
    made = client.post("/api/v1/agents/create-complete", {**wish, "enableDeFi": False}, format="json").json()
    at = f"/api/v1/agents/{made['id']}"
    hours = {"days": [0, 1], "begins": "08:00", "ends": "17:00"}
    agent_id = made["id"]
    put = f"/api/v1/agents/{agent_id}/schedule"
    assert client.put(put, {"hours": hours}, format="json").json()["version"] == 2
    newest = client.get(f"{at}/versions").json()["results"][0]
    assert (newest["hours"]["days"], newest["changes"][0]["name"]) == ([0, 1], "hours")
    assert client.put(put, {"hours": None}, format="json").json()["version"] == 3
    assert ToolCall.objects.filter(tool="schedule_agent", status="SUCCEEDED").count() == 2
    assert client.post(f"{at}/versions/2/roll-back", format="json").json()["version"] == 4
    agent = Agent.objects.get(pk=made["id"])
    assert AgentConfiguration.objects.get(agent=agent, version=4).hours["days"] == [0, 1]
