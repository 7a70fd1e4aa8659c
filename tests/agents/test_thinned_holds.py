"""In a large shard agents take turns in writing down that they held; nothing else is left out for that."""

from datetime import UTC, datetime
from typing import Any

import pytest

from apps.agents.models import Agent, Decision, FleetShard
from apps.agents.runtime import decide_on_bars
from apps.agents.services import decisions
from apps.system.access.models import Actor
from tests.agents.fleet import make_agent
from tests.agents.markets import FLAT, RISING, VENUE, last_bars, record
from tests.counters import counted

pytestmark = pytest.mark.django_db

NOW = datetime(2025, 1, 1, tzinfo=UTC)
TURNS = 3


def six_agents(owner: Actor) -> list[Agent]:
    """Three times as many as may write on each bar."""
    return [make_agent(owner, venue=VENUE, enable_defi=False) for _ in range(6)]


@pytest.fixture(autouse=True)
def two_may_write(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a shard two agents may write down each hold; a turn may take ten minutes."""
    monkeypatch.setattr(decisions, "MOST_HOLDS", 2)
    monkeypatch.setattr(decisions, "HOLDS_EVERY", 600)


def test_over_a_round_each_agent_writes_once_that_it_held(owner: Actor) -> None:
    record(FLAT)
    agents = six_agents(owner)
    for n in range(TURNS):
        decide_on_bars(VENUE, last_bars(record([*FLAT, *[7000] * n])), now=NOW)
    written = Decision.objects.values_list("agent_id", flat=True)
    assert sorted(written) == sorted(each.pk for each in agents)
    assert set(Decision.objects.values_list("action", flat=True)) == {"hold"}


def test_who_did_not_write_has_decided_and_is_counted(
    owner: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    bars = last_bars(record(FLAT))
    six_agents(owner)
    before = counted("agent_decisions_total", venue=VENUE, action="hold")
    with django_capture_on_commit_callbacks(execute=True):
        decide_on_bars(VENUE, bars, now=NOW)
    assert counted("agent_decisions_total", venue=VENUE, action="hold") - before == 6
    shard = FleetShard.objects.get()
    assert (shard.decided_until, shard.agents) == (bars[0].closed_at, 6)


def test_orders_are_always_written(owner: Actor) -> None:
    bars = last_bars(record(RISING))
    six_agents(owner)
    assert len(decide_on_bars(VENUE, bars, now=NOW)) == 6
    assert Decision.objects.filter(action="buy").count() == 6


def test_on_bars_as_long_as_a_turn_may_take_everybody_writes(
    owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decisions, "HOLDS_EVERY", 60)
    bars = last_bars(record(FLAT))
    six_agents(owner)
    decide_on_bars(VENUE, bars, now=NOW)
    assert Decision.objects.filter(action="hold").count() == 6
