"""Results of trading's tools, with snake_case names."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from apps.system.types import ExactDecimal
from apps.trading.models import Account, Order
from apps.trading.selectors.live import money_of
from apps.trading.selectors.worth import Worth
from apps.trading.types import Link, OrderStatus, OrderType, Side, TimeInForce

REASONS = {
    "entry_ended": "Its entry ended without buying anything.",
    "exit_reached": "An exit of its bracket was reached.",
    "expired": "The time till which it was good has passed.",
    "fill_or_kill": "Not all of it could be had at once.",
    "kill_switch": "Trading was halted before the order met the market.",
    "no_liquidity": "The market had nothing left to trade.",
    "oco": "The other leg of its pair was reached, or ended.",
    "post_only": "It would have traded at once, and was only to rest.",
    "price_collar": "What was left in the market was too far from its price.",
    "requested": "Cancelled on request.",
    "exchange_refused": "The exchange refused the order.",
    "live_trading_off": "Live trading was turned off before the order was sent.",
}

_CONDITIONS = (
    "stop_price",
    "trail_percent",
    "trail_amount",
    "triggered_at",
    "good_till",
    "reduce_only",
    "group_id",
)
_TERMS = ("limit_price", "stop_price", "triggered_at", "good_till", "group_id")


class OrderResult(BaseModel):
    """What became of an order: average price, quantity and fee executed so far, in the quote asset.

    `stop_price` is its trigger as it stands. `linked_orders` are those that were placed with it: the other
    leg of an OCO, or the exits of a bracket. `cancel_requested`: it ends once the venue's latency has passed.
    """

    model_config = ConfigDict(extra="forbid")

    order_id: UUID
    status: OrderStatus
    symbol: str
    side: Side
    quantity: ExactDecimal
    executed_price: ExactDecimal | None
    executed_quantity: ExactDecimal
    fee: ExactDecimal
    timestamp: datetime
    reason: str = ""
    code: str = ""
    risk_score: int = 0
    order_type: OrderType = OrderType.MARKET
    time_in_force: TimeInForce = TimeInForce.GTC
    limit_price: ExactDecimal | None = None
    stop_price: ExactDecimal | None = None
    triggered_at: datetime | None = None
    good_till: datetime | None = None
    group_id: UUID | None = None
    linked_orders: list[UUID] = []
    cancel_requested: bool = False

    @classmethod
    def of(cls, order: Order, linked: Iterable[UUID] = ()) -> Self:
        """Of an order as it stands; reads its instrument."""
        return cls(
            order_id=order.id,
            status=OrderStatus(order.status),
            symbol=order.instrument.symbol,
            side=Side(order.side),
            quantity=order.quantity,
            executed_price=order.executed_price,
            executed_quantity=order.filled_quantity,
            fee=order.fee,
            timestamp=order.closed_at or order.placed_at,
            reason=REASONS.get(order.reason, order.reason),
            code=order.reason,
            risk_score=order.risk_score,
            order_type=OrderType(order.type),
            time_in_force=TimeInForce(order.time_in_force),
            linked_orders=list(linked),
            cancel_requested=order.is_live and order.cancel_requested_at is not None,
            **{name: getattr(order, name) for name in _TERMS},
        )


class OrderRow(BaseModel):
    """One order as an agent's tool lists it."""

    model_config = ConfigDict(extra="forbid")

    order_id: UUID
    symbol: str
    side: Side
    order_type: OrderType
    quantity: ExactDecimal
    limit_price: ExactDecimal | None
    status: OrderStatus
    executed_quantity: ExactDecimal
    executed_price: ExactDecimal | None
    fee: ExactDecimal
    placed_at: datetime
    time_in_force: TimeInForce = TimeInForce.GTC
    stop_price: ExactDecimal | None = None
    trail_percent: ExactDecimal | None = None
    trail_amount: ExactDecimal | None = None
    triggered_at: datetime | None = None
    good_till: datetime | None = None
    reduce_only: bool = False
    group_id: UUID | None = None
    link: Link = Link.NONE

    @classmethod
    def of(cls, order: Order) -> Self:
        """Of an order with its instrument."""
        return cls(
            order_id=order.id,
            symbol=order.instrument.symbol,
            side=Side(order.side),
            order_type=OrderType(order.type),
            quantity=order.quantity,
            status=OrderStatus(order.status),
            executed_quantity=order.filled_quantity,
            executed_price=order.executed_price,
            fee=order.fee,
            placed_at=order.placed_at,
            limit_price=order.limit_price,
            time_in_force=TimeInForce(order.time_in_force),
            link=Link(order.link),
            **{name: getattr(order, name) for name in _CONDITIONS},
        )


class OrderRows(BaseModel):
    """Orders, newest first."""

    model_config = ConfigDict(extra="forbid")

    orders: list[OrderRow]
    source: str
    as_of: datetime

    @classmethod
    def of(cls, rows: Iterable[Order], account: Account, now: datetime) -> Self:
        """Of an account's orders with their instruments."""
        return cls(orders=[OrderRow.of(each) for each in rows], source=money_of(account.venue), as_of=now)


class CancelledOrders(BaseModel):
    """How many orders were cancelled, or will be once the venue's latency has passed."""

    model_config = ConfigDict(extra="forbid")

    cancelled: int
    source: str
    as_of: datetime


class HoldingResult(BaseModel):
    """One open position, valued at the latest price where there is one; amounts are in `currency`."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    symbol: str
    venue: str
    currency: str
    quantity: ExactDecimal
    average_price: ExactDecimal
    price: ExactDecimal | None
    value: ExactDecimal | None
    unrealised_pnl: ExactDecimal | None
    realised_pnl: ExactDecimal
    as_of: datetime | None


class UnpricedPart(BaseModel):
    """A part of the whole that has no price now: an asset or a symbol, how much of it, and why."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    venue: str
    what: str
    quantity: ExactDecimal
    reason: str


class PortfolioResult(BaseModel):
    """What a set of accounts is worth in one currency, with its open positions.

    `equity` is cash and positions at their latest prices, of which `priced_at` is the oldest. A figure is
    null while a part of it has no price, and `unpriced` names that. `total_return` is the change against
    `funded`, in percent; profits are before fees, `fees` are those paid.
    """

    model_config = ConfigDict(extra="forbid")

    currency: str
    accounts: int
    funded: ExactDecimal
    cash: ExactDecimal | None
    held: ExactDecimal | None
    positions_value: ExactDecimal | None
    equity: ExactDecimal | None
    unrealised_pnl: ExactDecimal | None
    realised_pnl: ExactDecimal | None
    fees: ExactDecimal | None
    total_return: ExactDecimal | None
    unpriced: list[UnpricedPart]
    priced_at: datetime | None
    positions: list[HoldingResult]
    source: str
    as_of: datetime

    @classmethod
    def of(cls, worth: Worth, positions: list[HoldingResult]) -> Self:
        """Of an account's worth and its positions."""
        names = [name for name in cls.model_fields if name not in ("positions", "unpriced")]
        unpriced = [UnpricedPart.model_validate(each) for each in worth.unpriced]
        return cls(**{name: getattr(worth, name) for name in names}, positions=positions, unpriced=unpriced)
