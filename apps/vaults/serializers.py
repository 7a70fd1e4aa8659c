"""Vaults on the wire."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from apps.system.types import ExactDecimal, WireModel
from apps.trading.models import Transfer
from apps.vaults.models import Vault
from apps.vaults.networks import BY_NAME, PRIMARY


class AddressOut(WireModel):
    """An address on one network."""

    network: str
    chain_id: int
    address: str
    derivation_path: str


class VaultBalanceOut(WireModel):
    """How much of an asset a vault holds."""

    asset: str
    amount: ExactDecimal


class VaultOut(WireModel):
    """A vault; `address` is the one on the primary network. Its money is `paper`: no chain was touched."""

    id: UUID
    actor_id: UUID
    agent_id: UUID | None
    status: str
    network: str
    address: str
    addresses: list[AddressOut]
    balances: list[VaultBalanceOut]
    source: str
    created_at: datetime


class VaultTransferOut(WireModel):
    """One movement; `amount` is positive into the vault and negative out of it."""

    id: UUID
    kind: str
    asset: str
    amount: ExactDecimal
    counterparty_account_id: UUID
    reference: UUID | None
    recorded_at: datetime


class VaultPositionsOut(WireModel):
    """Positions in DeFi protocols, as a list with one page."""

    vault_id: UUID
    results: list[dict[str, Any]]
    next: str | None = None
    previous: str | None = None
    count: int = 0
    count_is_exact: bool = True
    source: str = "paper"
    as_of: datetime


def present_vault(vault: Vault) -> VaultOut:
    """A vault with its addresses and balances."""
    addresses = [_present_address(each) for each in vault.addresses.all()]
    return VaultOut(
        id=vault.id,
        actor_id=vault.actor_id,
        agent_id=vault.actor_id if vault.actor.kind == vault.actor.Kind.AGENT else None,
        status=vault.status,
        network=PRIMARY.name,
        address=next(each.address for each in addresses if each.network == PRIMARY.name),
        addresses=addresses,
        balances=[
            VaultBalanceOut(asset=each.asset, amount=each.total) for each in vault.account.balances.all()
        ],
        source="paper",
        created_at=vault.created_at,
    )


def _present_address(row: Any) -> AddressOut:
    return AddressOut(
        network=row.network,
        chain_id=BY_NAME[row.network].chain_id,
        address=row.address,
        derivation_path=row.derivation_path,
    )


def present_transfer(transfer: Transfer, account_id: UUID) -> VaultTransferOut:
    """A movement as seen from one account."""
    is_incoming = transfer.credit_id == account_id
    sign = Decimal(1 if is_incoming else -1)
    return VaultTransferOut(
        id=transfer.id,
        kind=transfer.kind,
        asset=transfer.asset,
        amount=sign * transfer.amount,
        counterparty_account_id=transfer.debit_id if is_incoming else transfer.credit_id,
        reference=transfer.reference,
        recorded_at=transfer.recorded_at,
    )
