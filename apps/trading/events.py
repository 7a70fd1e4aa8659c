"""What happens in trading."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from apps.system.events.catalogue import EventPayload
from apps.system.types import ExactDecimal, WireModel
from apps.trading.market.scenarios import ScenarioKind
from apps.trading.types import Interval, Link, OrderStatus, OrderType, Side, TimeInForce


class OrderPlaced(EventPayload, type="trade.order_placed"):
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
    source: str


class OrderCancelled(EventPayload, type="trade.order_cancelled"):
    """An order ended before it was filled; what it still reserved is free again."""

    order_id: UUID
    account_id: UUID
    agent_id: UUID | None
    symbol: str
    reason: str
    filled_quantity: ExactDecimal
    market_time: datetime
    source: str


class OrderRejected(EventPayload, type="trade.order_rejected"):
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


class PositionOpened(EventPayload, type="trade.position_opened"):
    """An account holds an instrument that it did not hold before."""

    account_id: UUID
    agent_id: UUID | None
    symbol: str
    quantity: ExactDecimal
    average_price: ExactDecimal
    market_time: datetime
    source: str


class PositionClosed(EventPayload, type="trade.position_closed"):
    """An account no longer holds an instrument; `realised` is all the profit it made with it, before fees."""

    account_id: UUID
    agent_id: UUID | None
    symbol: str
    realised: ExactDecimal
    market_time: datetime
    source: str


class HoldingChange(WireModel):
    """A position after a batch of fills."""

    symbol: str
    quantity: ExactDecimal
    average_price: ExactDecimal
    realised: ExactDecimal


class AccountChange(WireModel):
    """An account after a batch of fills: what it has of a currency that was paid with (`cash`), the reserved
    part of that, and the positions that changed."""

    account_id: UUID
    agent_id: UUID | None
    currency: str
    cash: ExactDecimal
    held: ExactDecimal
    positions: list[HoldingChange]


class PortfolioUpdated(EventPayload, type="portfolio.update"):
    """All accounts of one owner that a batch of fills changed, each once for every currency it paid with."""

    accounts: list[AccountChange]
    market_time: datetime
    source: str


class RiskAlerted(EventPayload, type="portfolio.risk_alert"):
    """An account has lost as much as it may: of its peak (`drawdown`) or since its day began (`daily_loss`).

    `lost` and `equity` are in the account's currency; `alert_id` is the alert that stands until somebody has
    dealt with it.
    """

    alert_id: UUID
    account_id: UUID
    agent_id: UUID | None
    rule: str
    lost: ExactDecimal
    percent: ExactDecimal
    limit_percent: ExactDecimal
    equity: ExactDecimal
    detail: str


class AccountFunded(EventPayload, type="portfolio.funding"):
    """Money came into an account from outside or (`amount` below zero) went out; neither is profit.

    `funded` is in `account_currency`: what came in another one counts for what it was worth then.
    """

    account_id: UUID
    agent_id: UUID | None
    transfer_id: UUID
    amount: ExactDecimal
    currency: str
    funded: ExactDecimal
    account_currency: str
    reason: str
    source: str


class TransferCorrected(EventPayload, type="portfolio.correction"):
    """A transfer was taken back by one the other way; `amount` is what that changed of this account."""

    account_id: UUID
    agent_id: UUID | None
    transfer_id: UUID
    reverses: UUID
    amount: ExactDecimal
    currency: str
    reason: str
    reference: str
    source: str


class PriceAlertTriggered(EventPayload, type="market.price_alert"):
    """A price that somebody wanted to be told of was reached; `price` is what set it off, in market time.

    `status` says whether the alert waits for it again.
    """

    alert_id: UUID
    venue: str
    symbol: str
    condition: str
    threshold: ExactDecimal
    price: ExactDecimal
    last: ExactDecimal
    times_triggered: int
    status: str
    note: str
    market_time: datetime
    source: str


class MarketTick(EventPayload, type="market.tick", ephemeral=True):
    """The best prices of a symbol now."""

    venue: str
    symbol: str
    bid: ExactDecimal
    ask: ExactDecimal
    last: ExactDecimal
    change_24h: ExactDecimal | None
    as_of: datetime
    source: str
    scenarios: list[ScenarioKind] = Field(default=[], description="What is laid over a simulated market.")


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


class MarketScenarioChanged(EventPayload, type="market.scenario"):
    """A scenario was set for a simulated market, or ended early: over at its start, it never begins.

    Times are market times; `strength` as in `set_market_scenario`.
    """

    venue: str
    kind: ScenarioKind
    starts_at: datetime
    ends_at: datetime
    strength: int | None


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
