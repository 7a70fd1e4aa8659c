"""What happens to orders, and to the positions that they make."""

from datetime import datetime
from uuid import UUID

from apps.system.events.catalogue import EventPayload
from apps.system.types import ExactDecimal
from apps.trading.types import Link, OrderStatus, OrderType, Side, TimeInForce


class OrderPlaced(EventPayload, type="trade.order_placed", many="trade.orders_placed"):
    """An order was accepted and its funds are reserved. Times are market times.

    Orders of one `group_id` live and end together; `link` says what this one is to the others. The exits of a
    bracket are `inactive`, and reserve nothing, until their entry fills.
    """

    order_id: UUID
    account_id: UUID
    agent_id: UUID | None
    symbol: str
    side: Side
    order_type: OrderType
    quantity: ExactDecimal
    limit_price: ExactDecimal | None
    time_in_force: TimeInForce
    status: OrderStatus
    placed_at: datetime
    source: str = "paper"
    stop_price: ExactDecimal | None = None
    trail_percent: ExactDecimal | None = None
    trail_amount: ExactDecimal | None = None
    good_till: datetime | None = None
    post_only: bool = False
    reduce_only: bool = False
    group_id: UUID | None = None
    link: Link = Link.NONE


class OrderModified(EventPayload, type="trade.order_modified"):
    """An order is no longer what it was placed as: it was changed, or it is an exit and its entry filled.

    The fields are what it is now. `keeps_place`: it stands where it stood in the queue, because it only
    became smaller or was given another time.
    """

    order_id: UUID
    account_id: UUID
    agent_id: UUID | None
    symbol: str
    side: Side
    order_type: OrderType
    quantity: ExactDecimal
    filled_quantity: ExactDecimal
    limit_price: ExactDecimal | None
    stop_price: ExactDecimal | None
    trail_percent: ExactDecimal | None
    trail_amount: ExactDecimal | None
    time_in_force: TimeInForce
    good_till: datetime | None
    group_id: UUID | None
    link: Link
    status: OrderStatus
    keeps_place: bool
    placed_at: datetime
    market_time: datetime
    source: str


class OrderTriggered(EventPayload, type="trade.order_triggered"):
    """The market reached the trigger of a waiting order, which went to the market as what it had waited for.

    `stop_price` is the trigger as it was then; the fills that follow are at what the market had.
    """

    order_id: UUID
    account_id: UUID
    agent_id: UUID | None
    symbol: str
    side: Side
    order_type: OrderType
    stop_price: ExactDecimal | None
    group_id: UUID | None
    status: OrderStatus
    market_time: datetime
    source: str


class OrderFilled(EventPayload, type="trade.order_filled", many="trade.orders_filled"):
    """An order traded `quantity` at the average `price` in one update of the market."""

    order_id: UUID
    account_id: UUID
    agent_id: UUID | None
    symbol: str
    side: Side
    quantity: ExactDecimal
    price: ExactDecimal
    fee: ExactDecimal
    realised: ExactDecimal
    filled_quantity: ExactDecimal
    status: OrderStatus
    market_time: datetime
    source: str


class OrderCancelled(EventPayload, type="trade.order_cancelled", many="trade.orders_cancelled"):
    """An order ended before it was filled; what it still reserved is free again."""

    order_id: UUID
    account_id: UUID
    agent_id: UUID | None
    symbol: str
    reason: str
    filled_quantity: ExactDecimal
    market_time: datetime
    source: str


class OrderRejected(EventPayload, type="trade.order_rejected", many="trade.orders_rejected"):
    """An order was refused before it was one: by a rule of risk, for want of funds, by a halt.

    `code`, `reason` and `risk_score` (0 to 100, where a rule refused it) are those of the call's answer;
    `tool` is `place_order`, or `close_position`, whose `quantity` is null where all was to be sold. What an
    exchange or the market refused later had been placed, and is cancelled.
    """

    execution_id: UUID
    tool: str
    agent_id: UUID | None
    symbol: str
    side: Side
    quantity: ExactDecimal | None
    order_type: OrderType
    code: str
    reason: str
    risk_score: int | None


class PositionOpened(EventPayload, type="trade.position_opened", many="trade.positions_opened"):
    """An account holds an instrument that it did not hold before."""

    account_id: UUID
    agent_id: UUID | None
    symbol: str
    quantity: ExactDecimal
    average_price: ExactDecimal
    market_time: datetime
    source: str


class PositionClosed(EventPayload, type="trade.position_closed", many="trade.positions_closed"):
    """An account no longer holds an instrument; `realised` is all the profit it made with it, before fees."""

    account_id: UUID
    agent_id: UUID | None
    symbol: str
    realised: ExactDecimal
    market_time: datetime
    source: str
