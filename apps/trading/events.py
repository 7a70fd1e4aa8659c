"""What happens in trading."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from apps.system.events.catalogue import EventPayload
from apps.system.types import ExactDecimal, WireModel
from apps.trading.types import Interval, OrderStatus, OrderType, Side, TimeInForce


class OrderPlaced(EventPayload, type="trade.order_placed"):
    """An order was accepted and its funds are reserved. Times are market times."""

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


class OrderFilled(EventPayload, type="trade.order_filled"):
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
    source: str = "paper"


class OrderCancelled(EventPayload, type="trade.order_cancelled"):
    """An order ended before it was filled; what it still reserved is free again."""

    order_id: UUID
    account_id: UUID
    agent_id: UUID | None
    symbol: str
    reason: str
    filled_quantity: ExactDecimal
    market_time: datetime
    source: str = "paper"


class PositionOpened(EventPayload, type="trade.position_opened"):
    """An account holds an instrument that it did not hold before."""

    account_id: UUID
    agent_id: UUID | None
    symbol: str
    quantity: ExactDecimal
    average_price: ExactDecimal
    market_time: datetime
    source: str = "paper"


class PositionClosed(EventPayload, type="trade.position_closed"):
    """An account no longer holds an instrument; `realised` is all the profit it made with it, before fees."""

    account_id: UUID
    agent_id: UUID | None
    symbol: str
    realised: ExactDecimal
    market_time: datetime
    source: str = "paper"


class HoldingChange(WireModel):
    """A position after a batch of fills."""

    symbol: str
    quantity: ExactDecimal
    average_price: ExactDecimal
    realised: ExactDecimal


class AccountChange(WireModel):
    """An account after a batch of fills: cash, the reserved part of it, and what changed."""

    account_id: UUID
    agent_id: UUID | None
    cash: ExactDecimal
    held: ExactDecimal
    positions: list[HoldingChange]


class PortfolioUpdated(EventPayload, type="portfolio.update"):
    """All accounts of one owner that a batch of fills changed."""

    accounts: list[AccountChange]
    market_time: datetime
    source: str = "paper"


class MarketTick(EventPayload, type="market.tick", ephemeral=True):
    """The best prices of a symbol now."""

    venue: str
    symbol: str
    bid: ExactDecimal
    ask: ExactDecimal
    last: ExactDecimal
    change_24h: ExactDecimal = Field(alias="change24h")
    as_of: datetime
    source: str


class CandleClosed(EventPayload, type="market.candle", ephemeral=True):
    """A bar of a minute or longer closed."""

    venue: str
    symbol: str
    interval: Interval
    opened_at: datetime
    open: ExactDecimal
    high: ExactDecimal
    low: ExactDecimal
    close: ExactDecimal
    volume: ExactDecimal
    source: str


class BacktestProgressed(EventPayload, type="backtest.progress", ephemeral=True):
    """How far a running backtest has come, as a fraction."""

    backtest_id: UUID
    progress: float


class BacktestFinished(EventPayload, type="backtest.finished"):
    """A backtest ended: `succeeded` (`reused` where its result was computed before), `failed` or
    `cancelled`, and then `code` says why."""

    backtest_id: UUID
    status: str
    kind: str
    strategy: str
    symbol: str
    reused: bool
    code: str
