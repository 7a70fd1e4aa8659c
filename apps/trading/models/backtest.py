"""Backtests: what was asked for, how far it has come, and what it came to."""

from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.system.access.models import Actor
from apps.system.ids import new_id
from apps.trading.models.amounts import AmountField, check, finite
from apps.trading.models.venue import Venue
from apps.trading.types import Interval


class Backtest(models.Model):
    """One request and its result.

    `request` holds everything that was asked for, defaults filled in; `result` is the report. A worker that
    has it renews `lease_until` under its `claim`; past it, the sweeper hands it to another. One whose
    fingerprint was computed before has no result of its own: `reused` names where it is.
    """

    class Status(models.TextChoices):
        QUEUED = "QUEUED"
        RUNNING = "RUNNING"
        SUCCEEDED = "SUCCEEDED"
        FAILED = "FAILED"
        CANCELLED = "CANCELLED"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    strategy = models.CharField(max_length=120, help_text="The kinds of its strategies.")
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="+")
    symbol = models.CharField(max_length=21)
    interval = models.CharField(max_length=4, choices=[(each.value, each.value) for each in Interval])
    request = models.JSONField()
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.QUEUED)
    progress = models.FloatField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    reused = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="+")
    summary = models.JSONField(null=True, help_text="The figures that lists show.")
    result = models.JSONField(null=True)
    trade_count = models.PositiveIntegerField(default=0)
    code = models.CharField(max_length=64, blank=True)
    reason = models.TextField(blank=True)
    requested_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    actor_id: UUID
    reused_id: UUID | None

    class Meta:
        db_table = "trading_backtest"
        constraints = [
            check("backtest_progress", Q(progress__gte=0, progress__lte=1)),
            check(
                "backtest_has_result",
                ~Q(status="SUCCEEDED") | Q(result__isnull=False) | Q(reused__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["actor", "-id"], name="backtest_actor"),
            models.Index(
                fields=["fingerprint"],
                condition=Q(status="SUCCEEDED", reused__isnull=True),
                name="backtest_fingerprint",
            ),
            models.Index(
                fields=["lease_until"], condition=Q(status__in=["QUEUED", "RUNNING"]), name="backtest_lease"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.strategy} on {self.symbol} {self.interval} ({self.status.lower()})"

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.status in (self.Status.QUEUED, self.Status.RUNNING)


class BacktestTrade(models.Model):
    """A round trip of a backtest, in the order in which they began."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    backtest = models.ForeignKey(Backtest, on_delete=models.CASCADE, related_name="trades")
    number = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField()
    bars = models.PositiveIntegerField()
    quantity = AmountField()
    entry_price = AmountField()
    exit_price = AmountField()
    cost = AmountField()
    fees = AmountField()
    profit = AmountField()
    return_on_cost = models.FloatField()
    is_open = models.BooleanField()
    entry_reason = models.TextField(blank=True)
    exit_reason = models.TextField(blank=True)

    class Meta:
        db_table = "trading_backtest_trade"
        constraints = [
            models.UniqueConstraint(fields=["backtest", "number"], name="one_backtest_trade"),
            check(
                "backtest_trade_finite",
                finite("quantity", "entry_price", "exit_price", "cost", "fees", "profit"),
            ),
        ]

    def __str__(self) -> str:
        return f"trade {self.number} of {self.backtest_id}"


class BacktestCurve(models.Model):
    """The whole equity curve of a backtest: a point for each of its bars, packed by `backtests.keeping`.

    One that was computed before these were kept has none.
    """

    backtest = models.OneToOneField(
        Backtest, on_delete=models.CASCADE, primary_key=True, related_name="curve"
    )
    points = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        db_table = "trading_backtest_curve"

    def __str__(self) -> str:
        return f"{self.points} points of {self.backtest_id}"
