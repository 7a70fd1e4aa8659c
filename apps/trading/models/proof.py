"""What history sums to, so that not all of it is read again each time."""

from uuid import UUID

from django.db import models

from apps.trading.models.account import Account
from apps.trading.models.amounts import AmountField, check, finite


class LedgerProof(models.Model):
    """What an account's transfers or fills sum to, up to a moment; made anew by each full reconciliation.

    `item` is an asset for transfers (quantity: net amount; cost: net funding), and an instrument's id for
    fills (quantity: bought less sold; cost: the same in money; fees).
    """

    class Book(models.TextChoices):
        TRANSFERS = "transfers"
        FILLS = "fills"

    book = models.CharField(max_length=9, choices=Book.choices)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    item = models.CharField(max_length=32)
    quantity = AmountField()
    cost = AmountField()
    fees = AmountField()
    through = models.UUIDField(help_text="Ids below this one are counted in.")

    account_id: UUID

    class Meta:
        db_table = "trading_ledger_proof"
        constraints = [
            models.UniqueConstraint(fields=["book", "account", "item"], name="one_ledger_proof"),
            check("ledger_proof_finite", finite("quantity", "cost", "fees")),
        ]

    def __str__(self) -> str:
        return f"{self.book} of {self.account_id}: {self.quantity.normalize():f} {self.item}"
