"""Results of trading's tools, with snake_case names."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from apps.system.types import ExactDecimal
from apps.trading.market.sources import source_for
from apps.trading.market.types import Quote
from apps.trading.models import Order, Venue
from apps.trading.selectors.portfolio import Worth
from apps.trading.types import OrderStatus, OrderType, Side

REASONS = {
    "kill_switch": "Trading was halted before the order met the market.",
    "no_liquidity": "The market had nothing left to trade.",
    "price_collar": "What was left in the market was too far from its price.",
    "requested": "Cancelled on request.",
    "exchange_refused": "The exchange refused the order.",
    "live_trading_off": "Live trading was turned off before the order was sent.",
}


def quote_fields(venue: Venue, quote: Quote) -> dict[str, Any]:
    """A quote as both the tool and the endpoint tell it."""
    same = ("symbol", "bid", "ask", "change_24h", "high_24h", "low_24h", "volume_24h", "as_of")
    named = {name: getattr(quote, name) for name in same}
    return {**named, "venue": venue.slug, "price": quote.last, "source": source_for(venue).source}


class OrderResult(BaseModel):
    """What became of an order: average price, quantity and fee executed so far, in the quote asset."""

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

    @classmethod
    def of(cls, order: Order) -> Self:
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

    @classmethod
    def of(cls, order: Order) -> Self:
        """Of an order with its instrument."""
        return cls(
            order_id=order.id,
            symbol=order.instrument.symbol,
            side=Side(order.side),
            order_type=OrderType(order.type),
            quantity=order.quantity,
            limit_price=order.limit_price,
            status=OrderStatus(order.status),
            executed_quantity=order.filled_quantity,
            executed_price=order.executed_price,
            fee=order.fee,
            placed_at=order.placed_at,
        )


class OrderRows(BaseModel):
    """Orders, newest first."""

    model_config = ConfigDict(extra="forbid")

    orders: list[OrderRow]
    source: str = "paper"
    as_of: datetime


class MarketData(BaseModel):
    """The latest prices of a symbol. Volumes are in the base asset, `change_24h` in percent."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    symbol: str
    venue: str
    price: ExactDecimal
    bid: ExactDecimal
    ask: ExactDecimal
    change_24h: ExactDecimal
    high_24h: ExactDecimal
    low_24h: ExactDecimal
    volume_24h: ExactDecimal
    source: str
    as_of: datetime

    @classmethod
    def of(cls, venue: Venue, quote: Quote) -> Self:
        """Of a venue's quote."""
        return cls(**quote_fields(venue, quote))


class HoldingResult(BaseModel):
    """One open position, valued at the latest price where there is one."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    symbol: str
    venue: str
    quantity: ExactDecimal
    average_price: ExactDecimal
    price: ExactDecimal | None
    value: ExactDecimal | None
    unrealised_pnl: ExactDecimal | None
    realised_pnl: ExactDecimal
    as_of: datetime | None


class PortfolioResult(BaseModel):
    """What a set of accounts is worth in one currency, with its open positions.

    `equity` is cash and positions at their latest prices; it is null while a position has no price.
    `total_return` is its change against `funded`, in percent; profits are before fees, `fees` are those
    paid.
    """

    model_config = ConfigDict(extra="forbid")

    currency: str
    accounts: int
    funded: ExactDecimal
    cash: ExactDecimal
    held: ExactDecimal
    positions_value: ExactDecimal | None
    equity: ExactDecimal | None
    unrealised_pnl: ExactDecimal | None
    realised_pnl: ExactDecimal
    fees: ExactDecimal
    total_return: ExactDecimal | None
    positions: list[HoldingResult]
    source: str
    as_of: datetime

    @classmethod
    def of(cls, worth: Worth, positions: list[HoldingResult]) -> Self:
        """Of an account's worth and its positions."""
        names = [name for name in cls.model_fields if name != "positions"]
        return cls(**{name: getattr(worth, name) for name in names}, positions=positions)
