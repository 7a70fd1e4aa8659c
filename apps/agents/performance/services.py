"""Measuring all agents, so that ranking them is reading rows."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.agents.models import Agent, Standing
from apps.agents.performance.events import AgentsMeasured
from apps.agents.performance.figures import Figures, figures_of
from apps.system.events.services import publish_ephemeral
from apps.system.ids import new_id
from apps.trading.selectors.performance import PERIODS
from apps.trading.selectors.tracks import Wanted, read_tracks

AT_ONCE = 1000
FIGURES = (
    "equity",
    "funded",
    "profit",
    "total_return",
    "volatility",
    "sharpe",
    "sortino",
    "max_drawdown",
    "win_rate",
    "profit_factor",
    "exposure",
    "trades",
    "fees",
    "days",
)


def measure_agents(now: datetime) -> int:
    """Measure every agent that has not ended, over every period; answers how many.

    A thousand agents at once, each in a transaction of its own: two queries to measure them over a period and
    one to write. Their owners hear of it once.
    """
    counted: Counter[UUID] = Counter()
    last: UUID | None = None
    while True:
        rows = Agent.objects.filter(actor__archived_at=None).order_by("pk")
        rows = rows if last is None else rows.filter(pk__gt=last)
        found = list(rows.values_list("pk", "account_id", "actor__owner_id")[:AT_ONCE])
        if not found:
            break
        last = found[-1][0]
        _measure([(agent_id, account_id) for agent_id, account_id, _ in found], now)
        counted.update(owner_id for *_, owner_id in found)
    for owner_id, agents in counted.items():
        publish_ephemeral(AgentsMeasured(agents=agents, as_of=now), audience=owner_id)
    return counted.total()


@transaction.atomic
def _measure(agents: Sequence[tuple[UUID, UUID]], now: datetime) -> None:
    for period in Standing.Period:
        since = now - PERIODS[period.value]
        tracks = read_tracks([Wanted(agent, [account], since) for agent, account in agents], until=now)
        standings = [_standing(agent, period, figures_of(tracks[agent]), now) for agent, _ in agents]
        Standing.objects.bulk_create(
            standings,
            update_conflicts=True,
            unique_fields=["agent", "period"],
            update_fields=[*FIGURES, "measured_at"],
        )


def _standing(agent_id: UUID, period: Standing.Period, figures: Figures, now: datetime) -> Standing:
    values: dict[str, Any] = {name: getattr(figures, name) for name in FIGURES}
    return Standing(id=new_id(), agent_id=agent_id, period=period, measured_at=now, **values)
