"""An order as matching sees it, and what an update did to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from apps.trading.types import Link, OrderStatus, Side, TimeInForce, exact_arithmetic

ZERO = Decimal(0)


class Trigger(NamedTuple):
    """What a waiting order waits for.

    `price` is None until a trailing order has met its market: it is then made of the best price since
    (`peak`), less or plus `trail_amount`, or `trail_percent` of it. A `takes_profit` trigger waits for a
    better price, every other for a worse one. Once it has been reached, no fill of a sale is further than
    the fraction `collar` from the price that reached it; a buy stays within what it reserved.
    """

    price: Decimal | None
    takes_profit: bool = False
    trail_percent: Decimal | None = None
    trail_amount: Decimal | None = None
    peak: Decimal | None = None
    collar: Decimal = ZERO

    @property
    def trails(self) -> bool:
        """Whether the price follows the market."""
        return self.trail_percent is not None or self.trail_amount is not None


class WorkingOrder(NamedTuple):
    """An order as matching sees it. `worst_price` bounds a market order; `arrival` sorts by time.

    `is_new`: it has not met the market yet. `trigger`: it waits for one. `ahead` is what stood at its price
    before it came. `group` and `link` name the orders it lives and ends with: of an OCO the first fill or
    trigger ends the other; the exits of a bracket are `is_inactive` until their entry fills, with nothing
    remaining until then. `leaves`: its cancellation takes effect now. `is_barred`: whoever it belongs to is
    halted, so that it does not trade, and ends where it is new.
    """

    id: UUID
    side: Side
    remaining: Decimal
    limit_price: Decimal | None
    worst_price: Decimal
    time_in_force: TimeInForce
    is_new: bool
    arrival: tuple[Any, ...]
    was_filled: bool = False
    trigger: Trigger | None = None
    post_only: bool = False
    good_till: datetime | None = None
    ahead: Decimal = ZERO
    group: UUID | None = None
    link: Link = Link.NONE
    is_inactive: bool = False
    leaves: bool = False
    is_barred: bool = False

    @property
    def rests(self) -> bool:
        """Whether what does not fill at once stays in the book."""
        return self.limit_price is not None and self.time_in_force in (TimeInForce.GTC, TimeInForce.GTD)


class Trade(NamedTuple):
    """One execution of an order."""

    price: Decimal
    quantity: Decimal
    is_maker: bool
    fee: Decimal | None = None
    """What was charged, in the quote asset, where an exchange has said so; else it follows from the terms."""


@dataclass(slots=True)
class Outcome:
    """What an update did to an order: its trades, its status afterwards, and why it ended unfilled.

    `left` is still to be executed. `added` is what a bracket's entry filled: its exits grow by it. `trigger`
    is as it stands now (None: there was none, or it has been reached), `ahead` and `worst_price` too.
    """

    order: WorkingOrder
    left: Decimal
    has_arrived: bool
    trigger: Trigger | None
    ahead: Decimal
    worst_price: Decimal
    filled: Decimal = ZERO
    added: Decimal = ZERO
    cancelled: str = ""
    is_triggered: bool = False
    trades: list[Trade] = field(default_factory=list)

    @classmethod
    def of(cls, order: WorkingOrder) -> "Outcome":
        """Nothing has happened to the order yet."""
        has_arrived = not (order.is_new or order.is_inactive)
        return cls(order, order.remaining, has_arrived, order.trigger, order.ahead, order.worst_price)

    @classmethod
    def executed(cls, order: WorkingOrder, trades: Sequence[Trade], ended_by: str) -> "Outcome":
        """What an exchange has executed of an order that is there, and why it ended there unfilled. One that
        waited for its trigger has been triggered by what it traded."""
        outcome = cls(
            order, order.remaining, has_arrived=True, trigger=None, ahead=ZERO, worst_price=order.worst_price
        )
        with exact_arithmetic():
            for trade in trades:
                outcome._add(trade)
        outcome.is_triggered = order.trigger is not None and bool(trades)
        outcome.cancelled = ended_by if outcome.left else ""
        return outcome

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen to it."""
        return bool(self.cancelled) or not (self.left or self._is_inactive)

    @property
    def _is_inactive(self) -> bool:
        return self.order.is_inactive and not self.added

    @property
    def is_changed(self) -> bool:
        """Whether it is not as it was, so that it has to be booked."""
        order = self.order
        return bool(
            order.is_new
            or self.filled
            or self.cancelled
            or self.added
            or self.is_triggered
            or self.trigger is not order.trigger
            or self.ahead != order.ahead
        )

    @property
    def status(self) -> OrderStatus:
        """The order's status after the update."""
        if self.cancelled:
            return OrderStatus.CANCELLED
        if not self.left:
            return OrderStatus.INACTIVE if self._is_inactive else OrderStatus.FILLED
        if not self.has_arrived:
            return OrderStatus.PENDING
        if self.trigger is not None:
            return OrderStatus.WAITING
        was_filled = self.filled or self.order.was_filled
        return OrderStatus.PARTIALLY_FILLED if was_filled else OrderStatus.OPEN

    def grow(self, quantity: Decimal) -> None:
        """An exit gets so much more to sell: its entry has bought it."""
        self.added += quantity
        self.left += quantity

    def fill(self, price: Decimal, quantity: Decimal, *, is_maker: bool) -> None:
        """Add an execution."""
        self._add(Trade(price, quantity, is_maker))

    def fill_all(self, taken: Iterable[tuple[Decimal, Decimal]]) -> None:
        """Add what it took as (price, quantity)."""
        for price, quantity in taken:
            self._add(Trade(price, quantity, is_maker=False))

    def _add(self, trade: Trade) -> None:
        self.trades.append(trade)
        self.filled += trade.quantity
        self.left -= trade.quantity
