"""The trading journal: what became of each position, from its first fill to its last."""

from decimal import Decimal
from uuid import UUID

from django.db import models
from django.db.models import Q

from apps.system.ids import new_id
from apps.trading.models.account import Account
from apps.trading.models.amounts import AmountField, check, finite
from apps.trading.models.venue import Instrument


class RoundTrip(models.Model):
    """A position from nothing to nothing; without `closed_at` it is still held.

    Amounts are in the quote asset. `quantity` and `open_cost` are what is still held, at average cost;
    `realised` is before fees. Over an account and instrument, all trips together are its position.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="round_trips", db_index=False)
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=64, blank=True, help_text="The account's when it was opened.")
    bought = AmountField(help_text="Quantity of all buys.")
    cost = AmountField(help_text="Of all buys.")
    sold = AmountField(default=0, help_text="Quantity of all sales.")
    proceeds = AmountField(default=0, help_text="Of all sales.")
    fees = AmountField(default=0)
    realised = AmountField(default=0)
    quantity = AmountField(help_text="Still held.")
    open_cost = AmountField(help_text="What is still held cost.")
    fills = models.PositiveIntegerField(default=1)
    entry_order_id = models.UUIDField()
    exit_order_id = models.UUIDField(null=True, help_text="The last sale's.")
    opened_at = models.DateTimeField(help_text="In market time.")
    closed_at = models.DateTimeField(null=True, help_text="In market time.")
    began_at = models.DateTimeField(help_text="In recorded time.")
    ended_at = models.DateTimeField(null=True, help_text="In recorded time.")
    note = models.TextField(blank=True)
    noted_by = models.UUIDField(null=True)
    noted_at = models.DateTimeField(null=True)

    account_id: UUID
    instrument_id: int

    class Meta:
        db_table = "trading_round_trip"
        constraints = [
            models.UniqueConstraint(
                fields=["account", "instrument"], condition=Q(closed_at=None), name="one_open_round_trip"
            ),
            check("round_trip_quantities", Q(bought__gt=0, sold__gte=0, quantity__gte=0, fees__gte=0)),
            check(
                "round_trip_finite",
                finite("bought", "cost", "sold", "proceeds", "fees", "realised", "quantity", "open_cost"),
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-id"], name="round_trip_account"),
            models.Index(fields=["account", "ended_at"], name="round_trip_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.bought.normalize():f} of instrument {self.instrument_id}"

    @property
    def profit(self) -> Decimal:
        """What it has brought so far, after fees."""
        profit: Decimal = self.realised - self.fees
        return profit


class JournalMark(models.Model):
    """How far an account's fills are in the journal: up to and with the fill `through`."""

    account = models.OneToOneField(
        Account, on_delete=models.CASCADE, primary_key=True, related_name="journal_mark"
    )
    through = models.UUIDField()

    class Meta:
        db_table = "trading_journal_mark"

    def __str__(self) -> str:
        return f"journal of {self.account_id}"
