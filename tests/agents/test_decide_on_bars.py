"""Agents decide once on each closed bar, say why, and act through the gateway."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from apps.agents.lifecycle import Action
from apps.agents.models import Agent, Decision
from apps.agents.runtime import decide_on_bars
from apps.agents.services.outcomes import record_outcomes
from apps.agents.services.transitions import change_status
from apps.agents.strategies import momentum
from apps.mcp.models import ToolCall
from apps.mcp.runner import run_call
from apps.mcp.services import refuse_call, revoke_tools
from apps.system.access.models import Actor
from apps.system.audit.models import AuditEntry
from apps.system.controls.services import engage_halt
from apps.system.controls.services.configuration import change_setting
from apps.system.events.models import Event
from apps.trading.models import Order
from apps.trading.settings import MAX_ORDER_NOTIONAL
from tests.agents.fleet import archive_agent, make_agent
from tests.agents.markets import FLAT, RISING, VENUE, last_bars, record
from tests.queries import count_queries

NOW = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture
def rising(owner: Actor) -> list[Any]:
    """The last bar of a market that rises fast enough to buy."""
    return last_bars(record(RISING))


def agent_here(owner: Actor, **changes: Any) -> Agent:
    return make_agent(owner, venue=VENUE, enable_defi=False, **changes)


def test_a_decision_holds_its_inputs_its_reasons_and_its_call(owner: Actor, rising: list[Any]) -> None:
    agent = agent_here(owner)
    calls = decide_on_bars(VENUE, rising, now=NOW)
    decision = Decision.objects.get(agent=agent)
    assert (decision.action, decision.outcome, decision.calls) == ("buy", "requested", calls)
    assert decision.quantity == Decimal("3.5161")  # 25 % of 100,000 at 7,110, in whole lots
    assert decision.inputs["close"] == "7110"
    assert decision.reasoning[0] == {
        "rule": "momentum gained",
        "inputs": {"roc": decision.inputs["roc"]},
        "threshold": ">= 0.3",
        "met": True,
    }
    agent.refresh_from_db()
    assert (agent.last_bar_at, len(decision.snapshot)) == (decision.bar_at, 64)
    assert (
        Event.objects.get(type="agent.decision", agent_id=agent.pk).payload["sentence"] == decision.sentence
    )


def test_the_order_is_a_call_of_the_agent_itself(owner: Actor, rising: list[Any]) -> None:
    agent = agent_here(owner)
    (call_id,) = decide_on_bars(VENUE, rising, now=NOW)
    call = ToolCall.objects.get(id=call_id)
    assert (call.tool, call.interface, call.actor_id, call.principal_id) == (
        "place_order",
        "agent",
        agent.pk,
        agent.pk,
    )
    run_call(call_id)
    order = Order.objects.get(account=agent.account)
    assert (order.side, order.quantity, order.call_id) == ("buy", Decimal("3.5161"), call_id)
    story = Event.objects.filter(correlation_id=Decision.objects.get().id).order_by("id")
    assert [each.type for each in story] == ["agent.decision", "mcp.execute", "trade.order_placed"]


def test_deciding_twice_on_a_bar_acts_once(owner: Actor, rising: list[Any]) -> None:
    agent = agent_here(owner)
    first = decide_on_bars(VENUE, rising, now=NOW)
    assert decide_on_bars(VENUE, rising, now=NOW) == first
    assert len(first) == 1
    assert Decision.objects.filter(agent=agent).count() == 1
    assert ToolCall.objects.filter(actor=agent.actor).count() == 1


def test_after_a_long_pause_old_bars_are_decided_on_and_not_traded_on(
    owner: Actor, rising: list[Any]
) -> None:
    agent = agent_here(owner)
    record([*RISING, *([7110] * 60)])
    assert decide_on_bars(VENUE, rising, now=NOW) == []
    decision = Decision.objects.get(agent=agent)
    assert (decision.action, decision.outcome, decision.outcome_details["code"]) == ("buy", "lapsed", "late")


def test_the_database_itself_forbids_a_second_decision_on_a_bar(owner: Actor, rising: list[Any]) -> None:
    agent_here(owner)
    decide_on_bars(VENUE, rising, now=NOW)
    decision = Decision.objects.get()
    with pytest.raises(IntegrityError, match="one_decision_per_bar"):
        Decision.objects.bulk_create([Decision(**_facts(decision))])


def _facts(decision: Decision) -> dict[str, Any]:
    names = ("agent", "venue", "symbol", "interval", "bar_at", "version", "action", "quantity", "confidence")
    more = ("inputs", "sentence", "reasoning", "outcome", "recorded_at")
    return {name: getattr(decision, name) for name in (*names, *more)}


def test_a_flat_market_is_held_and_said_so(owner: Actor) -> None:
    flat = last_bars(record(FLAT))
    agent = agent_here(owner)
    assert decide_on_bars(VENUE, flat, now=NOW) == []
    decision = Decision.objects.get(agent=agent)
    assert (decision.action, decision.outcome, decision.quantity) == ("hold", "held", 0)


def test_a_refusal_by_the_gateway_is_written_on_the_decision(owner: Actor, rising: list[Any]) -> None:
    agent = agent_here(owner)
    revoke_tools(agent.actor)
    assert decide_on_bars(VENUE, rising, now=NOW) == []
    decision = Decision.objects.get(agent=agent)
    assert (decision.outcome, decision.outcome_details["code"]) == ("refused", "not_permitted")
    assert not Order.objects.filter(account=agent.account).exists()


def test_a_refusal_by_risk_is_written_on_the_decision(owner: Actor, rising: list[Any]) -> None:
    agent = agent_here(owner)
    change_setting(MAX_ORDER_NOTIONAL, Decimal(100), target=owner, by=owner, now=NOW)
    assert decide_on_bars(VENUE, rising, now=NOW) == []
    decision = Decision.objects.get(agent=agent)
    assert (decision.outcome, decision.outcome_details["code"]) == ("refused", "max_order_notional")
    call = ToolCall.objects.get(id=decision.calls[0])
    assert (call.status, call.code) == ("REFUSED", "max_order_notional")
    entry = AuditEntry.objects.get(call_id=call.id)
    assert (entry.action, entry.outcome, entry.actor_id) == ("place_order", "REFUSED", agent.pk)
    assert not Order.objects.filter(account=agent.account).exists()


def test_what_came_of_an_order_is_written_on_its_decision_once(owner: Actor, rising: list[Any]) -> None:
    agent = agent_here(owner)
    (call_id,) = decide_on_bars(VENUE, rising, now=NOW)
    refuse_call(call_id, "no_liquidity", "Nobody sells.")
    assert record_outcomes([call_id]) == 1
    assert record_outcomes([call_id]) == 0
    decision = Decision.objects.get(agent=agent)
    assert (decision.outcome, decision.outcome_details["code"]) == ("refused", "no_liquidity")


@pytest.mark.parametrize("action", [Action.PAUSE, Action.STOP])
def test_an_agent_that_does_not_run_decides_nothing(owner: Actor, rising: list[Any], action: Action) -> None:
    change_status(agent_here(owner), action)
    assert decide_on_bars(VENUE, rising, now=NOW) == []
    assert not Decision.objects.exists()


@pytest.mark.parametrize("action", [Action.PAUSE, Action.STOP])
def test_who_is_stopped_while_it_is_decided_for_it_orders_nothing(
    owner: Actor, rising: list[Any], action: Action
) -> None:
    stopped, other = agent_here(owner), agent_here(owner)
    judge = momentum.judge

    def stop_meanwhile(seen: Any, settings: Any) -> Any:
        change_status(Agent.objects.select_related("actor").get(pk=stopped.pk), action)
        return judge(seen, settings)

    object.__setattr__(momentum.STRATEGY, "judge", stop_meanwhile)
    try:
        (call_id,) = decide_on_bars(VENUE, rising, now=NOW)
    finally:
        object.__setattr__(momentum.STRATEGY, "judge", judge)
    assert ToolCall.objects.get().actor_id == other.pk
    assert Decision.objects.get().calls == [call_id]
    stopped.refresh_from_db()
    assert stopped.last_bar_at is None


def test_a_halted_agent_decides_nothing(owner: Actor, rising: list[Any]) -> None:
    agent_here(owner)
    engage_halt(by=owner, target=owner, reason="test", now=NOW)
    assert decide_on_bars(VENUE, rising, now=NOW) == []
    assert not Decision.objects.exists()


def test_an_agent_without_tools_is_traded_by_hand_only(owner: Actor, rising: list[Any]) -> None:
    agent_here(owner, enable_mcp=False)
    assert decide_on_bars(VENUE, rising, now=NOW) == []
    assert not Decision.objects.exists()


def test_agents_of_other_bars_sleep_on(owner: Actor, rising: list[Any]) -> None:
    agent_here(owner, interval="5m")
    make_agent(owner, symbols=["ETH/USD"])
    assert decide_on_bars(VENUE, rising, now=NOW) == []
    assert not Decision.objects.exists()


def test_two_symbols_share_one_purse(owner: Actor) -> None:
    record(RISING, symbols=("BTC/USD", "ETH/USD"))
    agent_here(owner, symbols=["BTC/USD", "ETH/USD"], parameters={"fraction": "0.8"})
    decide_on_bars(VENUE, last_bars(record(RISING)), now=NOW)
    first, second = Decision.objects.order_by("id")
    assert (first.symbol, second.symbol) == ("BTC/USD", "ETH/USD")
    assert first.quantity * 7110 > 79_000
    assert second.quantity * 7110 < 16_000


def test_an_agent_with_a_live_order_waits_for_it(owner: Actor, rising: list[Any]) -> None:
    agent = agent_here(owner)
    (call_id,) = decide_on_bars(VENUE, rising, now=NOW)
    run_call(call_id)
    assert decide_on_bars(VENUE, last_bars(record([*RISING, 7200])), now=NOW) == []
    assert (
        Decision.objects.filter(agent=agent).latest("id").sentence == "Held: an earlier order is still live."
    )


def test_an_archived_agent_leaves_no_live_order(owner: Actor, rising: list[Any]) -> None:
    agent = agent_here(owner)
    (call_id,) = decide_on_bars(VENUE, rising, now=NOW)
    run_call(call_id)
    assert archive_agent(agent, owner).status == "COMPLETED"
    assert Order.objects.get(account=agent.account).status == "cancelled"
    assert agent.account.balances.get(asset="USD").held == 0


@contextmanager
def breaking_for_three() -> Iterator[None]:
    """Within the block momentum breaks on agents that look three bars back."""
    judge = momentum.judge

    def break_for_three(seen: Any, settings: Any) -> Any:
        if (settings.lookback == 3).any():
            raise ZeroDivisionError
        return judge(seen, settings)

    object.__setattr__(momentum.STRATEGY, "judge", break_for_three)
    try:
        yield
    finally:
        object.__setattr__(momentum.STRATEGY, "judge", judge)


def test_a_strategy_that_breaks_stops_its_agent_and_no_other(owner: Actor, rising: list[Any]) -> None:
    broken, sound = agent_here(owner, parameters={"lookback": 3}), agent_here(owner)
    with breaking_for_three():
        assert len(decide_on_bars(VENUE, rising, now=NOW)) == 1
    broken.refresh_from_db()
    sound.refresh_from_db()
    assert (broken.status, sound.status) == ("error", "running")
    assert "ZeroDivisionError" in broken.error
    assert Event.objects.get(type="agent.error").agent_id == broken.pk


def test_whoever_a_tick_changes_is_locked_at_once_in_order(owner: Actor, rising: list[Any]) -> None:
    sound, broken = agent_here(owner), agent_here(owner, parameters={"lookback": 3})
    with breaking_for_three(), CaptureQueriesContext(connection) as captured:
        decide_on_bars(VENUE, rising, now=NOW)
    asked = [each["sql"] for each in captured.captured_queries]
    first = next(each for each in asked if "agents_agent" in each and ("FOR " in each or "UPDATE " in each))
    assert "ORDER BY actor_id FOR NO KEY UPDATE" in first
    assert all(each.pk.hex in first for each in (sound, broken))


def test_the_number_of_queries_does_not_grow_with_the_agents(owner: Actor) -> None:
    record(FLAT)
    assert queries_of_a_tick(owner, 1) == queries_of_a_tick(owner, 4)
    assert Decision.objects.count() == 1 + 1 + 5 + 5


def queries_of_a_tick(owner: Actor, more: int) -> int:
    """Those of the second tick after so many agents were added: the first one gets to know them."""
    for _ in range(more):
        agent_here(owner)
    known = Decision.objects.values("bar_at").distinct().count()
    decide_on_bars(VENUE, last_bars(record(FLAT + [7000] * known)), now=NOW)
    bars = last_bars(record(FLAT + [7000] * (known + 1)))
    return count_queries(lambda: decide_on_bars(VENUE, bars, now=NOW))
