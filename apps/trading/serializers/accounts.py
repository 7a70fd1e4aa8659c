"""What accounts, orders, fills and positions look like over REST, with camelCase names."""

from datetime import datetime
from typing import Self
from uuid import UUID

from apps.system.types import ExactDecimal, WireModel
from apps.trading.models import Account, Fill, Order
from apps.trading.selectors.equity import Resolution
from apps.trading.selectors.live import money_of
from apps.trading.types import Link, OrderStatus, OrderType, Side, TimeInForce

_CONDITIONS = (
    "stop_price",
    "trail_percent",
    "trail_amount",
    "triggered_at",
    "good_till",
    "post_only",
    "reduce_only",
    "group_id",
    "cancel_requested_at",
)


class OrderOut(WireModel):
    """One order."""

    id: UUID
    account_id: UUID
    agent_id: UUID | None
    symbol: str
    venue: str
    client_order_id: str
    side: Side
    type: OrderType
    time_in_force: TimeInForce
    quantity: ExactDecimal
    limit_price: ExactDecimal | None
    stop_price: ExactDecimal | None
    trail_percent: ExactDecimal | None
    trail_amount: ExactDecimal | None
    triggered_at: datetime | None
    good_till: datetime | None
    post_only: bool
    reduce_only: bool
    group_id: UUID | None
    link: Link
    cancel_requested_at: datetime | None
    status: OrderStatus
    reason: str
    filled_quantity: ExactDecimal
    executed_price: ExactDecimal | None
    fee: ExactDecimal
    risk_score: int
    placed_at: datetime
    closed_at: datetime | None
    recorded_at: datetime
    source: str

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
            **{name: getattr(order, name) for name in (*names, *more, *_CONDITIONS)},
            link=Link(order.link),
            agent_id=order.account.agent_id,
            symbol=order.instrument.symbol,
            venue=order.instrument.venue_id,
            source=money_of(order.instrument.venue),
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
    agent_id: UUID | None
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
    source: str

    @classmethod
    def of(cls, fill: Fill) -> Self:
        """Of a fill with its instrument and account."""
        names = ("id", "order_id", "account_id", "price", "quantity", "cost", "fee", "realised", "is_maker")
        return cls(
            **{name: getattr(fill, name) for name in (*names, "market_time", "recorded_at")},
            agent_id=fill.account.agent_id,
            symbol=fill.instrument.symbol,
            venue=fill.instrument.venue_id,
            source=money_of(fill.instrument.venue),
            side=Side(fill.side),
        )


class PositionOut(WireModel):
    """One open position, valued at the latest price where there is one; amounts are in `currency`."""

    account_id: UUID
    agent_id: UUID | None
    symbol: str
    venue: str
    currency: str
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
    agent_id: UUID | None
    name: str
    label: str
    venue: str | None
    currency: str
    funded: ExactDecimal
    status: str
    balances: list[BalanceOut]
    opened_at: datetime
    closed_at: datetime | None
    source: str

    @classmethod
    def of(cls, account: Account) -> Self:
        """Of an account whose balances are at hand."""
        names = ("id", "name", "label", "currency", "funded", "status", "opened_at", "closed_at")
        balances = sorted(account.balances.all(), key=lambda balance: balance.asset)
        return cls(
            **{name: getattr(account, name) for name in names},
            agent_id=account.agent_id,
            venue=account.venue_id,
            source=money_of(account.venue),
            balances=[BalanceOut.model_validate(balance) for balance in balances],
        )


class UnpricedOut(WireModel):
    """A part of the whole that has no price now: an asset or a symbol, how much of it, and why."""

    venue: str
    what: str
    quantity: ExactDecimal
    reason: str


class LeftOutOut(WireModel):
    """An account, or the trades of a symbol, that a figure leaves out or does not know all of, and why."""

    what: str
    venue: str
    account_id: UUID | None
    reason: str


class PortfolioSummary(WireModel):
    """What all accounts that the asker sees, or one of them, are worth in one currency.

    Other currencies, of accounts and in them, are valued at their venue's latest prices;
    `unvaluedAccounts` are reckoned in one that has none, and are left out. `equity` is cash and positions at
    their latest prices, of which `pricedAt` is the oldest. A figure is null while a part of it has no price,
    and `unpriced` names that. `totalReturn` is the change against `funded`, in percent; profits are before
    fees, `fees` are those paid. `source` is `live`, `paper`, or `mixed` where a sum has both.
    """

    currency: str
    accounts: int
    unvalued_accounts: int
    funded: ExactDecimal
    cash: ExactDecimal | None
    held: ExactDecimal | None
    positions_value: ExactDecimal | None
    equity: ExactDecimal | None
    unrealised_pnl: ExactDecimal | None
    realised_pnl: ExactDecimal | None
    fees: ExactDecimal | None
    total_return: ExactDecimal | None
    unpriced: list[UnpricedOut]
    priced_at: datetime | None
    source: str
    as_of: datetime


class Positions(WireModel):
    """Open positions at their latest prices."""

    positions: list[PositionOut]
    source: str
    as_of: datetime


class EquityPointOut(WireModel):
    """What the accounts were worth in the minute `at` (recorded time, not market time)."""

    at: datetime
    equity: ExactDecimal
    cash: ExactDecimal
    positions_value: ExactDecimal


class EquityHistoryOut(WireModel):
    """An equity curve, oldest point first; `asOf` is that of the newest, null while there is none.

    `leftOut` names accounts that are not in all points, or with what was known of them before.
    """

    currency: str
    resolution: Resolution
    points: list[EquityPointOut]
    left_out: list[LeftOutOut]
    source: str
    as_of: datetime | None
