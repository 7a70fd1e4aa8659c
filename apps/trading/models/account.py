"""Whose money is where: accounts, their balances, and the transfers between them."""

from uuid import UUID

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from apps.system.access.models import Actor
from apps.system.ids import new_id
from apps.trading.models.amounts import AmountField, check, finite
from apps.trading.models.venue import Venue


class Account(models.Model):
    """A holder of assets in the one ledger.

    TRADING accounts belong to one venue, so that switching a market never invents a profit. MARKET, FEES
    and EXTERNAL are a venue's other side: what was traded against, what was paid, what came from outside.
    They may be negative; together with all others every asset sums to zero.
    """

    class Kind(models.TextChoices):
        TRADING = "TRADING"
        VAULT = "VAULT"
        EXTERNAL = "EXTERNAL"
        FEES = "FEES"
        MARKET = "MARKET"

    class Status(models.TextChoices):
        OPEN = "OPEN"
        CLOSED = "CLOSED"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="accounts")
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, null=True, related_name="accounts")
    name = models.CharField(max_length=120, blank=True)
    label = models.CharField(
        max_length=64,
        blank=True,
        db_default="",
        help_text="Under what its results are attributed: what trades it, such as its strategy.",
    )
    currency = models.CharField(
        max_length=12, default="USD", help_text="What it is reckoned in; it may hold others, too."
    )
    funded = AmountField(
        default=0, help_text="Capital paid in less capital taken out, in `currency`, at the rates of then."
    )
    status = models.CharField(max_length=6, choices=Status.choices, default=Status.OPEN)
    opened_at = models.DateTimeField(default=timezone.now)
    closing_since = models.DateTimeField(null=True, help_text="Since when it takes market sales only.")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "trading_account"
        constraints = [
            models.UniqueConstraint(
                fields=["actor"], condition=Q(kind="TRADING", status="OPEN"), name="one_open_trading_account"
            ),
            models.UniqueConstraint(
                fields=["kind", "venue"],
                condition=Q(kind__in=["EXTERNAL", "FEES", "MARKET"]),
                name="one_house_account",
                nulls_distinct=False,
            ),
            check("trading_account_has_venue", ~Q(kind="TRADING") | Q(venue__isnull=False)),
            check("account_finite", finite("funded")),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.kind.lower()} account of {self.actor_id}"

    @property
    def agent_id(self) -> UUID | None:
        """The agent whose account it is; None for people, teams and farms."""
        return self.actor_id if self.actor.kind == Actor.Kind.AGENT else None


class Balance(models.Model):
    """How much of an asset an account has (`total`), and how much of it is reserved (`held`)."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="balances", db_index=False)
    asset = models.CharField(max_length=12)
    total = AmountField(default=0)
    held = AmountField(default=0)
    may_be_negative = models.BooleanField(default=False, help_text="True for a venue's own accounts.")

    class Meta:
        db_table = "trading_balance"
        constraints = [
            models.UniqueConstraint(fields=["account", "asset"], name="one_balance"),
            check("balance_finite", finite("total", "held")),
            check(
                "balance_covers_held",
                Q(held__gte=0) & (Q(may_be_negative=True) | Q(total__gte=0, held__lte=F("total"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.total} {self.asset}"


class Transfer(models.Model):
    """An amount that left `debit` and reached `credit`. Never changed: a correction is another transfer."""

    partitioned = True

    class Kind(models.TextChoices):
        CAPITAL = "CAPITAL"
        TRADE = "TRADE"
        FEE = "FEE"
        DEPOSIT = "DEPOSIT"
        WITHDRAWAL = "WITHDRAWAL"
        INTERNAL = "INTERNAL"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    debit = models.ForeignKey(
        Account, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    credit = models.ForeignKey(
        Account, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    asset = models.CharField(max_length=12)
    amount = AmountField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reference = models.UUIDField(null=True, help_text="The fill, call or transaction it belongs to.")
    market_time = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    debit_id: UUID
    credit_id: UUID

    class Meta:
        db_table = "trading_transfer"
        constraints = [check("transfer_positive", Q(amount__gt=0) & finite("amount"))]
        indexes = [
            models.Index(fields=["debit", "id"], name="transfer_debit"),
            models.Index(fields=["credit", "id"], name="transfer_credit"),
            # What a transfer refers to is as old as itself, or nearly: that needs no tree.
            BrinIndex(
                fields=["reference"],
                opclasses=["uuid_minmax_multi_ops"],
                autosummarize=True,
                name="transfer_reference_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.asset} ({self.kind.lower()})"


class TransferNote(models.Model):
    """Why a person moved money by hand, and (`reverses`) which transfer that takes back.

    A transfer is taken back once at most, and what takes one back is not taken back itself.
    """

    transfer_id = models.UUIDField(primary_key=True, editable=False)
    reverses = models.UUIDField(null=True, unique=True)
    reason = models.CharField(max_length=500)
    reference = models.CharField(max_length=120, blank=True, help_text="A ticket or document outside.")
    made_by = models.UUIDField(help_text="The actor that asked for it.")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "trading_transfer_note"

    def __str__(self) -> str:
        return self.reason


class FundingValue(models.Model):
    """What capital in another currency counted for in its account's, when it came or went (`value` below
    zero).

    Never changed: a currency that moves afterwards is profit or loss, and no funding.
    """

    transfer_id = models.UUIDField(primary_key=True, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="funding_values")
    asset = models.CharField(max_length=12)
    rate = AmountField(help_text="What one unit of the asset was worth in the account's currency.")
    value = AmountField()
    source = models.CharField(max_length=16, help_text="Whose prices: simulated, replay or live.")
    priced_at = models.DateTimeField(help_text="Of when the price was, in market time.")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "trading_funding_value"
        constraints = [check("funding_value_finite", finite("rate", "value") & Q(rate__gt=0))]

    def __str__(self) -> str:
        return f"{self.value} for {self.asset}"
