"""Reading how agents did: one in depth, or all of them ranked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum

from apps.agents.models import Agent, LanguageBudget, Run, Standing
from apps.agents.performance.figures import LEAST_DAYS, Figures, figures_of
from apps.system.access.models import Actor
from apps.system.access.selectors import visible
from apps.trading.ledger import ZERO
from apps.trading.performance import percent
from apps.trading.selectors.performance import PERIODS, Performance, measure_performance
from apps.trading.selectors.tracks import CURRENCY, Wanted, read_tracks
from apps.trading.types import exact_arithmetic

PLACES = Decimal("1e-12")


@dataclass(frozen=True, slots=True)
class AgentPerformance:
    """One agent's performance, with the ratios of its days and what its language model cost."""

    agent: Agent
    period: str
    found: Performance
    figures: Figures
    model_cost: Decimal
    model_decisions: int
    cost_per_decision: Decimal | None
    cost_per_profit: Decimal | None
    cost_adjusted_return: Decimal | None
    excess_return: Decimal | None
    missing: Mapping[str, str]


def measure_agent(actor: Actor, agent: Agent, *, period: str, now: datetime) -> AgentPerformance:
    """How an agent (with its account) that the asker sees did; the number of queries is fixed."""
    since = now - PERIODS[period]
    found = measure_performance(actor, since=since, until=now, now=now, account=agent.account)
    track = read_tracks([Wanted(agent.pk, [agent.account_id], since)], until=now)[agent.pk]
    figures, cost = figures_of(track), _model_cost(agent, since)
    decisions, spent = _asked_on_bars(agent, since)
    per_decision = (spent / decisions).quantize(PLACES) if decisions else None
    per_profit = _cost_per_profit(found, cost)
    return AgentPerformance(
        agent=agent,
        period=period,
        found=found,
        figures=figures,
        model_cost=cost,
        model_decisions=decisions,
        cost_per_decision=per_decision,
        cost_per_profit=per_profit,
        cost_adjusted_return=_after_cost(found, cost),
        excess_return=_excess(found),
        missing=found.missing | _missing(found, figures) | _missing_costs(per_decision, per_profit),
    )


def _model_cost(agent: Agent, since: datetime) -> Decimal:
    rows = LanguageBudget.objects.filter(agent=agent, day__gte=since.date())
    total: Decimal | None = rows.aggregate(total=Sum("cost"))["total"]
    return total or ZERO


def _asked_on_bars(agent: Agent, since: datetime) -> tuple[int, Decimal]:
    """How often its language model decided on a bar, and what all that it was asked about bars did cost."""
    rows = Run.objects.filter(agent=agent, trigger=Run.Trigger.SCHEDULE, ended_at__gte=since)
    whole = Q(status=Run.Status.FINISHED)
    found = rows.aggregate(decided=Count("id", filter=whole), cost=Sum("cost"))
    return found["decided"], found["cost"] or ZERO


def _cost_per_profit(found: Performance, cost: Decimal) -> Decimal | None:
    if found.profit is None or found.worth.currency != CURRENCY or found.profit <= 0:
        return None
    with exact_arithmetic():
        return (cost / found.profit).quantize(PLACES)


def _after_cost(found: Performance, cost: Decimal) -> Decimal | None:
    if found.profit is None or found.worth.currency != CURRENCY or found.worth.funded <= 0:
        return None
    with exact_arithmetic():
        return percent((found.profit - cost) / found.worth.funded)


def _excess(found: Performance) -> Decimal | None:
    held = found.benchmark.total_return
    if found.time_weighted_return is None or held is None:
        return None
    return found.time_weighted_return - held


def _missing(found: Performance, figures: Figures) -> dict[str, str]:
    """Why the figures added here are null, by their names on the wire."""
    reasons: dict[str, str] = {}
    if figures.days < LEAST_DAYS:
        short = f"{figures.days} whole days are recorded, and {LEAST_DAYS} are needed"
        reasons |= dict.fromkeys(("volatility", "sharpe", "sortino"), short)
    else:
        reasons |= {} if figures.sharpe is not None else {"sharpe": "the daily returns do not deviate"}
        reasons |= {} if figures.sortino is not None else {"sortino": "no day has lost"}
    if _after_cost(found, ZERO) is None:
        other = (
            "its account is not in USD" if found.worth.currency != CURRENCY else "there is no profit to tell"
        )
        reasons["costAdjustedReturn"] = other
    if _excess(found) is None:
        reasons["excessReturn"] = "its return, or that of buy and hold, is not known"
    return reasons


def _missing_costs(per_decision: Decimal | None, per_profit: Decimal | None) -> dict[str, str]:
    reasons = {
        "costPerDecision": "no language model has decided for it",
        "costPerProfit": "it has made no profit in USD",
    }
    known = {"costPerDecision": per_decision, "costPerProfit": per_profit}
    return {name: reason for name, reason in reasons.items() if known[name] is None}


RANKINGS: Mapping[str, str] = {
    "return": "-total_return",
    "profit": "-profit",
    "sharpe": "-sharpe",
    "sortino": "-sortino",
    "drawdown": "max_drawdown",
    "win_rate": "-win_rate",
    "profit_factor": "-profit_factor",
    "trades": "-trades",
}
"""By what agents are ranked: the figure, from its best value on. What has none comes last."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which agents are ranked."""

    type: str | None = None
    status: str | None = None
    venue: str | None = None
    farm_id: UUID | None = None
    least_trades: int = 0


def list_standings(actor: Actor, *, period: str, narrowed: Narrowed) -> "QuerySet[Standing]":
    """The standings in a period of the agents that the asker sees, without archived ones."""
    rows = visible(Standing.objects.filter(period=period), actor, path="agent__actor")
    rows = rows.filter(agent__actor__archived_at=None, trades__gte=narrowed.least_trades)
    given: dict[str, Any] = {
        "agent__type": narrowed.type,
        "agent__status": narrowed.status,
        "agent__venue": narrowed.venue,
        "agent__actor__parent": narrowed.farm_id,
    }
    return rows.filter(**{name: value for name, value in given.items() if value is not None})


def ranked(rows: "QuerySet[Standing]", by: str) -> "QuerySet[Standing]":
    """Standings from the best on, with their agents; equals by the agent's age."""
    name = RANKINGS[by]
    figure = F(name.lstrip("-"))
    order = figure.desc(nulls_last=True) if name.startswith("-") else figure.asc(nulls_last=True)
    return rows.select_related("agent__actor__parent").order_by(order, "agent_id")
