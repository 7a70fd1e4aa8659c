"""Performance and ranking on the wire."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self
from uuid import UUID

from apps.agents.models import Standing
from apps.agents.performance.figures import DEFINITIONS
from apps.agents.performance.selectors import AgentPerformance
from apps.agents.serializers import farm_of
from apps.system.types import ExactDecimal, WireModel
from apps.trading.serializers.performance import PerformanceOut

MORE = {
    "costPerDecision": "What its language model was paid for on bars, over the bars it decided on, in USD.",
    "costPerProfit": "What its language model cost for each dollar of profit.",
    "costAdjustedReturn": "Profit less what its language model cost, over the capital paid in, in percent.",
    "excessReturn": "The time-weighted return less that of buy and hold, in percentage points.",
    "buyAndHold": "Equal parts of the symbols traded, bought at the first trade and held, without fees.",
}


class AgentPerformanceOut(PerformanceOut):
    """How an agent did in a period; each figure is told in `definitions`, and why one is null in `missing`.

    Ratios are of `days` whole days. `modelCost` is what its language model cost, in USD.
    """

    agent_id: UUID
    period: str
    days: int
    volatility: ExactDecimal | None
    sharpe: ExactDecimal | None
    sortino: ExactDecimal | None
    model_cost: ExactDecimal
    model_decisions: int
    cost_per_decision: ExactDecimal | None
    cost_per_profit: ExactDecimal | None
    cost_adjusted_return: ExactDecimal | None
    excess_return: ExactDecimal | None
    definitions: dict[str, str]

    @classmethod
    def about(cls, measured: AgentPerformance) -> Self:
        """Of a measured agent."""
        whole, figures = PerformanceOut.of(measured.found), measured.figures
        known = {name: getattr(whole, name) for name in PerformanceOut.model_fields if name != "missing"}
        return cls(
            **known,
            **{name: getattr(figures, name) for name in ("days", "volatility", "sharpe", "sortino")},
            agent_id=measured.agent.pk,
            period=measured.period,
            model_cost=measured.model_cost,
            model_decisions=measured.model_decisions,
            cost_per_decision=measured.cost_per_decision,
            cost_per_profit=measured.cost_per_profit,
            cost_adjusted_return=measured.cost_adjusted_return,
            excess_return=measured.excess_return,
            missing=dict(measured.missing),
            definitions={**DEFINITIONS, **MORE},
        )


class StandingOut(WireModel):
    """One agent's place: figures in USD, percent and ratios, null where its record tells none yet."""

    rank: int
    agent_id: UUID
    name: str
    type: str
    status: str
    venue: str
    farm_id: UUID | None
    equity: ExactDecimal | None
    profit: ExactDecimal | None
    total_return: ExactDecimal | None
    sharpe: ExactDecimal | None
    sortino: ExactDecimal | None
    max_drawdown: ExactDecimal | None
    win_rate: ExactDecimal | None
    profit_factor: ExactDecimal | None
    exposure: ExactDecimal | None
    trades: int
    fees: ExactDecimal
    days: int
    as_of: datetime

    @classmethod
    def of(cls, rank: int, standing: Standing) -> Self:
        """Of a standing with its agent."""
        names = ("equity", "profit", "total_return", "sharpe", "sortino", "max_drawdown", "win_rate")
        more = ("profit_factor", "exposure", "trades", "fees", "days")
        agent = standing.agent
        return cls(
            **{name: getattr(standing, name) for name in (*names, *more)},
            rank=rank,
            agent_id=agent.pk,
            name=agent.actor.name,
            type=agent.type,
            status=agent.status,
            venue=agent.venue_id,
            farm_id=farm_of(agent),
            as_of=standing.measured_at,
        )


class Leaderboard(WireModel):
    """Agents from the best on by one figure; `count` are ranked, `asOf` is that of the oldest figure."""

    by: str
    period: str
    currency: str = "USD"
    results: list[StandingOut]
    count: int
    definitions: dict[str, str]
    source: str = "paper"
    as_of: datetime | None

    @classmethod
    def of(cls, standings: Sequence[Standing], *, by: str, period: str, count: int) -> Self:
        """Of the best standings, in their order."""
        rows = [StandingOut.of(rank, each) for rank, each in enumerate(standings, start=1)]
        oldest = min((each.as_of for each in rows), default=None)
        definitions = dict(DEFINITIONS)
        return cls(by=by, period=period, results=rows, count=count, definitions=definitions, as_of=oldest)
