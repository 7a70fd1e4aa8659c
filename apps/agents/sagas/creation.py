"""Setting up an agent whole, or not at all."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from apps.agents.models import Agent
from apps.agents.sagas.ending import tell_failure
from apps.agents.serializers import CreatedAgent, describe_created
from apps.agents.services import creation
from apps.agents.services.creation import NewAgent
from apps.agents.todos.services import write_template
from apps.mcp.services import finish_call, grant_tools, revoke_tools
from apps.mcp.tool import CATEGORIES
from apps.system.access.models import Actor
from apps.system.access.services import create_actor
from apps.system.sagas.models import Saga
from apps.system.sagas.registry import Context, Definition, Step, saga
from apps.trading.models import Account
from apps.trading.services.accounts import close_account
from apps.vaults.models import Vault
from apps.vaults.services import close_vault, open_vault

CREATE_AGENT = "create_agent"


def context_of(wanted: NewAgent, *, agent_id: UUID, parent: Actor, by: Actor) -> Context:
    """What the saga starts from, as JSON values."""
    return {
        "wanted": wanted.model_dump(mode="json"),
        "agent_id": str(agent_id),
        "parent_id": str(parent.id),
        "by_id": str(by.id),
    }


def make_actor(context: Context, saga: Saga) -> None:
    """The agent's identity."""
    parent = Actor.objects.get(id=context["parent_id"])
    name, agent_id = _wanted(context).name, UUID(context["agent_id"])
    create_actor(kind=Actor.Kind.AGENT, name=name, parent=parent, actor_id=agent_id)


def retire_actor(context: Context, saga: Saga) -> None:
    """The identity is out of use again."""
    creation.retire_actor(UUID(context["agent_id"]), now=timezone.now())


def fund_account(context: Context, saga: Saga) -> Context:
    """The agent's account, with its capital."""
    account = creation.open_capital(actor=_actor(context), wanted=_wanted(context))
    return {"account_id": str(account.id)}


def return_capital(context: Context, saga: Saga) -> None:
    """The capital goes back and the account is closed."""
    close_account(Account.objects.get(id=context["account_id"]), now=timezone.now())


def give_vault(context: Context, saga: Saga) -> Context | None:
    """A vault, where DeFi is wanted."""
    if not _wanted(context).enable_defi:
        return None
    return {"vault_id": str(open_vault(actor=_actor(context)).id)}


def take_vault(context: Context, saga: Saga) -> None:
    """The vault is closed; its addresses are never given again."""
    if "vault_id" in context:
        close_vault(Vault.objects.get(id=context["vault_id"]), now=timezone.now())


def permit_tools(context: Context, saga: Saga) -> None:
    """Permission to use tools: all categories, or all but DeFi, or none."""
    wanted = _wanted(context)
    if wanted.enable_mcp:
        categories = [each for each in CATEGORIES if each != "defi" or wanted.enable_defi]
        grant_tools(_actor(context), categories=categories)


def forbid_tools(context: Context, saga: Saga) -> None:
    """The permissions are gone."""
    revoke_tools(_actor(context))


def open_strategy(context: Context, saga: Saga) -> None:
    """The agent itself: configuration checked once more, strategy state open."""
    account = Account.objects.get(id=context["account_id"])
    by = Actor.objects.get(id=context["by_id"])
    creation.open_strategy(actor=_actor(context), account=account, wanted=_wanted(context), by=by)


def discard_agent(context: Context, saga: Saga) -> None:
    """The agent, its configuration, its state and its to-dos are gone."""
    creation.discard_agent(UUID(context["agent_id"]))


def write_todo_list(context: Context, saga: Saga) -> None:
    """What whoever runs the agent should see to."""
    write_template(_agent(context), now=timezone.now())


def start(context: Context, saga: Saga) -> None:
    """The agent runs, and the world hears of it."""
    creation.announce_and_start(_agent(context))


@saga(CREATE_AGENT)
class CreateAgent(Definition):
    """Actor, account with capital, vault, permissions, strategy, to-do list, start."""

    steps = (
        Step("actor", make_actor, retire_actor),
        Step("account", fund_account, return_capital),
        Step("vault", give_vault, take_vault),
        Step("permissions", permit_tools, forbid_tools),
        Step("strategy", open_strategy, discard_agent),
        Step("todo_list", write_todo_list),
        Step("start", start),
    )
    deadline = timedelta(minutes=5)

    def completed(self, saga: Saga) -> None:
        """Answer the call with the agent."""
        if saga.call_id is not None:
            finish_call(saga.call_id, _result(saga.context))

    def failed(self, saga: Saga) -> None:
        """Refuse the call with what stood in the way."""
        tell_failure(saga)


def _wanted(context: Context) -> NewAgent:
    return NewAgent.model_validate(context["wanted"])


def _actor(context: Context) -> Actor:
    return Actor.objects.get(id=context["agent_id"])


def _agent(context: Context) -> Agent:
    return Agent.objects.select_related("actor__parent").get(pk=context["agent_id"])


def _result(context: dict[str, Any]) -> CreatedAgent:
    vault = Vault.objects.get(id=context["vault_id"]) if "vault_id" in context else None
    return describe_created(_agent(context), vault)
