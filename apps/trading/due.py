"""A live order as it was read, and what of its instrument and venue bears on it: pure."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from apps.trading.ledger import EXACT, ZERO, cost_of, fee_of
from apps.trading.matching import Trigger, WorkingOrder
from apps.trading.types import Link, OrderStatus, OrderType, Side, TimeInForce

TRIGGERED = (OrderType.STOP, OrderType.STOP_LIMIT, OrderType.TAKE_PROFIT, OrderType.TRAILING_STOP)
"""The types that wait for a price before they become market or limit orders."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What settling needs to know of an instrument."""

    id: int
    symbol: str
    base: str
    quote: str
    lot: Decimal
    maker_fee: Decimal
    taker_fee: Decimal
    tick: Decimal = ZERO
    impact: Decimal = ZERO


class DueOrder(NamedTuple):
    """A live order as it was read, with whose it is. A tuple: thousands are made for a batch."""

    id: UUID
    account_id: UUID
    instrument_id: int
    side: Side
    type: OrderType
    time_in_force: TimeInForce
    status: OrderStatus
    filled_quantity: Decimal
    filled_cost: Decimal
    fee: Decimal
    quantity: Decimal
    limit_price: Decimal | None
    worst_price: Decimal
    held: Decimal
    risk_score: int
    call_id: UUID | None
    placed_at: datetime
    actor_id: UUID
    actor_kind: str
    owner_id: UUID
    reduce_only: bool = False
    stop_price: Decimal | None = None
    trail_percent: Decimal | None = None
    trail_amount: Decimal | None = None
    peak: Decimal | None = None
    collar: Decimal = ZERO
    triggered_at: datetime | None = None
    good_till: datetime | None = None
    post_only: bool = False
    ahead: Decimal = ZERO
    group_id: UUID | None = None
    cancel_requested_at: datetime | None = None
    revision: int = 0
    link: Link = Link.NONE

    @property
    def remaining(self) -> Decimal:
        """What is still to be executed; of an exit, of what its entry has bought so far."""
        if self.status is OrderStatus.INACTIVE:
            return ZERO
        return EXACT.subtract(self.quantity, self.filled_quantity)

    @property
    def trigger(self) -> Trigger | None:
        """What it waits for; None where it waits for nothing, or no longer."""
        if self.triggered_at is not None or self.type not in TRIGGERED:
            return None
        takes_profit = self.type is OrderType.TAKE_PROFIT
        return Trigger(
            self.stop_price, takes_profit, self.trail_percent, self.trail_amount, self.peak, self.collar
        )

    @property
    def agent_id(self) -> UUID | None:
        """The agent whose order it is; None for people, teams and farms."""
        return self.actor_id if self.actor_kind == "AGENT" else None


def arrival(order: DueOrder) -> tuple[Any, ...]:
    """Sorts orders by time. Orders of one bar of a replay are equal in time; the older account goes first
    then,

    so that the same orders fill the same way however their insertion was interleaved.
    """
    return (order.placed_at, order.account_id, order.id)


def working_order(order: DueOrder, *, leaves: bool = False, is_barred: bool = False) -> WorkingOrder:
    """An order as matching sees it; `leaves` where its cancellation takes effect now."""
    status = order.status
    return WorkingOrder(
        order.id,
        order.side,
        order.remaining,
        order.limit_price,
        order.worst_price,
        order.time_in_force,
        status is OrderStatus.PENDING,
        (order.placed_at, order.account_id, order.id),
        bool(order.filled_quantity),
        order.trigger,
        order.post_only,
        order.good_till,
        order.ahead,
        order.group_id,
        order.link,
        status is OrderStatus.INACTIVE,
        leaves,
        is_barred,
    )


def hold_of(side: Side, worst_price: Decimal, quantity: Decimal, taker_fee: Decimal) -> Decimal:
    """What an order has to reserve: a buy its worst cost with the dearest fee, a sale what it sells."""
    if side is Side.SELL:
        return quantity
    cost = cost_of(worst_price, quantity)
    return EXACT.add(cost, fee_of(cost, taker_fee))
