"""What of vaults `query_database` shows: no index and no derivation path."""

from apps.mcp.querying.catalogue import view

view(
    "vaults",
    description="Vaults, which keep money set apart for DeFi.",
    source="vaults_vault AS vault",
    whose="vault.actor_id",
    columns={
        "vault_id": ("vault.id", "The vault."),
        "actor_id": ("vault.actor_id", "Whose it is."),
        "account_id": ("vault.account_id", "Its account in the ledger: see balances."),
        "status": ("vault.status", "active or closed."),
        "created_at": ("vault.created_at", "When it was made."),
    },
)

view(
    "vault_addresses",
    description="Where vaults are on each network.",
    source="vaults_vaultaddress AS place JOIN vaults_vault AS vault ON vault.id = place.vault_id",
    whose="vault.actor_id",
    columns={
        "vault_id": ("place.vault_id", "The vault."),
        "actor_id": ("vault.actor_id", "Whose it is."),
        "network": ("place.network", "The network."),
        "address": ("place.address", "With its EIP-55 checksum."),
    },
)
