"""What can be done with vaults."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from apps.mcp.registry import operator_command
from apps.mcp.types import ToolContext
from apps.system.access.selectors import get_actor
from apps.system.types import ExactDecimal, PositiveDecimal
from apps.trading.models import Transfer
from apps.trading.selectors.accounts import get_account
from apps.vaults import services
from apps.vaults.models import Vault
from apps.vaults.selectors import get_vault
from apps.vaults.serializers import present_vault

Asset = Annotated[
    str, Field(pattern=r"^[A-Z0-9]{1,12}$", description="An asset such as USD.", examples=["USD"])
]


class VaultOpened(BaseModel):
    """A new vault: its addresses by network, and `address`, the one on the primary network."""

    id: UUID
    actor_id: UUID
    status: str
    address: str
    addresses: dict[str, str]


class VaultTransferred(BaseModel):
    """A movement between a vault and a trading account, and what the vault holds of the asset since."""

    transfer_id: UUID
    vault_id: UUID
    account_id: UUID
    asset: str
    amount: ExactDecimal
    balance: ExactDecimal


@operator_command(category="vaults", scope="operate", idempotent=False)
def create_vault(
    context: ToolContext,
    *,
    agent_id: Annotated[
        UUID | None, Field(description="The agent it is for; without it, the caller.")
    ] = None,
) -> VaultOpened:
    """Open a vault with one address per network. An actor has one vault at a time."""
    owner = get_actor(context.actor, agent_id) if agent_id else context.actor
    vault = present_vault(services.open_vault(actor=owner))
    return VaultOpened(
        id=vault.id,
        actor_id=vault.actor_id,
        status=vault.status,
        address=vault.address,
        addresses={each.network: each.address for each in vault.addresses},
    )


@operator_command(category="vaults", scope="operate", idempotent=False)
def deposit_to_vault(
    context: ToolContext, *, vault_id: UUID, amount: PositiveDecimal, asset: Asset = "USD"
) -> VaultTransferred:
    """Move cash from the trading account of a vault's owner into the vault."""
    vault = get_vault(context.actor, vault_id)
    account = get_account(context.actor, agent_id=vault.actor_id)
    moved = services.deposit(vault, account=account, asset=asset, amount=amount, reference=context.call_id)
    return _transferred(vault, account.id, moved)


@operator_command(category="vaults", scope="operate", idempotent=False)
def withdraw_from_vault(
    context: ToolContext, *, vault_id: UUID, amount: PositiveDecimal, asset: Asset = "USD"
) -> VaultTransferred:
    """Move cash from a vault back to the trading account of its owner."""
    vault = get_vault(context.actor, vault_id)
    account = get_account(context.actor, agent_id=vault.actor_id)
    moved = services.withdraw(vault, account=account, asset=asset, amount=amount, reference=context.call_id)
    return _transferred(vault, account.id, moved)


def _transferred(vault: Vault, account_id: UUID, moved: Transfer) -> VaultTransferred:
    return VaultTransferred(
        transfer_id=moved.id,
        vault_id=vault.id,
        account_id=account_id,
        asset=moved.asset,
        amount=moved.amount,
        balance=vault.account.balances.get(asset=moved.asset).total,
    )
