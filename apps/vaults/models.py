"""Vaults and their addresses. No key is ever stored: addresses come from one seed and the vault's index."""

from django.db import connection, models

from apps.system.ids import new_id
from apps.system.models import Actor
from apps.trading.models import Account
from apps.vaults.networks import NETWORKS

INDEX_SEQUENCE = "vaults_vault_index"
HARDENED = 2**31


def next_index() -> int:
    """A derivation index that no vault has or had."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s)", [INDEX_SEQUENCE])
        (index,) = cursor.fetchone()
    return int(index)


class Vault(models.Model):
    """Money set apart for DeFi: one address per network, and an account of its own in the ledger."""

    class Status(models.TextChoices):
        ACTIVE = "active"
        CLOSED = "closed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="vaults")
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="vault")
    index = models.PositiveBigIntegerField(unique=True, default=next_index, editable=False)
    status = models.CharField(max_length=6, choices=Status.choices, default=Status.ACTIVE)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["actor"], condition=models.Q(status="active"), name="one_active_vault_per_actor"
            ),
            models.CheckConstraint(
                condition=models.Q(index__lt=HARDENED), name="vault_index_can_be_hardened"
            ),
        ]

    def __str__(self) -> str:
        return f"vault {self.index} of {self.actor_id}"


class VaultAddress(models.Model):
    """A vault's address on one network (EIP-55 checksummed), and the path it was derived by."""

    vault = models.ForeignKey(Vault, on_delete=models.CASCADE, related_name="addresses")
    network = models.CharField(max_length=16, choices=[(network.name, network.title) for network in NETWORKS])
    address = models.CharField(max_length=42)
    derivation_path = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["vault", "network"], name="one_address_per_network"),
            models.UniqueConstraint(fields=["network", "address"], name="one_vault_per_address"),
        ]

    def __str__(self) -> str:
        return f"{self.address} on {self.network}"
