"""What somebody keeps an eye on: lists of symbols, and prices to be told of."""

from uuid import UUID

from django.db import models
from django.db.models import Q

from apps.system.access.models import Actor
from apps.system.ids import new_id
from apps.trading.models.amounts import AmountField, check, finite
from apps.trading.models.venue import Instrument


class Watchlist(models.Model):
    """Symbols that an actor follows, under a name of its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="watchlists")
    name = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "trading_watchlist"
        constraints = [models.UniqueConstraint(fields=["actor", "name"], name="one_watchlist_name")]

    def __str__(self) -> str:
        return self.name


class WatchlistItem(models.Model):
    """One symbol of a watchlist; `place` orders them."""

    watchlist = models.ForeignKey(Watchlist, on_delete=models.CASCADE, related_name="items")
    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "trading_watchlist_item"
        constraints = [models.UniqueConstraint(fields=["watchlist", "instrument"], name="watched_once")]

    def __str__(self) -> str:
        return f"{self.place}. {self.instrument_id}"


class PriceAlert(models.Model):
    """A price to be told of, once or again after each `cooldown_seconds`.

    Whatever the condition, it is armed with the prices that would set it off (`at_or_above`,
    `at_or_below`), so that one indexed query finds those a bar has reached. Bars that opened before
    `armed_at` (market time) do not count. A crossing is armed on the side where the price is not.
    """

    class Condition(models.TextChoices):
        ABOVE = "above"
        BELOW = "below"
        CROSSES = "crosses"
        CHANGE = "change"

    class Status(models.TextChoices):
        ACTIVE = "ACTIVE"
        TRIGGERED = "TRIGGERED"
        CANCELLED = "CANCELLED"
        EXPIRED = "EXPIRED"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="price_alerts")
    instrument = models.ForeignKey(
        Instrument, on_delete=models.CASCADE, related_name="price_alerts", db_index=False
    )
    condition = models.CharField(max_length=8, choices=Condition.choices)
    price = AmountField(null=True, help_text="For above, below and crosses.")
    percent = AmountField(null=True, help_text="For a change, up or down.")
    reference = AmountField(help_text="The price when it was armed.")
    at_or_above = AmountField(null=True)
    at_or_below = AmountField(null=True)
    repeats = models.BooleanField(default=False)
    cooldown_seconds = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.ACTIVE)
    armed_at = models.DateTimeField(help_text="In market time.")
    rests_until = models.DateTimeField(null=True, help_text="Cooling down, in recorded time.")
    expires_at = models.DateTimeField(null=True, help_text="In recorded time.")
    times_triggered = models.PositiveIntegerField(default=0)
    triggered_at = models.DateTimeField(null=True, help_text="Last, in recorded time.")
    triggered_price = AmountField(null=True, help_text="The price that set it off last.")
    created_at = models.DateTimeField()

    actor_id: UUID
    instrument_id: int

    class Meta:
        db_table = "trading_price_alert"
        constraints = [
            check(
                "price_alert_asks_one_thing",
                Q(condition="change", percent__gt=0, price=None)
                | (~Q(condition="change") & Q(price__gt=0, percent=None)),
            ),
            check("price_alert_is_armed", Q(at_or_above__isnull=False) | Q(at_or_below__isnull=False)),
            check("price_alert_finite", finite("reference")),
        ]
        indexes = [
            models.Index(
                fields=["instrument", "at_or_above"], condition=Q(status="ACTIVE"), name="price_alert_above"
            ),
            models.Index(
                fields=["instrument", "at_or_below"], condition=Q(status="ACTIVE"), name="price_alert_below"
            ),
            models.Index(fields=["expires_at"], condition=Q(status="ACTIVE"), name="price_alert_expiry"),
            models.Index(fields=["actor", "-id"], name="price_alert_actor"),
        ]

    def __str__(self) -> str:
        asked = self.percent if self.price is None else self.price
        return f"{self.condition} {asked.normalize():f}" if asked is not None else self.condition
