"""What a backtest reports. Money is exact; rates and ratios are floats."""

from datetime import datetime
from typing import Any

from apps.system.types import ExactDecimal, WireModel
from apps.trading.backtests.metrics import Metrics
from apps.trading.backtests.request import Kind
from apps.trading.backtests.resampling import Resampled


class EquityPoint(WireModel):
    """A stretch of bars: the equity at its end, its lowest and highest close, the deepest drawdown in it (a
    fraction, 0 or below), and what buy and hold was worth at its end."""

    at: datetime
    equity: float
    low: float
    high: float
    drawdown: float
    benchmark: float


class Combination(WireModel):
    """Parameters of a sweep and what they came to, by the vector path."""

    parameters: dict[str, Any]
    score: float | None
    total_return: float
    max_drawdown: float
    sharpe: float | None
    trades: int


class WindowReport(WireModel):
    """A window of a walk-forward: what was best in its sample, and what that came to out of it."""

    train_from: datetime
    test_from: datetime
    test_until: datetime
    parameters: dict[str, Any]
    in_sample: Combination
    capital: ExactDecimal
    final_equity: ExactDecimal
    total_return: float
    trades: int


class ContenderReport(WireModel):
    """One strategy of a comparison, its place and why it has it."""

    rank: int
    strategy: str
    parameters: dict[str, Any]
    metrics: Metrics
    final_equity: ExactDecimal
    reasons: list[str]
    equity: list[EquityPoint]


class Report(WireModel):
    """The result of a backtest. `source` is that of its bars; all fills are simulated.

    `equity` has at most a thousand stretches; `resampled` says what the same trades and returns could have
    come to by chance; `orders_ended` counts the orders that were refused or ended unfilled, by code.
    """

    kind: Kind
    source: str
    bars: int
    warm_up_bars: int
    first_at: datetime
    last_at: datetime
    parameters: dict[str, Any]
    metrics: Metrics
    benchmark: Metrics
    final_equity: ExactDecimal
    orders_ended: dict[str, int]
    equity: list[EquityPoint]
    resampled: list[Resampled]
    combinations: list[Combination] = []
    combinations_tried: int = 0
    combinations_refused: int = 0
    windows: list[WindowReport] = []
    contenders: list[ContenderReport] = []


class TradeReport(WireModel):
    """A round trip: bought, and sold or still held (`isOpen`, then valued at the last close).

    `profit` is after fees; `returnOnCost` is a fraction of what was bought.
    """

    number: int
    opened_at: datetime
    closed_at: datetime
    bars: int
    quantity: ExactDecimal
    entry_price: ExactDecimal
    exit_price: ExactDecimal
    cost: ExactDecimal
    fees: ExactDecimal
    profit: ExactDecimal
    return_on_cost: float
    is_open: bool
    entry_reason: str
    exit_reason: str
