"""What a batch of matched orders books: pure. Orders, fills, movements and positions in, the new rows out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from apps.system.ids import new_id
from apps.trading.due import DueOrder, Terms, arrival, hold_of, working_order
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
from apps.trading.matching.groups import PAIRED
from apps.trading.types import LIVE, OrderStatus, Side, exact_arithmetic

__all__ = ["DueOrder", "Settlement", "Terms", "arrival", "is_fee", "settle", "working_order"]


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
    """An order after the batch. `quantity` grows where it is a bracket's exit; `outcome` has its trigger."""

    order: DueOrder
    outcome: Outcome
    status: OrderStatus
    reason: str
    quantity: Decimal
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
    """Settle matched orders against the positions they began with.

    The legs of a pair share one reservation: whichever trades takes from it, and one that lives on carries
    what is left. After each trade, no more stays reserved than the rest of the order needs at its worst.
    """
    batch, known = Settlement(), list(outcomes)
    with exact_arithmetic():
        holds = _Holds(known)
        fills = [_settle_trades(batch, *each, holds, positions) for each in known]
        for (order, terms, outcome), filled in zip(known, fills, strict=True):
            _settle_order(batch, order, terms, outcome, filled, holds)
    return batch


class _Holds:
    """What orders, and pairs of linked ones, reserve while a batch is settled."""

    def __init__(self, outcomes: Iterable[tuple[DueOrder, Terms, Outcome]]) -> None:
        self._left: dict[tuple[UUID, bool], Decimal] = {}
        grown: dict[tuple[UUID, bool], Decimal] = {}
        for order, _, outcome in outcomes:
            key = _key(order)
            self._left[key] = self._left.get(key, ZERO) + order.held
            if outcome.added and not outcome.cancelled:
                grown[key] = outcome.added
        for key, quantity in grown.items():
            self._left[key] += quantity

    def of(self, order: DueOrder) -> Decimal:
        """What the order can still take from."""
        return self._left[_key(order)]

    def spend(self, order: DueOrder, amount: Decimal) -> None:
        """The order has paid this from its reservation."""
        self._left[_key(order)] -= amount

    def keep(self, order: DueOrder, terms: Terms, outcome: Outcome) -> Decimal:
        """What stays reserved under this order after the batch; the other leg of its pair carries nothing."""
        if outcome.status not in LIVE:
            return ZERO
        held = self._left[_key(order)]
        self._left[_key(order)] = ZERO
        if not (outcome.filled or outcome.is_triggered):
            return held
        needed = hold_of(order.side, outcome.worst_price, outcome.left, terms.taker_fee)
        # An exchange may have charged more than was reserved: the rest came from what was free.
        return max(ZERO, min(held, needed))


def _key(order: DueOrder) -> tuple[UUID, bool]:
    """A pair is one. Its group has the id of its first order, and an entry reserves for itself."""
    if order.group_id is not None and order.link in PAIRED:
        return order.group_id, True
    return order.id, False


def _settle_order(
    batch: Settlement,
    order: DueOrder,
    terms: Terms,
    outcome: Outcome,
    fills: tuple[BookedFill, ...],
    holds: _Holds,
) -> None:
    held = holds.keep(order, terms, outcome)
    key = (order.account_id, terms.base if order.side is Side.SELL else terms.quote)
    batch.released[key] = batch.released.get(key, ZERO) + order.held - held
    booked = BookedOrder(
        order=order,
        outcome=outcome,
        status=outcome.status,
        reason=outcome.cancelled,
        quantity=_quantity(order, outcome),
        filled_quantity=order.filled_quantity + outcome.filled,
        filled_cost=order.filled_cost + sum((fill.cost for fill in fills), ZERO),
        fee=order.fee + sum((fill.fee for fill in fills), ZERO),
        held=held,
        fills=fills,
    )
    batch.orders.append(booked)


def _quantity(order: DueOrder, outcome: Outcome) -> Decimal:
    """An exit that has just become live is for what its entry bought, however much that was to be."""
    if not outcome.added:
        return order.quantity
    return outcome.added if order.status is OrderStatus.INACTIVE else order.quantity + outcome.added


def _settle_trades(
    batch: Settlement,
    order: DueOrder,
    terms: Terms,
    outcome: Outcome,
    holds: _Holds,
    positions: dict[tuple[UUID, int], Position],
) -> tuple[BookedFill, ...]:
    fills = []
    for trade in outcome.trades:
        fill = _settle_trade(batch, order, terms, trade, holds.of(order), positions)
        holds.spend(order, fill.quantity if order.side is Side.SELL else fill.cost + fill.fee)
        fills.append(fill)
    return tuple(fills)


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
