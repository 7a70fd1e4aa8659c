"""What vaults refuse."""

from apps.system.errors import NotFound, Refused


class SeedMissing(Refused):
    """The platform has no usable seed to derive addresses from."""

    code, title = "vault_seed_missing", "No vault seed"


class VaultDisabled(NotFound):
    """The actor has no vault."""

    code, title = "vault_disabled", "No vault"


class VaultExists(Refused):
    """The actor has an active vault already."""

    code, title = "vault_exists", "A vault is there already"


class VaultClosed(Refused):
    """The vault is closed."""

    code, title = "vault_closed", "Vault closed"


class VaultNotEmpty(Refused):
    """A vault that holds something cannot be closed."""

    code, title = "vault_not_empty", "Vault not empty"
