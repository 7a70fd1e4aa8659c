"""What a batch of matched orders books: pure. Orders, fills, movements and positions in, the new rows out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from apps.system.ids import new_id
from apps.trading.due import DueOrder, Terms, arrival, hold_of, working_order
from apps.trading.ledger import (
    ZERO,
    Movement,
    Position,
    apply_fill,
    average_of,
    cost_of,
    fee_of,
    movements_of_fill,
)
from apps.trading.matching import Outcome, Trade
from apps.trading.matching.groups import PAIRED
from apps.trading.types import OrderStatus, Side, exact_arithmetic

__all__ = ["DueOrder", "Settlement", "Terms", "arrival", "settle", "working_order"]


class BookedFill(NamedTuple):
    """One fill with what it cost, what it was charged and what it realised."""

    id: UUID
    order: DueOrder
    price: Decimal
    quantity: Decimal
    cost: Decimal
    fee: Decimal
    realised: Decimal
    is_maker: bool


class BookedOrder(NamedTuple):
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

    @property
    def executed_price(self) -> Decimal | None:
        """The average of all that was executed of it; None while nothing is."""
        return average_of(self.filled_cost, self.filled_quantity) if self.filled_quantity else None


@dataclass(slots=True)
class BookedPosition:
    """A position before and after the batch, and the fees of the batch."""

    before: Position
    after: Position
    fees: Decimal = ZERO


@dataclass(slots=True)
class Settlement:
    """Everything a batch books; accounts are the 32 digits of their ids, or the House names. Orders that
    `are_new` have no row yet."""

    are_new: bool = False
    orders: list[BookedOrder] = field(default_factory=list)
    movements: list[tuple[UUID, Movement]] = field(default_factory=list)
    released: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    positions: dict[tuple[UUID, int], BookedPosition] = field(default_factory=dict)

    @property
    def fills(self) -> list[BookedFill]:
        """All fills, in the order in which they happened."""
        return [fill for booked in self.orders for fill in booked.fills]


def settle(
    outcomes: Iterable[tuple[DueOrder, Terms, Outcome]],
    positions: dict[tuple[UUID, int], Position],
    *,
    are_new: bool = False,
) -> Settlement:
    """Settle matched orders against the positions they began with. New ones have reserved nothing yet.

    The legs of a pair share one reservation: whichever trades takes from it, and one that lives on carries
    what is left. After each trade, no more stays reserved than the rest of the order needs at its worst.
    """
    batch, known = Settlement(are_new), list(outcomes)
    with exact_arithmetic():
        pairs = _Pairs(known)
        traded = [_settle_trades(batch, *each, pairs, positions) for each in known]
        for (order, terms, outcome), (fills, held) in zip(known, traded, strict=True):
            if order.link in PAIRED:
                held = ZERO if outcome.is_over else pairs.hand_over(order)
            _settle_order(batch, order, terms, outcome, fills, held)
    return batch


class _Pairs:
    """What pairs of linked orders have reserved while a batch is settled, by group."""

    def __init__(self, outcomes: Iterable[tuple[DueOrder, Terms, Outcome]]) -> None:
        self._left: dict[UUID | None, Decimal] = {}
        grown: dict[UUID | None, Decimal] = {}
        for order, _, outcome in outcomes:
            if order.link in PAIRED:
                self._left[order.group_id] = self._left.get(order.group_id, ZERO) + order.held
                if outcome.added and not outcome.cancelled:
                    grown[order.group_id] = outcome.added
        for group, quantity in grown.items():
            self._left[group] += quantity

    def of(self, order: DueOrder) -> Decimal:
        """What the order can still take from."""
        return self._left[order.group_id]

    def leave(self, order: DueOrder, held: Decimal) -> None:
        """So much is left once the order has paid."""
        self._left[order.group_id] = held

    def hand_over(self, order: DueOrder) -> Decimal:
        """What is left, for the first live leg that asks; the other carries nothing."""
        held = self._left[order.group_id]
        self._left[order.group_id] = ZERO
        return held


def _settle_order(
    batch: Settlement,
    order: DueOrder,
    terms: Terms,
    outcome: Outcome,
    fills: tuple[BookedFill, ...],
    held: Decimal,
) -> None:
    filled, cost, fee = outcome.filled, order.filled_cost, order.fee
    for fill in fills:
        cost += fill.cost
        fee += fill.fee
    if outcome.is_over:
        held = ZERO
    elif filled or outcome.is_triggered:
        need = hold_of(order.side, outcome.worst_price, outcome.left, terms.taker_fee)
        # An exchange may have charged more than was reserved: the rest came from what was free.
        held = max(ZERO, min(held, need))
    key = (order.account_id.hex, terms.base if order.side is Side.SELL else terms.quote)
    reserved = ZERO if batch.are_new else order.held
    batch.released[key] = batch.released.get(key, ZERO) + reserved - held
    quantity = _quantity(order, outcome) if outcome.added else order.quantity
    batch.orders.append(
        BookedOrder(
            order,
            outcome,
            outcome.status,
            outcome.cancelled,
            quantity,
            order.filled_quantity + filled,
            cost,
            fee,
            held,
            fills,
        )
    )


def _quantity(order: DueOrder, outcome: Outcome) -> Decimal:
    """An exit that has just become live is for what its entry bought, however much that was to be."""
    return outcome.added if order.status is OrderStatus.INACTIVE else order.quantity + outcome.added


def _settle_trades(
    batch: Settlement,
    order: DueOrder,
    terms: Terms,
    outcome: Outcome,
    pairs: _Pairs,
    positions: dict[tuple[UUID, int], Position],
) -> tuple[tuple[BookedFill, ...], Decimal]:
    """The fills of an order, and what is left of what it had reserved."""
    is_paired = order.link in PAIRED
    held = pairs.of(order) if is_paired else order.held
    if not outcome.trades:
        return (), held
    fills = []
    for trade in outcome.trades:
        fill = _settle_trade(batch, order, terms, trade, held, positions)
        held -= fill.quantity if order.side is Side.SELL else fill.cost + fill.fee
        fills.append(fill)
    if is_paired:
        pairs.leave(order, held)
    return tuple(fills), held


def _settle_trade(
    batch: Settlement,
    order: DueOrder,
    terms: Terms,
    trade: Trade,
    held: Decimal,
    positions: dict[tuple[UUID, int], Position],
) -> BookedFill:
    side, price, quantity, fee = order.side, trade.price, trade.quantity, trade.fee
    cost = cost_of(price, quantity)
    if fee is None:
        fee = fee_of(cost, terms.maker_fee if trade.is_maker else terms.taker_fee)
        if side is Side.BUY:
            # Each fee is rounded up; together they may not exceed what was reserved rounded up once.
            fee = min(fee, held - cost)
    key = (order.account_id, order.instrument_id)
    booked = batch.positions.get(key)
    if booked is None:
        start = positions.get(key) or Position()
        booked = batch.positions[key] = BookedPosition(start, start)
    earlier = booked.after
    booked.after = apply_fill(earlier, side=side, quantity=quantity, cost=cost)
    booked.fees += fee
    fill_id, account = new_id(), order.account_id.hex
    for leg in movements_of_fill(
        account, side=side, base=terms.base, quote=terms.quote, quantity=quantity, cost=cost, fee=fee
    ):
        batch.movements.append((fill_id, leg))
    realised = booked.after.realised - earlier.realised
    return BookedFill(fill_id, order, price, quantity, cost, fee, realised, trade.is_maker)
