"""What accounts were worth, minute by minute: the points of an equity curve."""

from uuid import UUID

from django.db import models
from django.db.models import F, Q

from apps.trading.models.account import Account
from apps.trading.models.amounts import AmountField, check, finite


class EquitySnapshot(models.Model):
    """What an account was worth in one minute, in its currency; never changed, except by its closing.

    Minutes are kept for `equity.minutes_kept_days`; of each day before, its last one stays for good.

    `at` is that minute (UTC, whole) in recorded time. It is not market time: a replay plays a day of its
    market in seconds, and what its account was worth is still told by the clock on the wall.
    """

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="equity_snapshots", db_index=False
    )
    at = models.DateTimeField(help_text="The whole minute, in recorded time.")
    equity = AmountField(help_text="Cash and positions.")
    cash = AmountField()
    positions_value = AmountField(help_text="Positions at the latest prices of that minute.")
    funded = AmountField(null=True, help_text="What the account was funded with by then.")
    usd_rate = AmountField(
        null=True, help_text="What one unit of its currency was worth in USD by then; null: nobody knew."
    )
    source = models.CharField(max_length=16, default="paper")

    account_id: UUID

    class Meta:
        db_table = "trading_equity_snapshot"
        constraints = [
            models.UniqueConstraint(fields=["account", "at"], name="one_equity_snapshot"),
            check("equity_snapshot_finite", finite("equity", "cash", "positions_value")),
            check("equity_snapshot_adds_up", Q(equity=F("cash") + F("positions_value"))),
        ]

    def __str__(self) -> str:
        return f"{self.equity.normalize():f} at {self.at:%Y-%m-%d %H:%M}"


class LossMark(models.Model):
    """What an account's losses are measured from, kept while a limit on them is set.

    Profit is equity less what the account was funded with, so that paying in and out is neither. `peak` is
    the highest profit since the limit was set, or since what a trigger had halted was released; `day_profit`
    the profit with which the market's day began.
    """

    account = models.OneToOneField(
        Account, on_delete=models.CASCADE, primary_key=True, related_name="loss_mark"
    )
    profit = AmountField(help_text="When it was last measured.")
    peak = AmountField()
    day = models.DateField(help_text="Of the market.")
    day_profit = AmountField()
    measured_at = models.DateTimeField()
    peak_reset_at = models.DateTimeField(null=True, help_text="The release that reset the peak.")
    day_reset_at = models.DateTimeField(null=True, help_text="The release that reset the day.")

    account_id: UUID

    class Meta:
        db_table = "trading_loss_mark"
        constraints = [check("loss_mark_finite", finite("profit", "peak", "day_profit"))]

    def __str__(self) -> str:
        return f"peak {self.peak.normalize():f}, day from {self.day_profit.normalize():f}"
