"""What the gateway process keeps of the exchanges that it is connected to."""

from uuid import UUID

from django.db import models
from django.db.models import Q

from apps.trading.models.account import Account
from apps.trading.models.amounts import AmountField, check, finite
from apps.trading.models.order import Order
from apps.trading.models.venue import Venue


class Feed(models.Model):
    """One symbol of an exchange's venue, as the gateway follows it.

    Bars that closed by `recorded_until` are stored, as far as the exchange tells of them. A `problem` is said
    while it lasts, in the exchange's words.
    """

    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="feeds")
    symbol = models.CharField(max_length=21)
    recorded_until = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)
    problem_since = models.DateTimeField(null=True)

    class Meta:
        db_table = "trading_feed"
        constraints = [
            models.UniqueConstraint(fields=["venue", "symbol"], name="one_feed"),
            check(
                "feed_problem_since",
                Q(problem="", problem_since__isnull=True) | (~Q(problem="") & Q(problem_since__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} of {self.venue_id}"


class LiveAccount(models.Model):
    """What lets an account trade real money: sealed credentials, and since when an administrator allows it.

    `baseline` is what the exchange held beyond the ledger when trading was enabled. It must not change:
    `drift` says by how much it has, and `drift_seen` how often in a row.
    """

    account = models.OneToOneField(
        Account, on_delete=models.PROTECT, primary_key=True, related_name="exchange_access"
    )
    sealed_credentials = models.TextField(help_text="Readable only with SECRET_KEY.")
    fingerprint = models.CharField(max_length=16, help_text="Tells keys apart, and says nothing of them.")
    changed_at = models.DateTimeField(help_text="When the credentials were given.")
    enabled_at = models.DateTimeField(null=True)
    enabled_by = models.UUIDField(null=True)
    baseline = models.JSONField(null=True)
    drift = models.JSONField(default=dict)
    drift_seen = models.PositiveIntegerField(default=0)
    strangers = models.JSONField(default=list, help_text="Open orders that bear our mark and are not ours.")
    checked_at = models.DateTimeField(null=True, help_text="When balances were last compared.")
    problem = models.CharField(max_length=300, blank=True)

    account_id: UUID

    class Meta:
        db_table = "trading_live_account"

    def __str__(self) -> str:
        return f"{self.account_id} with key {self.fingerprint}"


class LiveOrder(models.Model):
    """An order on its way to an exchange and back: the outbox row, made with the order.

    QUEUED is not there. SENDING may be: it is asked for under `client_id` before it is sent again. OPEN is
    known to the exchange; DONE is over, and booked.
    """

    class State(models.TextChoices):
        QUEUED = "QUEUED"
        SENDING = "SENDING"
        OPEN = "OPEN"
        DONE = "DONE"

    order = models.OneToOneField(
        Order, on_delete=models.PROTECT, primary_key=True, related_name="at_exchange"
    )
    account = models.ForeignKey(LiveAccount, on_delete=models.PROTECT, related_name="orders")
    client_id = models.CharField(max_length=36, help_text="Our mark at the exchange.")
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    exchange_id = models.CharField(max_length=64, blank=True)
    due_at = models.DateTimeField(help_text="When it is sent, or sent again.")
    claimed_at = models.DateTimeField(null=True, help_text="When it last began to be sent.")
    attempts = models.PositiveIntegerField(default=0)
    cancel_requested_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    order_id: UUID
    account_id: UUID

    class Meta:
        db_table = "trading_live_order"
        constraints = [
            models.UniqueConstraint(fields=["account", "client_id"], name="one_live_client_id"),
            check("live_order_sent", Q(state="QUEUED") | Q(state="DONE") | Q(claimed_at__isnull=False)),
        ]
        indexes = [
            models.Index(fields=["account", "due_at"], condition=~Q(state="DONE"), name="live_order_open")
        ]

    def __str__(self) -> str:
        return f"{self.client_id} ({self.state})"


class LiveTrade(models.Model):
    """A trade of the exchange that was booked, so that none is booked twice."""

    account = models.ForeignKey(LiveAccount, on_delete=models.PROTECT, related_name="trades")
    order = models.ForeignKey(LiveOrder, on_delete=models.PROTECT, related_name="trades")
    symbol = models.CharField(max_length=21)
    trade_id = models.CharField(max_length=64)
    fill_id = models.UUIDField()
    fee = AmountField()
    fee_asset = models.CharField(max_length=12, blank=True)
    traded_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "trading_live_trade"
        constraints = [
            models.UniqueConstraint(fields=["account", "symbol", "trade_id"], name="one_live_trade"),
            check("live_trade_finite", finite("fee")),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} {self.trade_id}"
