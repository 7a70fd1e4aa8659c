"""What fills when orders meet a market: pure, exact and deterministic.

One update of a market is one `Outside`. Orders of all accounts share its depth and its volume, in this
sequence: resting orders that its first price already reaches (price, then time), arriving orders as takers
(time), and then, where the update is a whole bar, all orders that rest and that its range reaches (price,
then time). An order that rests fills at its own price, moved into the bar's range where the market jumped
over it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from apps.trading.market.types import Level, Outside
from apps.trading.types import OrderStatus, Side, TimeInForce, exact_arithmetic, round_down, sign

ZERO = Decimal(0)
NO_LIQUIDITY = "no_liquidity"
PRICE_COLLAR = "price_collar"


@dataclass(frozen=True, slots=True)
class WorkingOrder:
    """An order as matching sees it. `worst_price` bounds a market order; `arrival` sorts by time."""

    id: UUID
    side: Side
    remaining: Decimal
    limit_price: Decimal | None
    worst_price: Decimal
    time_in_force: TimeInForce
    is_new: bool
    arrival: tuple[Any, ...]
    was_filled: bool = False

    @property
    def rests(self) -> bool:
        """Whether what does not fill at once stays in the book."""
        return self.limit_price is not None and self.time_in_force is TimeInForce.GTC


@dataclass(frozen=True, slots=True)
class Trade:
    """One execution of an order."""

    price: Decimal
    quantity: Decimal
    is_maker: bool
    fee: Decimal | None = None
    """What was charged, in the quote asset, where an exchange has said so; else it follows from the terms."""


@dataclass(slots=True)
class Outcome:
    """What an update did to an order: its trades, its status afterwards, and why it ended unfilled."""

    order: WorkingOrder
    trades: list[Trade] = field(default_factory=list)
    cancelled: str = ""

    @property
    def filled(self) -> Decimal:
        """Quantity executed in this update."""
        return sum((trade.quantity for trade in self.trades), ZERO)

    @property
    def left(self) -> Decimal:
        """Quantity that is still to be executed."""
        return self.order.remaining - self.filled

    @property
    def status(self) -> OrderStatus:
        """The order's status after the update."""
        if not self.left:
            return OrderStatus.FILLED
        if self.cancelled:
            return OrderStatus.CANCELLED
        return OrderStatus.PARTIALLY_FILLED if self.trades or self.order.was_filled else OrderStatus.OPEN


class _Depth:
    """What is left of an update's ladders and volume while orders take from it."""

    def __init__(self, outside: Outside, lot: Decimal, bought: Decimal, sold: Decimal) -> None:
        self.lot = lot
        self.volume = max(ZERO, outside.volume - bought - sold)
        self.levels = {Side.BUY: _eaten(outside.asks, bought), Side.SELL: _eaten(outside.bids, sold)}

    def take(self, side: Side, cap: Decimal, want: Decimal) -> list[tuple[Decimal, Decimal]]:
        """Take up to `want` from the levels no worse than `cap`, best first."""
        taken: list[tuple[Decimal, Decimal]] = []
        for level in self.levels[side]:
            if (level[0] - cap) * sign(side) > 0 or not want:
                break
            quantity = round_down(min(level[1], self.volume, want), self.lot)
            if quantity:
                level[1] -= quantity
                self.volume -= quantity
                want -= quantity
                taken.append((level[0], quantity))
        return taken

    def take_ladder(self, side: Side, cap: Decimal, want: Decimal) -> Decimal:
        """The quantity that `take` gets, whatever the prices: a resting order trades at its own."""
        return sum((quantity for _, quantity in self.take(side, cap, want)), ZERO)

    def take_volume(self, _side: Side, _cap: Decimal, want: Decimal) -> Decimal:
        """Take up to `want` from the update's volume, wherever in its range it traded."""
        quantity = round_down(min(self.volume, want), self.lot)
        self.volume -= quantity
        return quantity

    def stops_before(self, side: Side, cap: Decimal) -> bool:
        """Whether depth is left, but only at prices worse than `cap`."""
        rest = [level for level in self.levels[side] if round_down(min(level[1], self.volume), self.lot)]
        return bool(rest) and (rest[0][0] - cap) * sign(side) > 0


def _eaten(levels: Sequence[Level], quantity: Decimal) -> list[list[Decimal]]:
    left = []
    for level in levels:
        gone = min(level.quantity, quantity)
        quantity -= gone
        left.append([level.price, level.quantity - gone])
    return left


def match_orders(
    orders: Iterable[WorkingOrder],
    outside: Outside,
    *,
    lot: Decimal,
    bought: Decimal = ZERO,
    sold: Decimal = ZERO,
) -> list[Outcome]:
    """Match the live orders of one instrument against one update, of which `bought` and `sold` are already
    taken.

    Answers the outcome of each order that changed, in the order in which they were reached.
    """
    with exact_arithmetic():
        outcomes = [Outcome(order) for order in sorted(orders, key=lambda order: order.arrival)]
        _run(outcomes, outside, _Depth(outside, lot, bought, sold))
        return [each for each in outcomes if each.trades or each.order.is_new]


def _run(outcomes: list[Outcome], outside: Outside, depth: _Depth) -> None:
    """The three passes, in sequence."""
    first_price = {Side.BUY: _first(outside.asks), Side.SELL: _first(outside.bids)}
    for outcome in _reached([each for each in outcomes if not each.order.is_new], first_price):
        _fill_resting(outcome, outside, depth.take_ladder)
    for outcome in [each for each in outcomes if each.order.is_new]:
        _fill_arriving(outcome, depth)
    reach = {Side.BUY: outside.dips_to, Side.SELL: outside.rises_to}
    for outcome in _reached([each for each in outcomes if each.left and not each.cancelled], reach):
        _fill_resting(outcome, outside, depth.take_volume)


def _first(levels: Sequence[Level]) -> Decimal | None:
    return levels[0].price if levels else None


def _reached(outcomes: list[Outcome], touch: dict[Side, Decimal | None]) -> list[Outcome]:
    """The outcomes whose limit the touching price reaches, best limit first, then earliest."""
    hit = [each for each in outcomes if _is_reached(each.order, touch[each.order.side])]
    return sorted(
        hit, key=lambda each: (each.order.side, -sign(each.order.side) * _limit(each), each.order.arrival)
    )


def _is_reached(order: WorkingOrder, touch: Decimal | None) -> bool:
    if touch is None or order.limit_price is None:
        return False
    return (touch - order.limit_price) * sign(order.side) <= 0


def _limit(outcome: Outcome) -> Decimal:
    return outcome.order.limit_price or ZERO


def _fill_resting(
    outcome: Outcome, outside: Outside, take: Callable[[Side, Decimal, Decimal], Decimal]
) -> None:
    order, limit = outcome.order, _limit(outcome)
    price = min(limit, outside.high) if order.side is Side.BUY else max(limit, outside.low)
    if quantity := take(order.side, limit, outcome.left):
        outcome.trades.append(Trade(price, quantity, is_maker=True))


def _fill_arriving(outcome: Outcome, depth: _Depth) -> None:
    order = outcome.order
    cap = order.worst_price if order.limit_price is None else order.limit_price
    taken = depth.take(order.side, cap, outcome.left)
    outcome.trades.extend(Trade(price, quantity, is_maker=False) for price, quantity in taken)
    if outcome.left and not order.rests:
        collared = order.limit_price is None and depth.stops_before(order.side, cap)
        outcome.cancelled = PRICE_COLLAR if collared else NO_LIQUIDITY
