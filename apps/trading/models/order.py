"""Orders, their fills, and the positions they make."""

from decimal import Decimal
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from apps.system.ids import new_id
from apps.trading.ledger import PLACES, ZERO
from apps.trading.ledger import Position as Holding
from apps.trading.models.account import Account
from apps.trading.models.amounts import AmountField, check, finite
from apps.trading.models.venue import Instrument
from apps.trading.types import (
    LIVE,
    RESTING,
    Link,
    OrderStatus,
    OrderType,
    Side,
    TimeInForce,
    exact_arithmetic,
)

_LIVE = Q(status__in=[status.value for status in LIVE])


def _choices(
    words: type[Side] | type[OrderType] | type[TimeInForce] | type[OrderStatus] | type[Link],
) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]


class Order(models.Model):
    """What an account wants to trade. The matching writer alone fills it; `held` is reserved.

    Orders of one `group` live and end together: the legs of an OCO, or a bracket's entry and its exits. Two
    legs share one reservation, which is `held` by the first that lives. PostgreSQL does not look up account
    and instrument for each: neither is ever removed, and whoever places an order has read both.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, db_constraint=False, related_name="orders", db_index=False
    )
    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, db_constraint=False, related_name="orders", db_index=False
    )
    client_order_id = models.CharField(max_length=64)
    side = models.CharField(max_length=4, choices=_choices(Side))
    type = models.CharField(max_length=16, choices=_choices(OrderType))
    time_in_force = models.CharField(max_length=4, choices=_choices(TimeInForce))
    quantity = AmountField()
    limit_price = AmountField(null=True)
    worst_price = AmountField(help_text="No fill is worse than this.")
    status = models.CharField(max_length=16, choices=_choices(OrderStatus), default=OrderStatus.PENDING.value)
    reason = models.CharField(max_length=32, blank=True, help_text="Why it ended without being filled.")
    filled_quantity = AmountField(default=0)
    filled_cost = AmountField(default=0)
    fee = AmountField(default=0)
    held = AmountField(help_text="Of the quote asset for a buy, of the base asset for a sale.")
    risk_score = models.PositiveSmallIntegerField(default=0)
    reduce_only = models.BooleanField(
        default=False,
        db_default=False,
        help_text="It only closes what is held, so it passes the kill switch.",
    )
    post_only = models.BooleanField(default=False, db_default=False)
    good_till = models.DateTimeField(null=True, help_text="In market time.")
    stop_price = AmountField(null=True, help_text="Its trigger, as it stands; a trailing one moves.")
    trail_percent = AmountField(null=True)
    trail_amount = AmountField(null=True)
    peak = AmountField(null=True, help_text="The best price since it waits, where it trails.")
    triggered_at = models.DateTimeField(null=True, help_text="In market time.")
    collar = AmountField(default=0, db_default=0, help_text="How far a triggered sale may fall, a fraction.")
    ahead = AmountField(default=0, db_default=0, help_text="What stood at its price before it came.")
    group_id = models.UUIDField(null=True)
    link = models.CharField(max_length=5, blank=True, default="", db_default="", choices=_choices(Link))
    revision = models.PositiveIntegerField(default=0, db_default=0, help_text="How often it was changed.")
    fingerprint = models.CharField(
        max_length=64, blank=True, default="", db_default="", help_text="Of the request that placed it."
    )
    call_id = models.UUIDField(null=True, help_text="The tool call that placed it.")
    placed_at = models.DateTimeField(help_text="In market time; a change that costs its place moves it.")
    recorded_at = models.DateTimeField(default=timezone.now)
    cancel_requested_at = models.DateTimeField(null=True, help_text="In market time.")
    closed_at = models.DateTimeField(null=True, help_text="In market time.")

    class Meta:
        db_table = "trading_order"
        constraints = [
            # The client's id first: those that we give begin with the time, and go on the same pages.
            models.UniqueConstraint(fields=["client_order_id", "account"], name="one_client_order"),
            check(
                "order_quantities",
                Q(quantity__gt=0, filled_quantity__gte=0, filled_quantity__lte=F("quantity")),
            ),
            check("order_holds", Q(held__gte=0, fee__gte=0, filled_cost__gte=0)),
            check(
                "order_finite",
                finite("quantity", "worst_price", "filled_quantity", "filled_cost", "fee", "held"),
            ),
            check(
                "order_triggers",
                finite("stop_price", "trail_percent", "trail_amount", "peak", "collar", "ahead"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["instrument", "placed_at"],
                condition=Q(status=OrderStatus.PENDING.value),
                name="order_pending",
            ),
            models.Index(
                fields=["instrument", "side", "limit_price"],
                condition=Q(status__in=[status.value for status in RESTING]),
                name="order_resting",
            ),
            models.Index(
                fields=["instrument", "side", "stop_price"],
                condition=Q(status=OrderStatus.WAITING.value),
                name="order_waiting",
            ),
            models.Index(
                fields=["instrument", "side", "peak"],
                condition=Q(status=OrderStatus.WAITING.value, type=OrderType.TRAILING_STOP.value),
                name="order_trailing",
            ),
            models.Index(
                fields=["instrument", "good_till"],
                condition=_LIVE & Q(good_till__isnull=False),
                name="order_good_till",
            ),
            models.Index(
                fields=["instrument", "cancel_requested_at"],
                condition=_LIVE & Q(cancel_requested_at__isnull=False),
                name="order_leaving",
            ),
            models.Index(fields=["group_id"], condition=Q(group_id__isnull=False), name="order_group"),
            models.Index(fields=["account"], condition=_LIVE, name="order_live"),
            models.Index(fields=["account", "-id"], name="order_account"),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.quantity.normalize():f} {self.instrument_id} ({self.status})"

    @property
    def is_live(self) -> bool:
        """Whether it can still be filled or cancelled."""
        return self.status in LIVE

    @property
    def executed_price(self) -> Decimal | None:
        """Average price of what was executed; None while nothing is."""
        if not self.filled_quantity:
            return None
        with exact_arithmetic():
            average: Decimal = self.filled_cost / self.filled_quantity
            return average.quantize(PLACES)

    @property
    def held_asset(self) -> str:
        """The asset that `held` counts; reads the instrument."""
        return self.instrument.quote if self.side == Side.BUY else self.instrument.base


class Fill(models.Model):
    """One execution. `cost` and `fee` are in the quote asset, `realised` is profit before fees."""

    partitioned = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order_id = models.UUIDField()
    account = models.ForeignKey(
        Account, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    instrument = models.ForeignKey(
        Instrument, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    side = models.CharField(max_length=4, choices=_choices(Side))
    price = AmountField()
    quantity = AmountField()
    cost = AmountField()
    fee = AmountField()
    realised = AmountField(default=0)
    is_maker = models.BooleanField()
    market_time = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)

    account_id: UUID
    instrument_id: int

    class Meta:
        db_table = "trading_fill"
        constraints = [
            check("fill_positive", Q(price__gt=0, quantity__gt=0, cost__gte=0, fee__gte=0)),
            check("fill_finite", finite("price", "quantity", "cost", "fee", "realised")),
        ]
        indexes = [
            models.Index(fields=["account", "id"], name="fill_account"),
            models.Index(fields=["order_id"], name="fill_order"),
            models.Index(fields=["instrument", "market_time"], name="fill_market_time"),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.quantity.normalize():f} at {self.price.normalize():f}"


class Position(models.Model):
    """What an account holds, at average cost; kept at zero after closing for its realised profit."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="positions", db_index=False)
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="positions")
    quantity = AmountField(default=0)
    cost = AmountField(default=0, help_text="What the present quantity cost, without fees.")
    realised = AmountField(default=0, help_text="Profit of what was sold, before fees.")
    fees = AmountField(default=0)
    opened_at = models.DateTimeField(null=True, help_text="In market time.")
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "trading_position"
        constraints = [
            models.UniqueConstraint(fields=["account", "instrument"], name="one_position"),
            check("position_finite", finite("quantity", "cost", "realised", "fees")),
        ]

    def __str__(self) -> str:
        return f"{self.quantity.normalize():f} of instrument {self.instrument_id}"

    @property
    def holding(self) -> Holding:
        """The position as the ledger computes with it."""
        return Holding(self.quantity or ZERO, self.cost or ZERO, self.realised or ZERO)

    @property
    def average_price(self) -> Decimal:
        """Average cost of one unit; zero when nothing is held."""
        return self.holding.average_price
