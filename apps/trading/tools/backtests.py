"""Tools that try strategies on bars that have been."""

from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, Field

from apps.mcp.registry import operator_command, tool
from apps.mcp.tool import Example
from apps.mcp.types import Deferred, ToolContext
from apps.system.types import PositiveDecimal
from apps.trading.backtests.request import MOST_CONTENDERS, Contender, Fraction, Value, WalkForward
from apps.trading.backtests.sweep import Objective
from apps.trading.models import Backtest
from apps.trading.selectors.venues import DEFAULT_VENUE
from apps.trading.serializers.backtests import BacktestAnswer, CancelledBacktest
from apps.trading.services.backtests import BacktestTerms, request_backtest
from apps.trading.services.backtests import cancel_backtest as call_off
from apps.trading.tools.parameters import VenueSlug
from apps.trading.types import Interval, Symbol

Start = Annotated[
    AwareDatetime | None,
    Field(description="From the bar that opens then (UTC); without it, 10,000 bars before the end."),
]
End = Annotated[
    AwareDatetime | None, Field(description="Up to the bar that closes then; without it, the newest.")
]
Capital = Annotated[PositiveDecimal, Field(description="What it begins with, in the quote asset.")]
MakerFee = Annotated[
    Fraction | None, Field(description="As a fraction of the cost; without it, the instrument's.")
]
TakerFee = Annotated[
    Fraction | None, Field(description="As a fraction of the cost; without it, the instrument's.")
]
Slippage = Annotated[
    Fraction, Field(description="How much worse than the bar's open an order fills, as a fraction.")
]
Latency = Annotated[
    int,
    Field(
        ge=0,
        le=86_400,
        description="Seconds until an order arrives; it takes the next open.",
    ),
]
Judged = Annotated[Objective, Field(description="By what results are ranked.")]


@tool(
    category="analysis",
    kind="command",
    scope="trade",
    destructive=False,
    idempotent=True,
    per_minute=60,
    reduces_risk=True,
    cost=5,
    examples=[
        Example(
            "Play a crossing of averages over a month of hours",
            {
                "strategy": "sma_cross",
                "symbol": "BTC/USD",
                "interval": "1h",
                "start": "2026-02-01T00:00:00Z",
                "end": "2026-03-01T00:00:00Z",
            },
        ),
    ],
)
def backtest_strategy(
    context: ToolContext,
    *,
    strategy: Annotated[str, Field(max_length=32, description="Its kind.", examples=["sma_cross"])],
    symbol: Symbol,
    interval: Interval = Interval.H1,
    venue: VenueSlug = None,
    parameters: Annotated[
        dict[str, Any], Field(description="The strategy's own; what is left out has its default.")
    ] = {},  # noqa: B006 - pydantic copies it
    start: Start = None,
    end: End = None,
    capital: Capital = Decimal(100_000),
    maker_fee: MakerFee = None,
    taker_fee: TakerFee = None,
    slippage: Slippage = Decimal(0),
    latency_seconds: Latency = 0,
    grid: Annotated[
        dict[str, list[Value]],
        Field(description="Values to try by parameter: every combination is screened, the best is played."),
    ] = {},  # noqa: B006 - pydantic copies it
    objective: Judged = Objective.SHARPE,
    walk_forward: Annotated[
        WalkForward | None,
        Field(description="Choose out of the grid on bars before, judge on bars after, and roll on."),
    ] = None,
) -> BacktestAnswer | Deferred:
    """Play a strategy over recorded or simulated bars, by the engine that fills paper orders.

    It sees closed bars only; its orders meet the next bar's open, less what its volume, the price collar and
    the account allow. Answers return, ratios, drawdown and costs beside buy and hold on the same terms; the
    same request over the same bars answers what was computed before (`reused`). Refusals name the limit:
    `too_many_bars`, `too_many_combinations`, `too_much_work`, `too_many_backtests`.
    """
    terms = BacktestTerms(
        contenders=[Contender(strategy=strategy, parameters=parameters)],
        symbol=symbol,
        interval=interval,
        venue=venue or DEFAULT_VENUE,
        start=start,
        end=end,
        capital=capital,
        maker_fee=maker_fee,
        taker_fee=taker_fee,
        slippage=slippage,
        latency_seconds=latency_seconds,
        grid=grid,
        objective=objective,
        walk_forward=walk_forward,
    )
    return _deferred(context, terms)


@tool(
    category="analysis",
    kind="command",
    scope="trade",
    destructive=False,
    idempotent=True,
    per_minute=60,
    reduces_risk=True,
    cost=5,
    examples=[
        Example(
            "Rank two kinds over the same month",
            {
                "strategies": [{"strategy": "sma_cross"}, {"strategy": "momentum"}],
                "symbol": "BTC/USD",
                "interval": "1h",
                "start": "2026-02-01T00:00:00Z",
                "end": "2026-03-01T00:00:00Z",
            },
        ),
    ],
)
def compare_strategies(
    context: ToolContext,
    *,
    strategies: Annotated[
        list[Contender],
        Field(min_length=2, max_length=MOST_CONTENDERS, description="What to compare; kinds may repeat."),
    ],
    symbol: Symbol,
    interval: Interval = Interval.H1,
    venue: VenueSlug = None,
    start: Start = None,
    end: End = None,
    capital: Capital = Decimal(100_000),
    maker_fee: MakerFee = None,
    taker_fee: TakerFee = None,
    slippage: Slippage = Decimal(0),
    latency_seconds: Latency = 0,
    objective: Judged = Objective.SHARPE,
) -> BacktestAnswer | Deferred:
    """Play several strategies over the same bars with the same capital and costs, and rank them.

    Each place comes with its reasons: the figure it was ranked by, drawdown, buy and hold, and how much its
    trades can prove. The answer's own figures are those of the best.
    """
    terms = BacktestTerms(
        contenders=strategies,
        symbol=symbol,
        interval=interval,
        venue=venue or DEFAULT_VENUE,
        start=start,
        end=end,
        capital=capital,
        maker_fee=maker_fee,
        taker_fee=taker_fee,
        slippage=slippage,
        latency_seconds=latency_seconds,
        objective=objective,
    )
    return _deferred(context, terms)


@operator_command(
    category="analysis",
    scope="trade",
    idempotent=True,
    reduces_risk=True,
)
def cancel_backtest(
    context: ToolContext, *, backtest_id: Annotated[UUID, Field(description="The backtest's id.")]
) -> CancelledBacktest:
    """Call off a backtest that waits or runs. Refused with `backtest_ended` where it is over."""
    row: Backtest = call_off(context.actor, backtest_id, context.now)
    return CancelledBacktest(backtest_id=row.id, status=row.status.lower())


def _deferred(context: ToolContext, terms: BacktestTerms) -> Deferred:
    row = request_backtest(actor=context.actor, terms=terms, now=context.now)
    return Deferred("backtest", row.id)
