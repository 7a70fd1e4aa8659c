"""A bar of a shard is decided once: whatever dies, however many are at it, and in however many parts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection

from apps.agents import runtime, tasks
from apps.agents.events import FleetLagged
from apps.agents.models import Agent, Decision, FleetShard
from apps.agents.runtime import catch_up, decide_on_bars, dispatch_bars, work_shard
from apps.agents.selectors.crew import Place
from apps.agents.settings import SHARDS
from apps.mcp.models import ToolCall
from apps.system.access.models import Actor
from apps.system.controls.services.configuration import change_setting
from apps.system.events.models import Event
from apps.trading.models import Order, Venue
from apps.trading.selectors.venues import get_venue
from apps.trading.services import rewind_replay
from tests.agents.fleet import make_agent
from tests.agents.markets import FLAT, RISING, START, VENUE, last_bars, record
from tests.trading.books import assert_books_balance
from tests.trading.test_crashes_between_statements import crash_everywhere, lose_connection, vanish

NOW = datetime(2025, 1, 1, tzinfo=UTC)
WHOLE = Place(VENUE, "1m", 1, 0)
MINUTE = timedelta(minutes=1)


def fleet_here(owner: Actor, count: int) -> list[Agent]:
    """Agents that buy on the last bar of a rising market, or hold on that of a flat one."""
    return [make_agent(owner, venue=VENUE, enable_defi=False, name=f"agent {n}") for n in range(count)]


def bars_at(closes: list[int]) -> list[Any]:
    """The last bar of a market of these closes."""
    return last_bars(record(closes))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("crash", [vanish, lose_connection])
def test_whatever_dies_within_a_tick_each_agent_decides_and_orders_once(owner: Actor, crash: Any) -> None:
    bars = bars_at(RISING)
    agents = fleet_here(owner, 3)
    crashes = crash_everywhere(lambda: decide_on_bars(VENUE, bars, now=NOW), crash)
    assert crashes > 15
    for agent in agents:
        decision = Decision.objects.get(agent=agent)
        call = ToolCall.objects.get(actor=agent.actor)
        order = Order.objects.get(account=agent.account)
        assert (decision.action, decision.calls) == ("buy", [call.id])
        assert (order.call_id, order.client_order_id) == (call.id, str(decision.id))
        assert (call.status, call.deferred_id) == ("DEFERRED", order.id)
    assert_books_balance()


@contextmanager
def another_worker_at(place: Place) -> Iterator[None]:
    """Within the block another session holds the shard."""
    runtime.shards.ensure_shard(place)
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        other.execute("SELECT id FROM agents_fleet_shard FOR UPDATE")
        yield


@pytest.mark.django_db(transaction=True)
def test_what_another_worker_has_is_left_to_it(owner: Actor) -> None:
    bars = bars_at(RISING)
    fleet_here(owner, 1)
    with another_worker_at(WHOLE):
        assert work_shard(WHOLE, get_venue(VENUE), bars, now=NOW) is None
        assert catch_up(WHOLE, bars[0].closed_at, now=NOW) == 0
    assert not Decision.objects.exists()
    assert catch_up(WHOLE, bars[0].closed_at, now=NOW) == 1
    assert Decision.objects.count() == 1


def test_a_shard_knows_how_far_it_has_come_and_who_took_it_there(owner: Actor) -> None:
    bars = bars_at(RISING)
    fleet_here(owner, 2)
    decide_on_bars(VENUE, bars, now=NOW)
    shard = FleetShard.objects.get()
    assert (shard.decided_until, shard.decided_at, shard.agents) == (bars[0].closed_at, NOW, 2)
    assert (shard.epoch, shard.skipped) == (1, 0)
    FleetShard.objects.update(holder="elsewhere:1")
    decide_on_bars(VENUE, bars_at([*RISING, 7100]), now=NOW)
    assert FleetShard.objects.get().epoch == 2


def test_each_agent_is_in_one_of_the_parts(owner: Actor) -> None:
    change_setting(SHARDS, 4, target=None, by=owner, now=NOW)
    bars = bars_at(RISING)
    agents = fleet_here(owner, 8)
    assert len(decide_on_bars(VENUE, bars, now=NOW)) == 8
    assert FleetShard.objects.count() == 4
    assert sorted(Decision.objects.values_list("agent_id", flat=True)) == sorted(each.pk for each in agents)


def test_other_parts_go_on_where_the_former_were(owner: Actor) -> None:
    bars = bars_at(RISING)
    fleet_here(owner, 3)
    first = decide_on_bars(VENUE, bars, now=NOW)
    change_setting(SHARDS, 2, target=None, by=owner, now=NOW)
    assert sorted(set(decide_on_bars(VENUE, bars, now=NOW))) == sorted(first)
    assert Decision.objects.count() == 3


def test_a_shard_that_was_late_decides_on_every_bar_it_missed(owner: Actor) -> None:
    first = bars_at(FLAT)[0]
    fleet_here(owner, 1)
    assert catch_up(WHOLE, first.closed_at, now=NOW) == 1
    last = bars_at([*FLAT, 7000, 7000, 7000])[0]
    assert catch_up(WHOLE, last.closed_at, now=NOW) == 3
    seen = list(Decision.objects.order_by("bar_at").values_list("bar_at", flat=True))
    assert seen == [START + (11 + n) * MINUTE for n in range(4)]
    assert catch_up(WHOLE, last.closed_at, now=NOW) == 0


def test_a_new_run_of_a_recording_is_decided_on_anew(owner: Actor) -> None:
    bars = bars_at(RISING)
    fleet_here(owner, 1)
    decide_on_bars(VENUE, bars, now=NOW)
    Venue.objects.filter(pk=VENUE).update(status=Venue.Status.READY)
    Order.objects.update(status="cancelled")
    rewind_replay(get_venue(VENUE))
    (later,) = fleet_here(owner, 1)
    bars = bars_at(RISING)
    assert len(decide_on_bars(VENUE, bars, now=NOW)) == 1
    assert Decision.objects.filter(agent=later).count() == 1
    assert Decision.objects.count() == 2


def test_bars_that_are_too_old_are_left_out_and_that_is_told(owner: Actor) -> None:
    first = bars_at(FLAT)[0]
    fleet_here(owner, 1)
    Agent.objects.update(created_at=START)
    catch_up(WHOLE, first.closed_at, now=NOW)
    last = bars_at([*FLAT, *([7000] * 70)])[0]
    assert catch_up(WHOLE, last.closed_at, now=NOW) == 60
    assert FleetShard.objects.get().skipped == 10
    (event,) = Event.objects.filter(type=FleetLagged.type)
    told = {name: event.payload[name] for name in ("venue", "interval", "bars", "agents")}
    assert (event.audience, told) == (
        owner.owner_id,
        {"venue": VENUE, "interval": "1m", "bars": 10, "agents": 1},
    )


def test_ticks_go_to_the_shards_in_which_somebody_runs(owner: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    change_setting(SHARDS, 256, target=None, by=owner, now=NOW)
    bars = bars_at(RISING)
    (agent,) = fleet_here(owner, 1)
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(tasks.decide_shard, "apply_async", lambda **said: sent.append(said))
    assert dispatch_bars(VENUE, bars) == 1
    ((said),) = sent
    assert said["expires"] == 60
    assert (said["kwargs"]["number"], said["kwargs"]["parts"]) == (agent.pk.bytes[-1], 256)
    tasks.decide_shard(**said["kwargs"])
    assert Decision.objects.get().agent == agent


def test_the_bar_of_a_first_tick_that_died_is_made_up_for(
    owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks.decide_shard, "apply_async", lambda **said: None)  # no worker takes it
    first = bars_at(FLAT)
    fleet_here(owner, 1)
    dispatch_bars(VENUE, first)
    second = bars_at([*FLAT, 7000])
    assert catch_up(WHOLE, second[0].closed_at, now=NOW) == 2
    seen = Decision.objects.order_by("bar_at").values_list("bar_at", flat=True)
    assert list(seen) == [first[0].opened_at, second[0].opened_at]


def test_a_shard_in_which_nobody_runs_has_nothing_to_catch_up_with(owner: Actor) -> None:
    first = bars_at(FLAT)
    (agent,) = fleet_here(owner, 1)
    decide_on_bars(VENUE, first, now=NOW)
    Agent.objects.update(status="paused")
    bars = bars_at([*FLAT, *([7000] * 70)])
    dispatch_bars(VENUE, bars)
    assert FleetShard.objects.get().decided_until == bars[0].closed_at
    assert agent.decisions.count() == 1


def test_decisions_of_many_agents_of_one_owner_are_told_together(
    owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime.recording, "MOST_SINGLY", 2)
    bars = bars_at(RISING)
    agents = fleet_here(owner, 3)
    decide_on_bars(VENUE, bars, now=NOW)
    (event,) = Event.objects.filter(type__startswith="agent.decision")
    assert (event.type, event.audience) == ("agent.decisions", owner.owner_id)
    assert {each["agentId"] for each in event.payload["decisions"]} == {str(each.pk) for each in agents}
