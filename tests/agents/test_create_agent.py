"""An agent is set up whole, or not at all."""

from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum

from apps.agents.models import Agent, AgentConfiguration, StrategyState, Todo
from apps.agents.sagas import CreateAgent
from apps.agents.services import creation
from apps.mcp.models import ToolPermission
from apps.system.access.models import Actor
from apps.system.errors import CivalError, Refused
from apps.system.events.models import Event
from apps.system.sagas.models import Saga
from apps.system.sagas.registry import Context, Step
from apps.trading.models import Account, Balance
from apps.vaults.models import Vault, VaultAddress
from tests.agents.fleet import CAPITAL, make_agent, run_creation, wanted

STEPS = [step.name for step in CreateAgent.steps]


def test_an_agent_has_its_account_vault_tools_strategy_and_todo_list(owner: Actor) -> None:
    agent = make_agent(owner)
    assert (agent.pk, agent.status, agent.version) == (agent.actor.id, "running", 1)
    assert agent.actor.parent == owner
    assert agent.actor.owner_id == owner.id
    assert agent.account.balances.get(asset="USD").total == CAPITAL
    assert VaultAddress.objects.filter(vault__actor=agent.actor).count() == 4
    assert ToolPermission.objects.filter(actor=agent.actor).count() == 6
    assert AgentConfiguration.objects.get(agent=agent).parameters["lookback"] == 10
    assert StrategyState.objects.get(agent=agent).state == {}
    assert Todo.objects.filter(agent=agent).count() == 3


def test_its_status_is_told_to_its_owner(owner: Actor) -> None:
    agent = make_agent(owner)
    news = list(Event.objects.filter(agent_id=agent.pk, type__startswith="agent.").order_by("id"))
    assert [each.type for each in news] == ["agent.create", "agent.status"]
    assert {each.audience for each in news} == {owner.id}
    assert news[0].payload["enableDeFi"] is True
    assert news[1].payload["agentId"] == str(agent.pk)
    assert (news[1].payload["previous"], news[1].payload["status"]) == ("created", "running")


def test_without_defi_there_is_no_vault_and_no_defi_tool(owner: Actor) -> None:
    agent = make_agent(owner, enable_defi=False)
    assert not Vault.objects.filter(actor=agent.actor).exists()
    allowed = ToolPermission.objects.filter(actor=agent.actor).values_list("category", flat=True)
    assert "defi" not in allowed
    assert "trading" in allowed


def test_without_mcp_there_is_no_permission_at_all(owner: Actor) -> None:
    agent = make_agent(owner, enable_mcp=False)
    assert not ToolPermission.objects.filter(actor=agent.actor).exists()


@pytest.mark.parametrize("broken", STEPS)
def test_a_failure_at_any_step_leaves_nothing_behind(
    owner: Actor, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = ledger_now()
    monkeypatch.setattr(
        CreateAgent,
        "steps",
        [refusing_after(step) if step.name == broken else step for step in CreateAgent.steps],
    )
    saga = run_creation(owner)
    assert (saga.status, saga.error_code, saga.error) == (
        Saga.Status.COMPENSATED,
        "no_room",
        "There is no room.",
    )
    actor_id = saga.context["agent_id"]
    assert not Agent.objects.filter(pk=actor_id).exists()
    assert not Actor.objects.filter(id=actor_id, archived_at=None).exists()
    assert not Account.objects.filter(actor_id=actor_id, status=Account.Status.OPEN).exists()
    assert not Vault.objects.filter(actor_id=actor_id, status=Vault.Status.ACTIVE).exists()
    assert not ToolPermission.objects.filter(actor_id=actor_id).exists()
    assert not Event.objects.filter(agent_id=actor_id, type__startswith="agent.").exists()
    assert ledger_now() == ledger


def refusing_after(step: Step) -> Step:
    """A step that does its work and then is refused, as by a database or a rule at its very end."""

    def run(context: Context, saga: Saga) -> Any:
        step.run(context, saga)
        raise Refused("There is no room.", code="no_room")

    return Step(step.name, run, step.compensate)


def ledger_now() -> dict[str, Decimal]:
    """All that is in the ledger, by kind of account; nothing counts as nothing."""
    rows = (
        Balance.objects.values("account__kind").annotate(sum=Sum("total")).values_list("account__kind", "sum")
    )
    return {kind: total for kind, total in rows if total}


def test_a_platform_without_a_seed_refuses_vaults_and_takes_the_agent_back(
    owner: Actor, settings: Any
) -> None:
    settings.VAULT_SEED = ""
    saga = run_creation(owner)
    assert (saga.status, saga.error_code) == (Saga.Status.COMPENSATED, "vault_seed_missing")
    assert "VAULT_SEED is not set" in saga.error


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"type": "astrology"}, "unknown_agent_type"),
        ({"venue": "moon"}, "unknown_venue"),
        ({"symbols": ["BTC/USD", "ABC/USD"]}, "unknown_symbol"),
        ({"symbols": ["BTC/USD", "BTC/USD"]}, "duplicate_symbol"),
        ({"parameters": {"lookback": 1}}, "invalid_parameters"),
        ({"parameters": {"leverage": 10}}, "invalid_parameters"),
    ],
)
def test_what_could_never_run_is_refused_before_anything_is_made(
    owner: Actor, change: dict[str, Any], code: str
) -> None:
    with pytest.raises(CivalError) as caught:
        creation.check_new_agent(wanted(**change))
    assert caught.value.reason_code == code


def test_an_unknown_type_is_told_which_there_are(owner: Actor) -> None:
    with pytest.raises(Refused, match=r"no agent type astrology; there is arbitrage, .*momentum, .*llm"):
        creation.check_parameters("astrology", {})


def test_a_wrong_setting_is_pointed_at(owner: Actor) -> None:
    with pytest.raises(Refused) as caught:
        creation.check_parameters("momentum", {"lookback": "many"})
    assert [each["pointer"] for each in caught.value.errors] == ["/parameters/lookback"]
