"""News of vaults."""

from uuid import UUID

from apps.system.events.catalogue import EventPayload
from apps.system.types import ExactDecimal


class VaultUpdated(EventPayload, type="vault.update"):
    """A vault was opened or closed."""

    vault_id: UUID
    agent_id: UUID | None
    status: str


class VaultDeposited(EventPayload, type="vault.deposit"):
    """Money came from a trading account into a vault."""

    vault_id: UUID
    agent_id: UUID | None
    asset: str
    amount: ExactDecimal


class VaultWithdrawn(EventPayload, type="vault.withdrawal"):
    """Money went from a vault back to a trading account."""

    vault_id: UUID
    agent_id: UUID | None
    asset: str
    amount: ExactDecimal
