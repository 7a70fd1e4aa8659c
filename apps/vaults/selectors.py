"""Finding vaults, and what is in them."""

from uuid import UUID

from django.db.models import Q, QuerySet

from apps.system.access.models import Actor
from apps.system.access.selectors import visible
from apps.system.errors import NotFound
from apps.trading.models import Transfer
from apps.vaults.errors import VaultDisabled
from apps.vaults.models import Vault


def list_vaults(actor: Actor) -> QuerySet[Vault]:
    """The vaults that the asker sees, with their owner, addresses and balances."""
    shown = visible(Vault.objects.all(), actor)
    return shown.select_related("actor").prefetch_related("addresses", "account__balances")


def get_vault(actor: Actor, vault_id: UUID) -> Vault:
    """One vault that the asker sees. Raises NotFound."""
    found = list_vaults(actor).filter(id=vault_id).first()
    if found is None:
        raise NotFound(f"There is no vault {vault_id}.")
    return found


def get_vault_of(actor: Actor, owner_id: UUID) -> Vault:
    """The active vault of an agent that the asker sees. Raises VaultDisabled."""
    found = list_vaults(actor).filter(actor_id=owner_id, status=Vault.Status.ACTIVE).first()
    if found is None:
        raise VaultDisabled("This agent has no vault: it was made without DeFi.")
    return found


def list_transfers(vault: Vault) -> QuerySet[Transfer]:
    """What went into a vault and out of it."""
    account = vault.account_id
    return Transfer.objects.filter(Q(debit_id=account) | Q(credit_id=account))


def is_empty(vault: Vault) -> bool:
    """Whether nothing is left in a vault."""
    return not vault.account.balances.exclude(total=0).exists()
