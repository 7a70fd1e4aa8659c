"""Finding goals, and the figures they are judged by."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from apps.agents.goals.judging import LEAST_TRADES
from apps.agents.models import Goal
from apps.agents.performance.figures import LEAST_DAYS, Figures, figures_of
from apps.system.access.models import Actor
from apps.system.access.selectors import visible
from apps.system.errors import NotFound
from apps.trading.models import Account
from apps.trading.selectors.tracks import Wanted, read_tracks

Reading = tuple[Decimal | None, str]
"""A figure, or None and why."""


def list_goals(actor: Actor) -> "QuerySet[Goal]":
    """The goals of the agents and farms that the asker sees."""
    return visible(Goal.objects.all(), actor).select_related("actor")


def get_goal(actor: Actor, goal_id: UUID) -> Goal:
    """One of them. Raises NotFound (`unknown_goal`)."""
    found = list_goals(actor).filter(id=goal_id).first()
    if found is None:
        raise NotFound(f"There is no goal {goal_id}.", code="unknown_goal")
    return found


def read_figures(goals: Sequence[Goal], now: datetime) -> dict[UUID, Reading]:
    """What each goal is judged by; three queries for any number of goals."""
    accounts = _accounts_below({goal.actor_id for goal in goals})
    wanted = [Wanted(goal.id, accounts[goal.actor_id], goal.started_at) for goal in goals]
    tracks = read_tracks(wanted, until=now)
    return {goal.id: reading_of(goal.type, figures_of(tracks[goal.id])) for goal in goals}


def value_now(actor: Actor, now: datetime) -> Decimal | None:
    """What an agent's or a farm's accounts were last known to be worth, in USD."""
    track = read_tracks([Wanted(actor.id, _accounts_below({actor.id})[actor.id], now)], until=now)[actor.id]
    return track.points[-1].equity if track.points else None


def _accounts_below(actors: set[UUID]) -> dict[UUID, list[UUID]]:
    rows = Account.objects.filter(kind=Account.Kind.TRADING, actor__lineage__overlap=list(actors)).order_by(
        "id"
    )
    found: dict[UUID, list[UUID]] = {each: [] for each in actors}
    for account_id, lineage in rows.values_list("id", "actor__lineage"):
        for each in actors.intersection(lineage):
            found[each].append(account_id)
    return found


def reading_of(kind: str, figures: Figures) -> Reading:
    """The figure that a goal of this type is judged by."""
    if kind == Goal.Type.TRADES:
        return Decimal(figures.trades), ""
    if kind == Goal.Type.WIN_RATE:
        few = f"{figures.trades} trades have ended, and {LEAST_TRADES} are needed"
        return (figures.win_rate, "") if figures.trades >= LEAST_TRADES else (None, few)
    if kind == Goal.Type.SHARPE:
        few = f"{figures.days} whole days are recorded, and {LEAST_DAYS} are needed"
        return figures.sharpe, "" if figures.sharpe is not None else few
    named = {
        Goal.Type.PROFIT: figures.profit,
        Goal.Type.VALUE: figures.equity,
        Goal.Type.DRAWDOWN: figures.max_drawdown,
    }
    found = named[Goal.Type(kind)]
    return found, "" if found is not None else "its worth has not been recorded twice since"
