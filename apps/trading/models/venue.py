"""Where trading happens: venues, what they list, and their recorded bars."""

from django.db import models
from django.utils import timezone

from apps.trading.models.amounts import AmountField, check, finite
from apps.trading.types import Interval


class Venue(models.Model):
    """A market with its own time. A replay stands still until it is started.

    `market_time` is how far matching has come, `bars_until` how far closed bars have been handed out for
    decisions.
    """

    class Kind(models.TextChoices):
        SIMULATOR = "SIMULATOR"
        REPLAY = "REPLAY"
        EXCHANGE = "EXCHANGE"

    class Status(models.TextChoices):
        READY = "READY"
        RUNNING = "RUNNING"
        FINISHED = "FINISHED"

    slug = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    config = models.JSONField(default=dict)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.READY)
    market_time = models.DateTimeField(null=True)
    bars_until = models.DateTimeField(null=True)
    began_at = models.DateTimeField(
        default=timezone.now, help_text="When its present run began, in real time."
    )
    ticked_at = models.DateTimeField(null=True, help_text="When the market process last worked it.")

    class Meta:
        db_table = "trading_venue"

    def __str__(self) -> str:
        return self.slug


class Instrument(models.Model):
    """A pair that a venue lists, with its steps, its least notional and its fees (fractions of the cost)."""

    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="instruments")
    symbol = models.CharField(max_length=21)
    base = models.CharField(max_length=12)
    quote = models.CharField(max_length=8)
    tick_size = AmountField()
    lot_size = AmountField()
    min_notional = AmountField()
    maker_fee = AmountField()
    taker_fee = AmountField()

    class Meta:
        db_table = "trading_instrument"
        constraints = [
            models.UniqueConstraint(fields=["venue", "symbol"], name="one_instrument"),
            check("instrument_steps", models.Q(tick_size__gt=0, lot_size__gt=0)),
            check(
                "instrument_finite", finite("tick_size", "lot_size", "min_notional", "maker_fee", "taker_fee")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} on {self.venue_id}"


class Candle(models.Model):
    """One recorded bar of a venue. Minutes without a trade are absent."""

    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="candles")
    symbol = models.CharField(max_length=21)
    interval = models.CharField(max_length=4, choices=[(each.value, each.value) for each in Interval])
    opened_at = models.DateTimeField()
    open = AmountField()
    high = AmountField()
    low = AmountField()
    close = AmountField()
    volume = AmountField()

    class Meta:
        db_table = "trading_candle"
        constraints = [
            models.UniqueConstraint(fields=["venue", "symbol", "interval", "opened_at"], name="one_candle"),
            check(
                "candle_range",
                models.Q(low__gt=0, volume__gte=0)
                & models.Q(low__lte=models.F("open"), high__gte=models.F("open"))
                & models.Q(low__lte=models.F("close"), high__gte=models.F("close")),
            ),
            check("candle_finite", finite("open", "high", "low", "close", "volume")),
        ]
        indexes = [models.Index(fields=["venue", "interval", "opened_at"], name="candle_time")]

    def __str__(self) -> str:
        return f"{self.symbol} {self.interval} {self.opened_at:%Y-%m-%d %H:%M:%S}"
