"""What happens in trading."""

from apps.trading.events.accounts import (
    AccountChange,
    AccountFunded,
    HoldingChange,
    PortfolioUpdated,
    RiskAlerted,
    TransferCorrected,
)
from apps.trading.events.backtests import BacktestFinished, BacktestProgressed
from apps.trading.events.markets import CandleClosed, MarketScenarioChanged, MarketTick, PriceAlertTriggered
from apps.trading.events.orders import (
    OrderCancelled,
    OrderFilled,
    OrderModified,
    OrderPlaced,
    OrderRejected,
    OrderTriggered,
    PositionClosed,
    PositionOpened,
)

__all__ = [
    "AccountChange",
    "AccountFunded",
    "BacktestFinished",
    "BacktestProgressed",
    "CandleClosed",
    "HoldingChange",
    "MarketScenarioChanged",
    "MarketTick",
    "OrderCancelled",
    "OrderFilled",
    "OrderModified",
    "OrderPlaced",
    "OrderRejected",
    "OrderTriggered",
    "PortfolioUpdated",
    "PositionClosed",
    "PositionOpened",
    "PriceAlertTriggered",
    "RiskAlerted",
    "TransferCorrected",
]
