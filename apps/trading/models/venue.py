"""Where trading happens: venues, what they list, and their recorded bars."""

from django.db import models
from django.utils import timezone

from apps.trading.models.amounts import AmountField, check, finite
from apps.trading.types import Interval


def _ranges(side: str) -> models.Q:
    """Open and close of one side lie between its low and its high, above zero; its size is not below."""
    low, high = models.F(f"{side}_low"), models.F(f"{side}_high")
    above = {f"{side}_low__gt": 0, f"{side}_size__gte": 0}
    opens = {f"{side}_open__gte": low, f"{side}_open__lte": high}
    return models.Q(**above, **opens, **{f"{side}_close__gte": low, f"{side}_close__lte": high})


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
    """One closed bar of a venue, recorded or stored as it closed. Bars without a trade are absent."""

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


class RecordedQuote(models.Model):
    """The best bid and ask of a recorded market over the length of one of its bars, with their sizes.

    A size is that at the end, in the base asset. Where a symbol has these, its orders meet them instead of
    its bars.
    """

    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="recorded_quotes")
    symbol = models.CharField(max_length=21)
    opened_at = models.DateTimeField()
    bid_open = AmountField()
    bid_high = AmountField()
    bid_low = AmountField()
    bid_close = AmountField()
    bid_size = AmountField()
    ask_open = AmountField()
    ask_high = AmountField()
    ask_low = AmountField()
    ask_close = AmountField()
    ask_size = AmountField()

    class Meta:
        db_table = "trading_recorded_quote"
        constraints = [
            models.UniqueConstraint(fields=["venue", "symbol", "opened_at"], name="one_recorded_quote"),
            check("recorded_quote_bid", _ranges("bid")),
            check("recorded_quote_ask", _ranges("ask")),
            check(
                "recorded_quote_not_crossed",
                models.Q(bid_open__lte=models.F("ask_open"), bid_close__lte=models.F("ask_close"))
                & models.Q(bid_low__lte=models.F("ask_low"), bid_high__lte=models.F("ask_high")),
            ),
            check("recorded_quote_finite", finite("bid_high", "bid_size", "ask_high", "ask_size")),
        ]
        indexes = [models.Index(fields=["venue", "opened_at"], name="recorded_quote_time")]

    def __str__(self) -> str:
        return f"{self.symbol} {self.opened_at:%Y-%m-%d %H:%M:%S}"
