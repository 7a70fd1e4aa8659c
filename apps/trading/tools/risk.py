"""Tools that measure risk, search for weights, and ask what if. The heavy ones have workers of their own."""

from typing import Annotated, Any

from pydantic import Field

from apps.mcp.registry import tool
from apps.mcp.tool import Example
from apps.mcp.types import ToolContext
from apps.trading.analysis.optimisation import Bounds, Objective
from apps.trading.selectors.holdings import account_or_all
from apps.trading.selectors.risk import LEAST_RETURNS, Basis, Question, measure_risk, optimise_portfolio
from apps.trading.selectors.stress import stress_holdings
from apps.trading.selectors.technicals import MOST_BARS, market_of
from apps.trading.serializers.optimum import OptimisedPortfolio
from apps.trading.serializers.risk import RiskReport
from apps.trading.serializers.stress import StressReport
from apps.trading.tools.parameters import AccountId, AgentId, VenueSlug
from apps.trading.tools.questions import BarInterval, ScenarioList, Shock, ShockList, SymbolList
from apps.trading.types import Interval, Symbol

Bars = Annotated[
    int, Field(ge=LEAST_RETURNS, le=MOST_BARS - 1, description="How many last returns, at most.")
]
RiskFree = Annotated[float, Field(ge=-0.5, le=0.5, description="A yearly rate, 0.04 for 4 %.")]
LeastWeight = Annotated[float, Field(ge=0, le=1, description="No symbol gets less; 0.05 for 5 %.")]
MostWeight = Annotated[float, Field(ge=0, le=1, description="No symbol gets more; 0.6 for 60 %.")]
Wanted = Annotated[Objective, Field(description="What the weights are to be best at.")]


def _measure(context: ToolContext, **given: Any) -> RiskReport:
    account = account_or_all(
        context.actor, agent_id=given.pop("agent_id"), account_id=given.pop("account_id")
    )
    question = Question(risk_free=given.pop("risk_free_rate"), **given)
    return RiskReport.of(measure_risk(context.actor, question, context.now, account=account))


@tool(
    category="analysis",
    kind="read",
    scope="read",
    destructive=False,
    idempotent=True,
    per_minute=30,
    prepare=_measure,
    queue="analytics",
    examples=[
        Example("Measure what is held by its last 200 hours", {"bars": 200}),
    ],
)
def calculate_risk_metrics(
    context: ToolContext,
    *,
    basis: Annotated[
        Basis,
        Field(
            description="`positions`: what is held now, taken back through the bars; `equity`: what the "
            "account was worth."
        ),
    ] = "positions",
    interval: BarInterval = Interval.H1,
    bars: Bars = 500,
    risk_free_rate: RiskFree = 0.0,
    benchmark: Annotated[
        Symbol | None, Field(description="For beta and correlation; BTC/USD where it is listed.")
    ] = None,
    agent_id: AgentId = None,
    account_id: AccountId = None,
) -> RiskReport:
    """Measure risk: Sharpe, Sortino, Calmar, volatility, drawdown, beta, and VaR and CVaR by two methods.

    Of the account named, else of your own, else of all that you see. A year has 365 days. Refused with
    `not_enough_history` (numbers), `no_positions`, `mixed_venues`, `unpriced_position`.
    """
    report: RiskReport = context.prepared
    return report


def _optimise(
    context: ToolContext,
    *,
    objective: Objective,
    symbols: list[str],
    interval: Interval,
    bars: int,
    min_weight: float,
    max_weight: float,
    risk_free_rate: float,
    venue: str | None,
    **whose: Any,
) -> OptimisedPortfolio:
    bounds = Bounds(min_weight, max_weight)
    found = optimise_portfolio(
        context.actor,
        market_of(context.actor, venue),
        symbols,
        context.now,
        objective=objective,
        bounds=bounds,
        interval=interval,
        bars=bars,
        risk_free=risk_free_rate,
        account=account_or_all(context.actor, **whose),
    )
    return OptimisedPortfolio.of(found, interval, bounds, risk_free_rate)


@tool(
    category="analysis",
    kind="read",
    scope="read",
    destructive=False,
    idempotent=True,
    per_minute=30,
    prepare=_optimise,
    queue="analytics",
    examples=[
        Example(
            "Find the weights of least variance of three symbols",
            {"objective": "min_variance", "symbols": ["BTC/USD", "ETH/USD", "SOL/USD"], "max_weight": 0.6},
        ),
    ],
)
def optimize_portfolio(
    context: ToolContext,
    *,
    objective: Wanted = "max_sharpe",
    symbols: SymbolList = [],  # noqa: B006 - a default of the schema, never changed
    interval: BarInterval = Interval.H1,
    bars: Bars = 500,
    min_weight: LeastWeight = 0.0,
    max_weight: MostWeight = 1.0,
    risk_free_rate: RiskFree = 0.0,
    venue: VenueSlug = None,
    agent_id: AgentId = None,
    account_id: AccountId = None,
) -> OptimisedPortfolio:
    """Find the weights of symbols that serve an objective best, within bounds, and explain them.

    Long only, fully invested; nothing is traded. The answer holds the returns it rests on, which bounds
    bind, each symbol's part of the risk, and caveats. Refused with `not_enough_history`,
    `infeasible_bounds`, `no_positive_return`, `no_optimum`.
    """
    optimum: OptimisedPortfolio = context.prepared
    return optimum


@tool(
    category="analysis",
    kind="read",
    scope="read",
    destructive=False,
    idempotent=True,
    per_minute=60,
    cheap=True,
    examples=[
        Example("Ask what a fall of 30 % of Bitcoin costs", {"shocks": [{"asset": "BTC", "percent": "-30"}]}),
    ],
)
def stress_test_portfolio(
    context: ToolContext,
    *,
    scenarios: ScenarioList = [],  # noqa: B006 - a default of the schema, never changed
    shocks: ShockList = [],  # noqa: B006 - the same
    others: Annotated[
        Shock | None, Field(description="In your own scenario: by how many percent every other price moves.")
    ] = None,
    agent_id: AgentId = None,
    account_id: AccountId = None,
) -> StressReport:
    """Move prices at once and tell what is lost: named scenarios, or your own, on what is held now.

    Of the account named, else of your own, else of all that you see. Each scenario says whether its numbers
    were measured or are assumed. Refused with `unpriced_position`.
    """
    holdings, outcomes = stress_holdings(
        context.actor,
        scenarios,
        context.now,
        shocks={each.asset: each.percent for each in shocks},
        others=others,
        account=account_or_all(context.actor, agent_id=agent_id, account_id=account_id),
    )
    return StressReport.of(holdings, outcomes)
