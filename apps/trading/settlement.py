"""What a batch of matched orders books: pure. Orders, fills, movements and positions in, the new rows out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from apps.system.ids import new_id
from apps.trading.ledger import (
    ZERO,
    House,
    Movement,
    Position,
    apply_fill,
    cost_of,
    fee_of,
    movements_of_fill,
)
from apps.trading.matching import Outcome, Trade
from apps.trading.types import LIVE, OrderStatus, OrderType, Side, TimeInForce, exact_arithmetic


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


@dataclass(frozen=True, slots=True)
class DueOrder:
    """A live order as it was read, with whose it is."""

    id: UUID
    account_id: UUID
    instrument_id: int
    side: Side
    type: OrderType
    time_in_force: TimeInForce
    quantity: Decimal
    limit_price: Decimal | None
    worst_price: Decimal
    status: OrderStatus
    filled_quantity: Decimal
    filled_cost: Decimal
    fee: Decimal
    held: Decimal
    risk_score: int
    call_id: UUID | None
    placed_at: datetime
    actor_id: UUID
    actor_kind: str
    owner_id: UUID
    lineage: tuple[UUID, ...]
    reduce_only: bool = False

    @property
    def agent_id(self) -> UUID | None:
        """The agent whose order it is; None for people, teams and farms."""
        return self.actor_id if self.actor_kind == "AGENT" else None


@dataclass(frozen=True, slots=True)
class BookedFill:
    """One fill with what it cost, what it was charged and what it realised."""

    id: UUID
    order: DueOrder
    price: Decimal
    quantity: Decimal
    cost: Decimal
    fee: Decimal
    realised: Decimal
    is_maker: bool


@dataclass(frozen=True, slots=True)
class BookedOrder:
    """An order after the batch."""

    order: DueOrder
    status: OrderStatus
    reason: str
    filled_quantity: Decimal
    filled_cost: Decimal
    fee: Decimal
    held: Decimal
    fills: tuple[BookedFill, ...]


@dataclass(slots=True)
class BookedPosition:
    """A position before and after the batch, and the fees of the batch."""

    before: Position
    after: Position
    fees: Decimal = ZERO


@dataclass(slots=True)
class Settlement:
    """Everything a batch books; accounts are UUIDs as text, or the House names."""

    orders: list[BookedOrder] = field(default_factory=list)
    movements: list[tuple[UUID, Movement]] = field(default_factory=list)
    released: dict[tuple[UUID, str], Decimal] = field(default_factory=dict)
    positions: dict[tuple[UUID, int], BookedPosition] = field(default_factory=dict)

    @property
    def fills(self) -> list[BookedFill]:
        """All fills, in the order in which they happened."""
        return [fill for booked in self.orders for fill in booked.fills]


def settle(
    outcomes: Iterable[tuple[DueOrder, Terms, Outcome]], positions: dict[tuple[UUID, int], Position]
) -> Settlement:
    """Settle matched orders against the positions they began with."""
    batch = Settlement()
    with exact_arithmetic():
        for order, terms, outcome in outcomes:
            _settle_order(batch, order, terms, outcome, positions)
    return batch


def _settle_order(
    batch: Settlement,
    order: DueOrder,
    terms: Terms,
    outcome: Outcome,
    positions: dict[tuple[UUID, int], Position],
) -> None:
    held, fills = order.held, []
    for trade in outcome.trades:
        fill = _settle_trade(batch, order, terms, trade, held, positions)
        held -= fill.quantity if order.side is Side.SELL else fill.cost + fill.fee
        fills.append(fill)
    if outcome.status not in LIVE:
        held = ZERO
    asset = terms.base if order.side is Side.SELL else terms.quote
    key = (order.account_id, asset)
    batch.released[key] = batch.released.get(key, ZERO) + order.held - held
    batch.orders.append(
        BookedOrder(
            order=order,
            status=outcome.status,
            reason=outcome.cancelled,
            filled_quantity=order.filled_quantity + sum((fill.quantity for fill in fills), ZERO),
            filled_cost=order.filled_cost + sum((fill.cost for fill in fills), ZERO),
            fee=order.fee + sum((fill.fee for fill in fills), ZERO),
            held=held,
            fills=tuple(fills),
        )
    )


def _settle_trade(
    batch: Settlement,
    order: DueOrder,
    terms: Terms,
    trade: Trade,
    held: Decimal,
    positions: dict[tuple[UUID, int], Position],
) -> BookedFill:
    cost = cost_of(trade.price, trade.quantity)
    stated = trade.fee
    fee = fee_of(cost, terms.maker_fee if trade.is_maker else terms.taker_fee) if stated is None else stated
    if order.side is Side.BUY and stated is None:
        # Each fee is rounded up; together they may not exceed what was reserved rounded up once.
        fee = min(fee, held - cost)
    key = (order.account_id, order.instrument_id)
    booked = batch.positions.get(key)
    if booked is None:
        start = positions.get(key, Position())
        booked = batch.positions[key] = BookedPosition(start, start)
    earlier = booked.after
    booked.after = apply_fill(earlier, side=order.side, quantity=trade.quantity, cost=cost)
    booked.fees += fee
    fill_id = new_id()
    legs = movements_of_fill(
        str(order.account_id),
        side=order.side,
        base=terms.base,
        quote=terms.quote,
        quantity=trade.quantity,
        cost=cost,
        fee=fee,
    )
    batch.movements += [(fill_id, leg) for leg in legs]
    realised = booked.after.realised - earlier.realised
    return BookedFill(fill_id, order, trade.price, trade.quantity, cost, fee, realised, trade.is_maker)


def is_fee(movement: Movement) -> bool:
    """Whether a movement pays a fee."""
    return movement.credit == House.FEES


def arrival(order: DueOrder) -> tuple[Any, ...]:
    """Sorts orders by time. Orders of one bar of a replay are equal in time; the older account goes first
    then,

    so that the same orders fill the same way however their insertion was interleaved.
    """
    return (order.placed_at, order.account_id, order.id)
