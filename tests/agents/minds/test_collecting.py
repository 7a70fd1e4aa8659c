"""A goal that was reached moves what was earned into vaults, once, and says why where that is not all."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from apps.agents.goals.collecting import collect_profits
from apps.agents.goals.errors import BadGoal
from apps.agents.goals.services import GoalWish, create_goal, evaluate_goals
from apps.agents.models import Agent, Goal
from apps.agents.tasks import evaluate_goals as judge_and_collect
from apps.farms.services import add_agent, create_farm
from apps.mcp.gateway import request_call
from apps.system.access.models import Actor
from apps.system.access.types import Caller, Interface, Scope
from apps.system.events.models import Event
from apps.trading.models import Account, Balance, EquitySnapshot, Transfer
from apps.vaults.errors import VaultDisabled
from apps.vaults.models import Vault
from apps.vaults.services import deposit
from tests.agents.fleet import make_agent
from tests.agents.minds.scene import DAY, open_since, record_worth
from tests.system.people import client_of

pytestmark = pytest.mark.django_db

DAWN = datetime.fromisoformat("2026-03-02T00:00:00+00:00")
NOON = DAWN + 3 * DAY


def agent_that_earned(owner: Actor, profit: int, *, cash: int = 100_000, **more: Any) -> Agent:
    """An agent with so much cash, whose worth is on record as having grown by so much in a day."""
    agent = make_agent(owner, **({"enable_defi": True} | more))
    open_since(agent, DAWN)
    record_worth(agent, (100_000, 100_000 + profit), since=DAWN)
    Balance.objects.filter(account=agent.account).update(total=cash)
    return agent


def reached(actor: Actor, kind: str, target: str) -> Goal:
    """A goal that asks for collection, set at dawn and judged a day later."""
    goal = create_goal(actor, GoalWish(kind, Decimal(target), collect_profit=True), by=actor, now=DAWN)
    evaluate_goals(DAWN + DAY)
    return goal


def collected(goal: Goal) -> Goal:
    collect_profits(NOON)
    goal.refresh_from_db()
    return goal


def in_vault(agent: Agent) -> Decimal:
    """What the agent's vault holds in its account's currency."""
    held = Balance.objects.filter(account__vault__actor=agent.actor, asset=agent.account.currency).first()
    return held.total if held else Decimal(0)


@pytest.mark.parametrize(("kind", "target"), [("profit", "400"), ("value", "100400")])
def test_what_was_earned_goes_into_the_vault_once(owner: Actor, kind: str, target: str) -> None:
    agent = agent_that_earned(owner, 450)

    goal = collected(reached(agent.actor, kind, target))

    assert (goal.collected, goal.collected_at, goal.uncollected) == (450, NOON, "")
    assert (in_vault(agent), collect_profits(NOON)) == (450, 0)
    moved = Transfer.objects.get(reference=goal.id)
    assert (moved.kind, moved.debit_id, moved.amount) == (Transfer.Kind.DEPOSIT, agent.account_id, 450)
    told = Event.objects.filter(type__in=["goal.completed", "goal.collected", "vault.deposit"]).order_by("id")
    assert [each.type for each in told] == ["goal.completed", "vault.deposit", "goal.collected"]
    assert {(each.audience, each.agent_id) for each in told} == {(owner.owner_id, agent.pk)}


def test_no_more_is_moved_than_is_free(owner: Actor) -> None:
    agent = agent_that_earned(owner, 450, cash=120)
    Balance.objects.filter(account=agent.account).update(held=20)

    goal = collected(reached(agent.actor, "profit", "400"))

    assert (goal.collected, in_vault(agent)) == (100, 100)
    assert goal.uncollected == "Test Agent had 100 USD free of 450"


def test_profit_is_told_in_dollars_and_moved_in_the_accounts_currency(owner: Actor) -> None:
    agent = agent_that_earned(owner, 300)
    EquitySnapshot.objects.filter(account=agent.account).update(usd_rate=Decimal("1.5"))

    goal = collected(reached(agent.actor, "profit", "400"))

    assert (goal.collected, in_vault(agent)) == (450, 300)


def test_of_a_farm_each_agent_keeps_its_own(owner: Actor) -> None:
    farm = create_farm(owner=owner, name="Farm")
    first, second = agent_that_earned(owner, 100), agent_that_earned(owner, 300)
    loser, without = agent_that_earned(owner, -50), agent_that_earned(owner, 70, enable_defi=False)
    for each in (first, second, loser, without):
        add_agent(farm, agent=each)

    goal = collected(reached(farm.actor, "profit", "400"))

    assert [in_vault(each) for each in (first, second, loser)] == [100, 300, 0]
    assert (goal.collected, goal.uncollected) == (400, "Test Agent has no vault")


def test_where_capital_alone_reached_it_nothing_is_collected(owner: Actor) -> None:
    agent = agent_that_earned(owner, 0)
    last = EquitySnapshot.objects.filter(account=agent.account).order_by("-at")[0]
    EquitySnapshot.objects.filter(id=last.id).update(equity=150_000, cash=150_000, funded=150_000)

    goal = collected(reached(agent.actor, "value", "140000"))

    assert (goal.status, goal.collected, goal.uncollected) == (
        "completed",
        0,
        "nothing was earned since it was set, or last collected",
    )


def test_what_was_collected_is_no_loss_of_other_goals(owner: Actor) -> None:
    agent = agent_that_earned(owner, 450)
    other = create_goal(agent.actor, GoalWish("profit", Decimal(900)), by=owner, now=DAWN)
    collected(reached(agent.actor, "profit", "400"))

    account = Account.objects.get(id=agent.account_id)
    before = EquitySnapshot.objects.filter(account=account).order_by("-at")[0]
    EquitySnapshot.objects.create(
        account=account,
        at=DAWN + 2 * DAY,
        equity=before.equity - 450,
        cash=before.cash - 450,
        positions_value=0,
        funded=before.funded + account.funded - Decimal(100_000),
        usd_rate=1,
    )
    evaluate_goals(DAWN + 2 * DAY)
    other.refresh_from_db()
    assert other.current == 450


def test_what_one_goal_collected_is_not_collected_for_another(owner: Actor) -> None:
    farm, agent = create_farm(owner=owner, name="Farm"), agent_that_earned(owner, 450)
    add_agent(farm, agent=agent)
    agent.actor.refresh_from_db()
    for actor, kind, target in (
        (agent.actor, "profit", 400),
        (agent.actor, "value", 100_400),
        (farm.actor, "profit", 430),
    ):
        create_goal(actor, GoalWish(kind, Decimal(target), collect_profit=True), by=owner, now=DAWN)
    later = create_goal(
        agent.actor, GoalWish("profit", Decimal(500), collect_profit=True), by=owner, now=DAWN
    )
    evaluate_goals(DAWN + DAY)
    assert collect_profits(NOON) == 3
    assert sorted(Goal.objects.exclude(id=later.id).values_list("collected", flat=True)) == [0, 0, 450]

    EquitySnapshot.objects.create(
        account=agent.account,
        at=DAWN + 2 * DAY,
        equity=100_070,
        cash=100_070,
        positions_value=0,
        funded=99_550,
        usd_rate=1,
    )
    evaluate_goals(DAWN + 2 * DAY)
    assert (collected(later).collected, in_vault(agent)) == (70, 520)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_collect_it_once(owner: Actor) -> None:
    agent = agent_that_earned(owner, 450)
    for target in (400, 410, 420, 430):
        create_goal(agent.actor, GoalWish("profit", Decimal(target), collect_profit=True), by=owner, now=DAWN)
    evaluate_goals(DAWN + DAY)
    both = Barrier(2)

    def collect() -> int:
        try:
            both.wait(10)
            return collect_profits(NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        assert sum(each.result() for each in [workers.submit(collect) for _ in range(2)]) == 4
    assert in_vault(agent) == 450


def test_one_that_does_not_ask_for_it_moves_nothing(owner: Actor) -> None:
    agent = agent_that_earned(owner, 450)
    create_goal(agent.actor, GoalWish("profit", Decimal(400)), by=owner, now=DAWN)
    evaluate_goals(DAWN + DAY)

    assert (collect_profits(NOON), in_vault(agent)) == (0, 0)


def test_a_vault_that_was_closed_since_is_told(owner: Actor) -> None:
    agent = agent_that_earned(owner, 450)
    goal = reached(agent.actor, "profit", "400")
    Vault.objects.update(status=Vault.Status.CLOSED)

    assert collected(goal).uncollected == "Test Agent has no vault"


def test_what_cannot_be_collected_is_refused(owner: Actor) -> None:
    agent, without = agent_that_earned(owner, 1), agent_that_earned(owner, 1, enable_defi=False)

    with pytest.raises(BadGoal, match="profit and of value"):
        reached(agent.actor, "trades", "5")
    with pytest.raises(VaultDisabled, match="no vault"):
        reached(without.actor, "profit", "5")


def test_it_is_asked_for_and_told_over_rest(owner: Actor) -> None:
    agent = agent_that_earned(owner, 450)
    rest: APIClient = client_of(owner.user)
    body = {"type": "profit", "target": "400", "collectProfit": True}
    made = rest.post(f"/api/v1/agents/{agent.pk}/goals", body, format="json")
    assert (made.status_code, made.json()["collectProfit"]) == (201, True)
    Goal.objects.update(started_at=DAWN)
    EquitySnapshot.objects.filter(account=agent.account, at__gt=DAWN + DAY).delete()

    judge_and_collect()

    (shown,) = rest.get(f"/api/v1/agents/{agent.pk}/goals").json()["results"]
    assert (shown["status"], shown["collected"], shown["uncollected"]) == ("completed", "450", "")
    assert datetime.fromisoformat(shown["collectedAt"]) <= timezone.now()


def test_who_may_not_fill_vaults_has_no_goal_fill_them(owner: Actor) -> None:
    agent = agent_that_earned(owner, 450)
    caller = Caller(owner, owner, frozenset({Scope.READ, Scope.TRADE}), Interface.REST)
    wish = {"actor_id": str(agent.pk), "type": "profit", "target": "400"}

    refused = request_call(caller, "create_goal", {**wish, "collect_profit": True})

    assert (refused.status, refused.code) == ("REFUSED", "scope_missing")
    assert request_call(caller, "create_goal", wish).status == "SUCCEEDED"


def test_a_deposit_by_hand_needs_no_goal(owner: Actor) -> None:
    agent = agent_that_earned(owner, 0)
    vault = Vault.objects.get(actor=agent.actor)

    moved = deposit(vault, account=agent.account, asset="USD", amount=Decimal(5))

    assert (moved.reference, in_vault(agent)) == (None, 5)
