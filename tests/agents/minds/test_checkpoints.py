"""Kept moments of agents, and agents brought back to them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.agents.checkpoints import services
from apps.agents.checkpoints.selectors import compare
from apps.agents.checkpoints.services import restore_checkpoint, take_checkpoint
from apps.agents.checkpoints.state import digest_of, gather_state
from apps.agents.lifecycle import Action
from apps.agents.models import Agent, AgentConfiguration, Checkpoint, Decision, StrategyState
from apps.agents.runtime import decide_on_bars
from apps.agents.selectors.agents import lock_agent
from apps.agents.services.configuration import configure_agent
from apps.agents.services.transitions import change_status
from apps.mcp.models import ToolCall
from apps.system.access.models import Actor, Role
from apps.system.events.models import Event
from apps.system.ids import new_id
from tests.agents.fleet import archive_agent, make_agent
from tests.agents.markets import FLAT, VENUE, last_bars, record
from tests.agents.strategies.scenes import SETTINGS
from tests.system.people import client_of, make_person

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
WAVES = [7000 + 40 * (n % 7) - 25 * (n % 3) for n in range(80)]


@pytest.fixture
def rest(owner: Actor) -> APIClient:
    return client_of(owner.user)


def agent_here(owner: Actor, **changes: Any) -> Agent:
    return make_agent(owner, venue=VENUE, enable_defi=False, **changes)


def play(closes: list[int]) -> None:
    """The market goes on to the end of these bars, and the agents decide on the last."""
    decide_on_bars(VENUE, last_bars(record(closes)), now=NOW)


def last_decision(agent: Agent) -> dict[str, Any]:
    """What it decided last, without its ids."""
    facts = ("symbol", "bar_at", "action", "quantity", "confidence", "inputs", "sentence", "reasoning")
    found: dict[str, Any] = Decision.objects.filter(agent=agent).order_by("-bar_at").values(*facts)[0]
    return found


def led_astray_and_back(owner: Actor, agent: Agent, changes: dict[str, Any]) -> None:
    """Its state is kept, its settings and what it remembers are changed, and it is brought back."""
    kept = take_checkpoint(lock_agent(owner, agent.pk), by=owner, now=NOW)
    change_status(lock_agent(owner, agent.pk), Action.PAUSE)
    configure_agent(lock_agent(owner, agent.pk), changes=changes, by=owner, now=NOW)
    StrategyState.objects.filter(agent=agent).update(state={"BTC/USD": {"seen": 70}})
    restore_checkpoint(lock_agent(owner, agent.pk), kept, by=owner, now=NOW)
    change_status(lock_agent(owner, agent.pk), Action.RESUME)


def test_restored_it_decides_next_as_the_original_would_have(owner: Actor) -> None:
    """Of two agents alike, one is kept, led astray and brought back: next, it decides as the other."""
    record(FLAT)
    original, restored = agent_here(owner), agent_here(owner)
    play([*FLAT, 7010])
    led_astray_and_back(owner, restored, {"entry": "90", "fraction": "0.9"})
    play([*FLAT, 7010, 7030])
    assert last_decision(restored) == last_decision(original)
    assert last_decision(restored)["action"] == "buy"


@pytest.mark.parametrize("kind", sorted(SETTINGS))
def test_so_does_an_agent_of_every_strategy(owner: Actor, kind: str) -> None:
    """Bar by bar, of the same snapshot, to the lot."""
    symbols = ("BTC/USD", "ETH/USD")
    record(WAVES[:70], symbols=symbols)
    there = {"type": kind, "parameters": SETTINGS[kind][0], "symbols": list(symbols)}
    original, restored = agent_here(owner, **there), agent_here(owner, **there)
    led_astray_and_back(owner, restored, SETTINGS[kind][1])
    for end in range(71, 76):
        decide_on_bars(VENUE, last_bars(record(WAVES[:end], symbols=symbols)), now=NOW)
    assert whole_decisions(restored) == whole_decisions(original)
    assert len(whole_decisions(original)) == 10


def whole_decisions(agent: Agent) -> list[dict[str, Any]]:
    """All that it decided, with what each rests on."""
    facts = ("symbol", "bar_at", "action", "quantity", "limit_price", "inputs", "reasoning", "snapshot")
    return list(Decision.objects.filter(agent=agent).order_by("bar_at", "symbol").values(*facts))


def test_a_state_says_all_that_it_goes_on_from_and_gathering_it_changes_nothing(owner: Actor) -> None:
    record(FLAT)
    agent = agent_here(owner)
    play([*FLAT, 7000])
    agent.refresh_from_db()
    state = gather_state(agent)
    assert state == gather_state(agent)
    assert state["configuration"]["version"] == 1
    assert state["configuration"]["parameters"]["lookback"] == 10
    assert agent.last_bar_at is not None
    assert state["last_decision"]["bar_at"] == state["last_bar_at"] == agent.last_bar_at.isoformat()
    assert (state["balances"], state["todos"]) == ({"USD": "100000"}, {"pending": 3})


def test_a_change_of_settings_keeps_the_moment_before(owner: Actor, rest: APIClient) -> None:
    record(FLAT)
    agent = agent_here(owner)
    changed = configure_agent(lock_agent(owner, agent.pk), changes={"lookback": 5}, by=owner, now=NOW)
    (kept,) = Checkpoint.objects.filter(agent=agent)
    assert (changed.version, kept.version, kept.kind) == (2, 1, "before_change")
    assert kept.state["configuration"]["parameters"]["lookback"] == 10
    configure_agent(lock_agent(owner, agent.pk), changes={"lookback": 5}, by=owner, now=NOW)
    assert Checkpoint.objects.count() == 1
    (shown,) = rest.get(f"/api/v1/agents/{agent.pk}/persistence").json()["data"]["checkpoints"]
    assert (shown["id"], shown["digest"]) == (str(kept.id), digest_of(kept.state))


@pytest.mark.django_db(transaction=True)
def test_a_person_keeps_compares_restores_and_deletes(worker: None) -> None:
    rest = client_of(make_person(Role.OPERATOR))
    made = rest.post(
        "/api/v1/agents/create-complete",
        {"name": "A", "type": "momentum", "initialCapital": 1000},
        format="json",
    ).json()
    at = f"/api/v1/agents/{made['id']}"
    kept = rest.post(f"/api/v1/agents/{made['id']}/checkpoints", {"reason": "It works."}, format="json")
    assert kept.status_code == 201, kept.json()
    one = kept.json()["id"]
    rest.patch(at, {"parameters": {"lookback": 9}}, format="json")
    compared = rest.get(f"/api/v1/agents/{made['id']}/checkpoints/{one}/comparison").json()
    assert [(each["pointer"], each["before"], each["after"]) for each in compared["differences"]] == [
        ("/configuration/parameters/lookback", 10, 9),
        ("/configuration/version", 1, 2),
    ]

    running = rest.post(f"/api/v1/agents/{made['id']}/checkpoints/{one}/restore")
    assert (running.status_code, running.json()["code"]) == (422, "agent_runs")
    rest.post(f"{at}/pause")
    restored = rest.post(f"/api/v1/agents/{made['id']}/checkpoints/{one}/restore").json()
    assert restored["version"] == 3
    agent = Agent.objects.get(pk=made["id"])
    assert AgentConfiguration.objects.get(agent=agent, version=3).parameters["lookback"] == 10
    call = ToolCall.objects.get(tool="restore_checkpoint", status="SUCCEEDED")
    assert call.result["undo_checkpoint_id"] == restored["undoCheckpointId"]
    undone = f"/api/v1/agents/{made['id']}/checkpoints/{restored['undoCheckpointId']}/restore"
    assert rest.post(undone).json()["version"] == 4

    listed = rest.get(f"/api/v1/agents/{made['id']}/checkpoints").json()
    kinds = [each["kind"] for each in listed["results"]]
    assert kinds == ["before_restore", "before_restore", "before_change", "manual"]
    assert rest.delete(f"/api/v1/agents/{made['id']}/checkpoints/{one}").json() == {"id": one}
    assert ToolCall.objects.latest("id").tool == "delete_checkpoint"
    gone = rest.get(f"/api/v1/agents/{made['id']}/checkpoints/{one}")
    assert (gone.status_code, gone.json()["code"]) == (404, "unknown_checkpoint")
    told = Event.objects.filter(type="agent.checkpoint").order_by("id")
    actions = [each.payload["action"] for each in told]
    assert actions == ["taken", "taken", "taken", "restored", "taken", "restored"]


def test_what_does_not_fit_is_refused_and_changes_nothing(owner: Actor) -> None:
    record(FLAT)
    agent = agent_here(owner)
    change_status(lock_agent(owner, agent.pk), Action.PAUSE)
    kept = take_checkpoint(lock_agent(owner, agent.pk), by=owner, now=NOW)
    state = kept.state
    for change in (
        {"format": 99},
        {"symbols": ["ETH/USD"]},
        {"type": "sma_cross"},
        {"configuration": {"version": 1, "parameters": {"lookback": -1}}},
    ):
        kept.state = {**state, **change}
        kept.digest = digest_of(kept.state)
        with pytest.raises(services.CannotRestore):
            restore_checkpoint(lock_agent(owner, agent.pk), kept, by=owner, now=NOW)
    kept.digest = "0" * 64
    with pytest.raises(services.CannotRestore, match="not what was kept"):
        restore_checkpoint(lock_agent(owner, agent.pk), kept, by=owner, now=NOW)
    assert Checkpoint.objects.count() == 1
    agent.refresh_from_db()
    assert agent.version == 1


def test_an_archived_agent_is_not_restored(owner: Actor) -> None:
    record(FLAT)
    agent = agent_here(owner)
    kept = take_checkpoint(lock_agent(owner, agent.pk), by=owner, now=NOW)
    archive_agent(agent, owner)
    with pytest.raises(services.NotPossibleNow):
        restore_checkpoint(lock_agent(owner, agent.pk), kept, by=owner, now=NOW)


def test_the_oldest_automatic_ones_make_room_and_those_asked_for_stay(
    owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_AUTOMATIC", 3)
    monkeypatch.setattr(services, "MOST_MANUAL", 1)
    record(FLAT)
    agent = agent_here(owner)
    asked = take_checkpoint(lock_agent(owner, agent.pk), by=owner, now=NOW)
    for lookback in range(11, 17):
        configure_agent(lock_agent(owner, agent.pk), changes={"lookback": lookback}, by=owner, now=NOW)
    kept = Checkpoint.objects.filter(agent=agent).order_by("id")
    assert [each.version for each in kept] == [1, 4, 5, 6]
    assert kept[0].id == asked.id
    with pytest.raises(services.TooMuch):
        take_checkpoint(lock_agent(owner, agent.pk), by=owner, now=NOW)


def test_a_stranger_finds_no_checkpoint(owner: Actor) -> None:
    record(FLAT)
    agent, stranger = agent_here(owner), client_of(make_person(Role.OPERATOR))
    kept = take_checkpoint(lock_agent(owner, agent.pk), by=owner, now=NOW)
    at = f"/api/v1/agents/{agent.pk}/checkpoints"
    answers = [
        stranger.get(at),
        stranger.get(f"{at}/{kept.id}"),
        stranger.get(f"{at}/{kept.id}/comparison"),
        stranger.post(at),
        stranger.delete(f"{at}/{new_id()}"),
    ]
    assert [each.status_code for each in answers] == [404] * 5


def test_states_are_compared_place_by_place() -> None:
    before = {"a": {"b/c": 1, "same": 0}, "gone": 1}
    after = {"a": {"b/c": 2, "same": 0}, "new": [1]}
    found = [(each.pointer, each.before, each.after) for each in compare(before, after)]
    assert found == [("/a/b~1c", 1, 2), ("/gone", 1, None), ("/new", None, [1])]
