"""Budgets of a day: calls, money and language models; of everybody above, exact, and given back if unused."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from apps.mcp import gateway
from apps.mcp.budgets import find_budgets, reserve_llm, resets_at, settle_llm, used_of
from apps.mcp.gateway import request_call
from apps.mcp.models import BudgetHold, ToolBudget, ToolCall
from apps.mcp.runner import run_call
from apps.mcp.services import cancel_call, fail_call, finish_call, grant_tools
from apps.system.access.models import Actor, User
from apps.system.access.roles import AGENT_SCOPES
from apps.system.access.services import create_actor
from apps.system.access.types import Caller, Interface
from apps.system.errors import CivalError
from apps.system.ids import new_id
from tests.mcp.sample_tools import PRICE, children

NOON = datetime(2026, 5, 5, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _unpublished(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker listens here; calls are run by hand."""
    monkeypatch.setattr(gateway, "publish_call", lambda *_, **__: None)
    monkeypatch.setitem(PRICE, "now", Decimal(10))


def refusal_of(caller: Caller, tool: str, parameters: dict[str, Any]) -> CivalError:
    with pytest.raises(CivalError) as caught:
        request_call(caller, tool, parameters)
    return caught.value


def used(actor: Actor, kind: Any = "calls") -> Decimal:
    return used_of(ToolBudget.objects.get(actor=actor), timezone.now()).of(kind)


def test_calls_are_counted_with_everybody_above(caller: Caller, agent_caller: Caller) -> None:
    ToolBudget.objects.create(actor=caller.actor, calls_per_day=2)
    ToolBudget.objects.create(actor=agent_caller.actor, calls_per_day=100)
    request_call(caller, "make_child", {"name": "a"})
    request_call(agent_caller, "make_child", {"name": "b"})

    refusal = refusal_of(agent_caller, "make_child", {"name": "c"})

    assert (refusal.status, refusal.reason_code) == (403, "budget_exceeded")
    assert {name: refusal.details[name] for name in ("budget", "actor_id", "used", "allowed", "asked")} == {
        "budget": "calls",
        "actor_id": str(caller.actor.id),
        "used": "2",
        "allowed": "2",
        "asked": "1",
    }
    assert datetime.fromisoformat(refusal.details["resets_at"]) == resets_at(timezone.now())
    assert (used(caller.actor), used(agent_caller.actor)) == (2, 1)


def test_a_new_day_begins_at_zero(caller: Caller) -> None:
    ToolBudget.objects.create(actor=caller.actor, calls_per_day=1)
    request_call(caller, "make_child", {"name": "a"})
    refusal_of(caller, "make_child", {"name": "b"})
    yesterday = timezone.now().date() - timedelta(days=1)
    ToolBudget.objects.update(day=yesterday)
    BudgetHold.objects.update(day=yesterday)

    assert request_call(caller, "make_child", {"name": "b"}).status == "QUEUED"
    assert used(caller.actor) == 1
    assert BudgetHold.objects.count() == 1, "the holds of earlier days are gone"


def test_money_is_the_notional_at_the_price_of_now(agent_caller: Caller) -> None:
    ToolBudget.objects.create(actor=agent_caller.actor, money_per_day=100)
    request_call(agent_caller, "buy_thing", {"name": "a", "amount": "6"})

    refusal = refusal_of(agent_caller, "buy_thing", {"name": "b", "amount": "4.1"})

    assert {name: refusal.details[name] for name in ("budget", "used", "allowed", "asked", "unit")} == {
        "budget": "money",
        "used": "60",
        "allowed": "100",
        "asked": "41",
        "unit": "USD",
    }
    assert request_call(agent_caller, "buy_thing", {"name": "c", "amount": "4"}).status == "QUEUED"
    assert used(agent_caller.actor, "money") == 100


def test_what_reduces_risk_is_counted_and_never_refused(agent_caller: Caller) -> None:
    ToolBudget.objects.create(actor=agent_caller.actor, calls_per_day=0, money_per_day=0)

    assert request_call(agent_caller, "close_risk", {"name": "a"}).status == "QUEUED"
    assert used(agent_caller.actor) == 1
    assert refusal_of(agent_caller, "make_child", {"name": "b"}).reason_code == "budget_exceeded"


@pytest.mark.django_db(transaction=True)
def test_a_call_that_ends_otherwise_gives_its_money_back(agent_caller: Caller) -> None:
    actor = agent_caller.actor
    ToolBudget.objects.create(actor=actor, calls_per_day=10, money_per_day=100)
    grant_tools(actor, categories=["data"])
    bought = request_call(agent_caller, "buy_thing", {"name": "a", "amount": "3"})
    failed = request_call(agent_caller, "buy_thing", {"name": "b", "amount": "3"})
    called_off = request_call(agent_caller, "buy_thing", {"name": "c", "amount": "3"})
    run_call(bought.id)
    ToolCall.objects.filter(id=failed.id).update(status="DEFERRED", started_at=timezone.now())
    assert fail_call(failed.id, "broke", "It broke.")
    cancel_call(actor, called_off.id, timezone.now())

    assert (used(actor, "calls"), used(actor, "money")) == (2, 30), (
        "a failed call was made, and bought nothing"
    )
    assert children("a") == 1
    request_call(agent_caller, "buy_thing", {"name": "d", "amount": "7"})
    assert (used(actor, "calls"), used(actor, "money")) == (3, 100)
    assert BudgetHold.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_deferred_call_that_succeeds_has_spent_what_it_held(agent_caller: Caller) -> None:
    ToolBudget.objects.create(actor=agent_caller.actor, calls_per_day=100)
    call = request_call(agent_caller, "start_long", {"name": "a"})
    run_call(call.id)

    assert BudgetHold.objects.get().reservation_id == call.id
    assert finish_call(call.id, {"child_id": str(new_id()), "name": "done"})
    assert not BudgetHold.objects.exists()
    assert used(agent_caller.actor) == 1


