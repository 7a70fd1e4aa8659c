"""Opening, filling, emptying and closing vaults."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import transaction

from apps.system.access.models import Actor
from apps.system.errors import Conflict
from apps.system.events.catalogue import EventPayload
from apps.system.events.services import append_event
from apps.trading.models import Account, Transfer
from apps.trading.services.accounts import close_account, open_ledger_account, transfer
from apps.vaults.derivation import derive_address, path_of, read_seed
from apps.vaults.errors import SeedMissing, VaultClosed, VaultExists, VaultNotEmpty
from apps.vaults.events import VaultDeposited, VaultUpdated, VaultWithdrawn
from apps.vaults.models import Vault, VaultAddress
from apps.vaults.networks import NETWORKS
from apps.vaults.selectors import is_empty


@transaction.atomic
def open_vault(*, actor: Actor) -> Vault:
    """Give an actor a vault: an address per network and an account in the ledger.

    Raises SeedMissing where the platform cannot derive addresses, VaultExists, and Conflict
    (`agent_archived`).
    """
    seed = _seed()
    # One at a time, so that the second is refused and not broken.
    locked = Actor.objects.select_for_update().get(id=actor.id)
    if locked.archived_at is not None:
        raise Conflict(f"{actor.name} is archived.", code="agent_archived")
    if Vault.objects.filter(actor=actor, status=Vault.Status.ACTIVE).exists():
        raise VaultExists(f"{actor.name} has a vault already.")
    account = open_ledger_account(kind=Account.Kind.VAULT, actor=actor, name=f"Vault of {actor.name}"[:120])
    vault = Vault.objects.create(actor=actor, account=account)
    VaultAddress.objects.bulk_create(_addresses(seed, vault))
    _tell(vault, VaultUpdated(vault_id=vault.id, agent_id=_agent_id(actor), status=vault.status))
    return vault


@transaction.atomic
def close_vault(vault: Vault, *, now: datetime) -> Vault:
    """Close an empty vault; a second time changes nothing. Raises VaultNotEmpty."""
    vault = _lock(vault)
    if vault.status == Vault.Status.CLOSED:
        return vault
    if not is_empty(vault):
        raise VaultNotEmpty("The vault still holds something; withdraw it first.")
    close_account(vault.account, now=now)
    vault.status = Vault.Status.CLOSED
    vault.save(update_fields=["status"])
    _tell(vault, VaultUpdated(vault_id=vault.id, agent_id=_agent_id(vault.actor), status=vault.status))
    return vault


@transaction.atomic
def deposit(
    vault: Vault, *, account: Account, asset: str, amount: Decimal, reference: UUID | None = None
) -> Transfer:
    """Move money from a trading account into a vault, for a call or a goal.

    Raises VaultClosed, and what the ledger refuses.
    """
    vault = _lock_active(vault)
    moved = transfer(
        debit=account,
        credit=vault.account,
        asset=asset,
        amount=amount,
        kind=Transfer.Kind.DEPOSIT,
        reference=reference,
    )
    agent_id = _agent_id(vault.actor)
    _tell(vault, VaultDeposited(vault_id=vault.id, agent_id=agent_id, asset=asset, amount=amount))
    return moved


@transaction.atomic
def withdraw(
    vault: Vault, *, account: Account, asset: str, amount: Decimal, reference: UUID | None = None
) -> Transfer:
    """Move money from a vault back to a trading account. Raises VaultClosed, and what the ledger refuses."""
    vault = _lock_active(vault)
    moved = transfer(
        debit=vault.account,
        credit=account,
        asset=asset,
        amount=amount,
        kind=Transfer.Kind.WITHDRAWAL,
        reference=reference,
    )
    agent_id = _agent_id(vault.actor)
    _tell(vault, VaultWithdrawn(vault_id=vault.id, agent_id=agent_id, asset=asset, amount=amount))
    return moved


def _seed() -> bytes:
    try:
        return read_seed(settings.VAULT_SEED)
    except ValueError as error:
        raise SeedMissing(f"No vault can be opened: {error}.") from error


def _addresses(seed: bytes, vault: Vault) -> list[VaultAddress]:
    return [
        VaultAddress(
            vault=vault,
            network=network.name,
            address=derive_address(seed, vault.index, network.index),
            derivation_path=path_of(vault.index, network.index),
        )
        for network in NETWORKS
    ]


def _lock(vault: Vault) -> Vault:
    return Vault.objects.select_for_update(of=("self",)).select_related("account", "actor").get(id=vault.id)


def _lock_active(vault: Vault) -> Vault:
    locked = _lock(vault)
    if locked.status != Vault.Status.ACTIVE:
        raise VaultClosed("The vault is closed.")
    return locked


def _agent_id(actor: Actor) -> UUID | None:
    return actor.id if actor.kind == Actor.Kind.AGENT else None


def _tell(vault: Vault, news: EventPayload) -> None:
    append_event(news, audience=vault.actor.owner_id)
