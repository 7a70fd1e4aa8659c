"""Ending an agent, part by part; the saga of archiving puts the parts in order."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from apps.agents.errors import HoldsPositions
from apps.agents.events import AgentStatusChanged
from apps.agents.lifecycle import Action, Status
from apps.agents.models import Agent
from apps.agents.services.creation import retire_actor
from apps.agents.services.transitions import change_status, check_way
from apps.system.events.services import append_event
from apps.system.types import plain
from apps.trading.models import Position
from apps.trading.services.accounts import begin_closing, close_account, stop_closing
from apps.vaults.errors import VaultNotEmpty
from apps.vaults.models import Vault
from apps.vaults.services import withdraw


def check_archivable(agent: Agent, *, close_positions: bool) -> None:
    """Refuse at once what could not end well.

    Raises NotPossibleNow, HoldsPositions (with what it holds) unless they are to be closed, and VaultNotEmpty
    where its vault holds what no trading account can take.
    """
    check_way(agent, Action.ARCHIVE)
    held = list_held(agent)
    if held and not close_positions:
        raise holds_positions(agent, held)
    _check_vault(agent)


def list_held(agent: Agent) -> list[Position]:
    """What an agent holds, by symbol."""
    rows = Position.objects.filter(account=agent.account).exclude(quantity=0)
    return list(rows.select_related("instrument").order_by("instrument__symbol"))


def holds_positions(agent: Agent, held: Sequence[Position]) -> HoldsPositions:
    """The refusal to archive an agent that still holds something."""
    listed = {each.instrument.symbol: plain(each.quantity) for each in held}
    words = ", ".join(f"{quantity} {symbol}" for symbol, quantity in listed.items())
    reason = f"{agent.actor.name} holds {words}. Close them first, or archive with close_positions."
    return HoldsPositions(reason, details={"positions": listed})


@transaction.atomic
def stand_still(agent: Agent, *, now: datetime) -> Status:
    """Begin to end a locked agent; answers its state before. Its account takes market sales only."""
    before = Status(agent.status)
    change_status(agent, Action.ARCHIVE)
    _check_vault(agent)
    begin_closing(agent.account, now=now)
    return before


@transaction.atomic
def go_on(agent: Agent, *, status: Status) -> None:
    """Let a locked agent that was to end be what it was before."""
    stop_closing(agent.account)
    previous, agent.status = agent.status, status
    agent.save(update_fields=["status"])
    reason = "It was not archived after all."
    news = AgentStatusChanged(agent_id=agent.pk, status=status, previous=previous, reason=reason)
    append_event(news, audience=agent.actor.owner_id)


@transaction.atomic
def return_capital(agent: Agent, *, now: datetime) -> Vault | None:
    """Empty an agent's vault into its account and close that; answers the vault, which is empty now."""
    vault = _check_vault(agent)
    account = agent.account
    if vault is not None:
        for balance in vault.account.balances.filter(asset=account.currency, total__gt=0):
            withdraw(vault, account=account, asset=balance.asset, amount=balance.total)
    close_account(account, now=now)
    return vault


@transaction.atomic
def retire(agent: Agent, *, now: datetime) -> None:
    """End a locked agent for good."""
    change_status(agent, Action.RETIRE)
    retire_actor(agent.pk, now=now)


def _check_vault(agent: Agent) -> Vault | None:
    """The agent's active vault. Raises VaultNotEmpty where it holds more than its account can take."""
    vault = (
        Vault.objects.select_related("account").filter(actor_id=agent.pk, status=Vault.Status.ACTIVE).first()
    )
    if vault is not None:
        others = vault.account.balances.exclude(total=0).exclude(asset=agent.account.currency)
        if listed := {each.asset: plain(each.total) for each in others.order_by("asset")}:
            words = ", ".join(f"{total} {asset}" for asset, total in listed.items())
            raise VaultNotEmpty(f"Its vault holds {words}; withdraw it first.", details={"assets": listed})
    return vault
