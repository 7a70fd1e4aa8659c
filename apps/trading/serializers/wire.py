"""What trading looks like over REST, with camelCase names."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import Field

from apps.system.types import ExactDecimal, WireModel
from apps.trading.market.sources import source_for
from apps.trading.market.types import Book, Quote
from apps.trading.models import Account, Fill, Instrument, Order, Venue
from apps.trading.serializers.results import quote_fields
from apps.trading.types import Interval, OrderStatus, OrderType, Side, TimeInForce


class Level(WireModel):
    """One price of a ladder."""

    price: ExactDecimal
    quantity: ExactDecimal


class LiveData(WireModel):
    """The latest prices of a symbol. Volumes are in the base asset, `change24h` in percent."""

    symbol: str
    venue: str
    price: ExactDecimal
    bid: ExactDecimal
    ask: ExactDecimal
    change_24h: ExactDecimal = Field(alias="change24h")
    high_24h: ExactDecimal = Field(alias="high24h")
    low_24h: ExactDecimal = Field(alias="low24h")
    volume_24h: ExactDecimal = Field(alias="volume24h")
    source: str
    as_of: datetime

    @classmethod
    def of(cls, venue: Venue, quote: Quote) -> Self:
        """Of a venue's quote."""
        return cls(**quote_fields(venue, quote))


class SymbolOut(WireModel):
    """What a venue lists: steps, least notional, fees as fractions of the cost."""

    symbol: str
    venue: str
    base: str
    quote: str
    tick_size: ExactDecimal
    lot_size: ExactDecimal
    min_notional: ExactDecimal
    maker_fee: ExactDecimal
    taker_fee: ExactDecimal

    @classmethod
    def of(cls, instrument: Instrument) -> Self:
        """Of an instrument."""
        names = [name for name in cls.model_fields if name != "venue"]
        return cls(**{name: getattr(instrument, name) for name in names}, venue=instrument.venue_id)


class Symbols(WireModel):
    """What a venue lists, by symbol."""

    venue: str
    symbols: list[SymbolOut]
    source: str
    as_of: datetime | None


class CandleOut(WireModel):
    """One closed bar; volume in the base asset."""

    opened_at: datetime
    open: ExactDecimal
    high: ExactDecimal
    low: ExactDecimal
    close: ExactDecimal
    volume: ExactDecimal


class Candles(WireModel):
    """The last closed bars of a symbol, oldest first."""

    symbol: str
    venue: str
    interval: Interval
    candles: list[CandleOut]
    source: str
    as_of: datetime | None


class OrderBook(WireModel):
    """The visible ladder of a symbol, best prices first."""

    symbol: str
    venue: str
    bids: list[Level]
    asks: list[Level]
    source: str
    as_of: datetime

    @classmethod
    def of(cls, venue: Venue, book: Book) -> Self:
        """Of a venue's book."""
        return cls(
            symbol=book.symbol,
            venue=venue.slug,
            bids=[Level.model_validate(level) for level in book.bids],
            asks=[Level.model_validate(level) for level in book.asks],
            source=source_for(venue).source,
            as_of=book.as_of,
        )


class OrderOut(WireModel):
    """One order."""

    id: UUID
    account_id: UUID
    agent_id: UUID
    symbol: str
    venue: str
    client_order_id: str
    side: Side
    type: OrderType
    time_in_force: TimeInForce
    quantity: ExactDecimal
    limit_price: ExactDecimal | None
    status: OrderStatus
    reason: str
    filled_quantity: ExactDecimal
    executed_price: ExactDecimal | None
    fee: ExactDecimal
    risk_score: int
    placed_at: datetime
    closed_at: datetime | None
    recorded_at: datetime
    source: str = "paper"

    @classmethod
    def of(cls, order: Order) -> Self:
        """Of an order with its instrument and account."""
        names = (
            "id",
            "account_id",
            "client_order_id",
            "quantity",
            "limit_price",
            "reason",
            "filled_quantity",
        )
        more = ("executed_price", "fee", "risk_score", "placed_at", "closed_at", "recorded_at")
        return cls(
            **{name: getattr(order, name) for name in (*names, *more)},
            agent_id=order.account.actor_id,
            symbol=order.instrument.symbol,
            venue=order.instrument.venue_id,
            side=Side(order.side),
            type=OrderType(order.type),
            time_in_force=TimeInForce(order.time_in_force),
            status=OrderStatus(order.status),
        )


class FillOut(WireModel):
    """One execution: cost and fee in the quote asset, `realised` a sale's profit before fees."""

    id: UUID
    order_id: UUID
    account_id: UUID
    agent_id: UUID
    symbol: str
    venue: str
    side: Side
    price: ExactDecimal
    quantity: ExactDecimal
    cost: ExactDecimal
    fee: ExactDecimal
    realised: ExactDecimal
    is_maker: bool
    market_time: datetime
    recorded_at: datetime
    source: str = "paper"

    @classmethod
    def of(cls, fill: Fill) -> Self:
        """Of a fill with its instrument and account."""
        names = ("id", "order_id", "account_id", "price", "quantity", "cost", "fee", "realised", "is_maker")
        return cls(
            **{name: getattr(fill, name) for name in (*names, "market_time", "recorded_at")},
            agent_id=fill.account.actor_id,
            symbol=fill.instrument.symbol,
            venue=fill.instrument.venue_id,
            side=Side(fill.side),
        )


class PositionOut(WireModel):
    """One open position, valued at the latest price where there is one."""

    account_id: UUID
    agent_id: UUID
    symbol: str
    venue: str
    quantity: ExactDecimal
    average_price: ExactDecimal
    price: ExactDecimal | None
    value: ExactDecimal | None
    unrealised_pnl: ExactDecimal | None
    realised_pnl: ExactDecimal
    fees: ExactDecimal
    source: str
    as_of: datetime | None


class BalanceOut(WireModel):
    """How much of an asset there is, and how much of it live orders reserve."""

    asset: str
    total: ExactDecimal
    held: ExactDecimal


class AccountOut(WireModel):
    """One trading account."""

    id: UUID
    agent_id: UUID
    name: str
    venue: str | None
    currency: str
    funded: ExactDecimal
    status: str
    balances: list[BalanceOut]
    opened_at: datetime
    closed_at: datetime | None
    source: str = "paper"

    @classmethod
    def of(cls, account: Account) -> Self:
        """Of an account whose balances are at hand."""
        names = ("id", "name", "currency", "funded", "status", "opened_at", "closed_at")
        balances = sorted(account.balances.all(), key=lambda balance: balance.asset)
        return cls(
            **{name: getattr(account, name) for name in names},
            agent_id=account.actor_id,
            venue=account.venue_id,
            balances=[BalanceOut.model_validate(balance) for balance in balances],
        )


class PortfolioSummary(WireModel):
    """What all accounts that the asker sees, or one of them, are worth in one currency.

    `equity` is cash and positions at their latest prices; it is null while a position has no price.
    `totalReturn` is its change against `funded`, in percent; profits are before fees, `fees` are those
    paid.
    """

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
    source: str
    as_of: datetime


class Positions(WireModel):
    """Open positions at their latest prices."""

    positions: list[PositionOut]
    source: str = "paper"
    as_of: datetime