def test_a_request_that_is_not_recorded_costs_nothing(caller: Caller, agent_caller: Caller) -> None:
    ToolBudget.objects.create(actor=caller.actor, calls_per_day=10)
    ToolBudget.objects.create(actor=agent_caller.actor, calls_per_day=0)

    refusal_of(agent_caller, "make_child", {"name": "a"})

    assert used(caller.actor) == 0
    assert not BudgetHold.objects.exists()


def test_a_cheap_read_holds_nothing(caller: Caller) -> None:
    ToolBudget.objects.create(actor=caller.actor, calls_per_day=10)

    request_call(caller, "echo_words", {"words": "a", "amount": 1})

    assert used(caller.actor) == 1
    assert not BudgetHold.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_siblings_spend_exactly_what_there_is_and_never_deadlock(caller: Caller) -> None:
    ToolBudget.objects.create(actor=caller.actor, calls_per_day=30)
    agents = [create_actor(kind=Actor.Kind.AGENT, name=f"A{n}", parent=caller.actor) for n in range(4)]
    for agent in agents:
        grant_tools(agent, categories=["data"])
        ToolBudget.objects.create(actor=agent, calls_per_day=1000, money_per_day=10**6)

    def spend(number: int) -> list[str]:
        agent = agents[number % 4]
        asking = Caller(agent, agent, AGENT_SCOPES, Interface.AGENT)
        outcomes = []
        try:
            for turn in range(10):
                try:
                    call = request_call(asking, "buy_thing", {"name": f"n{turn}", "amount": 1})
                    outcomes.append(call.status)
                    if turn % 2:
                        cancel_call(agent, call.id, timezone.now())
                except CivalError as refusal:
                    outcomes.append(refusal.reason_code)
        finally:
            connection.close()
        return outcomes

    with ThreadPoolExecutor(8) as threads:
        outcomes = [each for some in threads.map(spend, range(8)) for each in some]

    accepted = ToolCall.objects.exclude(status="CANCELLED").count()
    assert set(outcomes) <= {"QUEUED", "budget_exceeded"}
    assert accepted == used(caller.actor) <= 30
    assert sum(used(agent) for agent in agents) == accepted


def test_language_models_are_reserved_before_and_settled_after(caller: Caller, agent: Actor) -> None:
    ToolBudget.objects.create(actor=caller.actor, llm_per_day=1)
    now = timezone.now()
    first = reserve_llm(agent, Decimal("0.6"), now=now)

    with pytest.raises(CivalError, match="are used; this takes") as caught:
        reserve_llm(agent, Decimal("0.5"), now=now)
    settle_llm(first, Decimal("0.1"))
    settle_llm(first, Decimal("0.1"))

    assert caught.value.details["budget"] == "llm"
    assert used(caller.actor, "llm") == Decimal("0.1")
    second = reserve_llm(agent, Decimal("0.5"), now=now)
    settle_llm(second, Decimal("0.95"))
    assert used(caller.actor, "llm") == Decimal("1.05"), "what was more is counted"
    with pytest.raises(CivalError):
        reserve_llm(agent, Decimal("0.01"), now=now)


def test_a_clock_that_is_behind_does_not_forget_the_day(caller: Caller, agent: Actor) -> None:
    ToolBudget.objects.create(actor=caller.actor, llm_per_day=1)
    reserve_llm(agent, Decimal("0.6"), now=NOON)

    with pytest.raises(CivalError):
        reserve_llm(agent, Decimal("0.6"), now=NOON - timedelta(days=1))


def test_budgets_are_set_and_read_over_rest(client: APIClient, person: User, agent: Actor) -> None:
    own = client.put(
        "/api/v1/mcp/budget", {"callsPerDay": 50, "moneyPerDay": "1000.50", "llmPerDay": 2}, format="json"
    )
    body = {"actorId": str(agent.id), "moneyPerDay": 10}
    below = client.put("/api/v1/mcp/budget", body, format="json").json()
    told = client.get("/api/v1/mcp/budget", {"actorId": str(agent.id)}).json()

    assert own.status_code == 200, own.json()
    assert [each["actor"]["id"] for each in told["budgets"]] == [str(person.actor_id), str(agent.id)]
    assert [each["moneyPerDay"] for each in told["budgets"]] == ["1000.5", "10"]
    assert below["budgets"][1]["callsPerDay"] is None
    assert find_budgets(agent)[0].used == told["budgets"][0]["callsUsed"]
    assert client.put("/api/v1/mcp/budget", {"moneyPerDay": -1}, format="json").status_code == 422
