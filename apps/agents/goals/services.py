"""Setting goals, judging them, and closing them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from apps.agents.goals.collecting import check_collectable
from apps.agents.goals.errors import BadGoal, GoalClosed, TooManyGoals
from apps.agents.goals.events import GoalCompleted, GoalCreated, GoalProgressed, whose
from apps.agents.goals.judging import Aim, Judgement, judge
from apps.agents.goals.selectors import read_figures, value_now
from apps.agents.models import Goal
from apps.system.access.models import Actor
from apps.system.events.services import NewEvent, append_event, append_events

MOST_GOALS = 20
"""Open ones, of one agent or farm."""

AT_ONCE = 1000
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class GoalWish:
    """What is to be reached."""

    type: str
    target: Decimal
    title: str = ""
    deadline: datetime | None = None
    collect_profit: bool = False


@transaction.atomic
def create_goal(actor: Actor, wish: GoalWish, *, by: Actor, now: datetime) -> Goal:
    """Set a goal for an agent or a farm.

    Raises BadGoal, TooManyGoals beyond 20 open ones, and VaultDisabled where nothing can be collected into.
    """
    Actor.objects.select_for_update().get(id=actor.id)
    if actor.archived_at is not None or actor.kind not in (Actor.Kind.AGENT, Actor.Kind.FARM):
        raise BadGoal("Goals are those of agents and farms that have not ended.")
    if Goal.objects.filter(actor=actor, status=Goal.Status.ACTIVE).count() >= MOST_GOALS:
        raise TooManyGoals(f"{MOST_GOALS} open goals are the most.", details={"most": MOST_GOALS})
    if wish.collect_profit:
        check_collectable(actor, wish.type)
    start = _start_of(actor, wish, now)
    goal = Goal.objects.create(
        actor=actor,
        type=wish.type,
        title=wish.title,
        target=wish.target,
        start=start,
        started_at=now,
        deadline=wish.deadline,
        collect_profit=wish.collect_profit,
        created_by=by,
    )
    news = GoalCreated(goal_type=goal.type, target=goal.target, deadline=goal.deadline, **whose(goal))
    append_event(news, audience=actor.owner_id)
    return goal


def _start_of(actor: Actor, wish: GoalWish, now: datetime) -> Decimal:
    """What is reached already. Raises BadGoal for what can never, or need not, be reached."""
    if wish.deadline is not None and wish.deadline <= now:
        raise BadGoal("Its deadline has passed.", code="deadline_passed")
    if wish.type == Goal.Type.DRAWDOWN and wish.deadline is None:
        raise BadGoal("To stay within a drawdown takes a deadline.", code="deadline_needed")
    if wish.type in (Goal.Type.DRAWDOWN, Goal.Type.WIN_RATE) and wish.target > 100:
        raise BadGoal("A percentage is 100 at most.")
    if wish.type == Goal.Type.TRADES and wish.target != wish.target.to_integral_value():
        raise BadGoal("Trades are counted in whole ones.")
    if wish.type != Goal.Type.VALUE:
        return ZERO
    worth = value_now(actor, now)
    if worth is None:
        raise BadGoal(f"What {actor.name} is worth in USD is not known.", code="value_unknown")
    if worth >= wish.target:
        raise BadGoal("It is worth that already.", code="goal_reached", details={"value": str(worth)})
    return worth


@transaction.atomic
def cancel_goal(goal: Goal, *, now: datetime) -> Goal:
    """Give a goal up. Raises GoalClosed."""
    goal = Goal.objects.select_for_update(of=("self",)).select_related("actor").get(id=goal.id)
    if goal.status != Goal.Status.ACTIVE:
        raise GoalClosed(f"It is {goal.get_status_display().lower()} already.")
    goal.status, goal.closed_at = Goal.Status.CANCELLED, now
    goal.save(update_fields=["status", "closed_at"])
    append_event(_ending(goal), audience=goal.actor.owner_id)
    return goal


def evaluate_goals(now: datetime) -> int:
    """Judge every open goal by its figures of now; answers how many. A thousand to a transaction."""
    total, judged = 0, AT_ONCE
    while judged == AT_ONCE:
        judged = _evaluate_some(now)
        total += judged
    return total


@transaction.atomic
def _evaluate_some(now: datetime) -> int:
    """Those judged longest ago; what another worker judges is left to it."""
    due = Goal.objects.filter(status=Goal.Status.ACTIVE).exclude(evaluated_at__gte=now)
    rows = due.select_for_update(skip_locked=True, of=("self",)).select_related("actor")
    goals = list(rows.order_by("evaluated_at", "id")[:AT_ONCE])
    if not goals:
        return 0
    readings = read_figures(goals, now)
    news = [each for goal in goals for each in _apply(goal, _judged(goal, readings[goal.id], now), now)]
    Goal.objects.bulk_update(goals, _JUDGED)
    if news:
        append_events(news)
    return len(goals)


_JUDGED = (
    "status",
    "current",
    "progress",
    "velocity",
    "estimated_at",
    "milestones",
    "missing",
    "evaluated_at",
    "closed_at",
)


def _judged(goal: Goal, reading: tuple[Decimal | None, str], now: datetime) -> Judgement:
    names = ("type", "target", "start", "started_at", "deadline", "milestones")
    return judge(Aim(**{name: getattr(goal, name) for name in names}), *reading, now)


def _apply(goal: Goal, judgement: Judgement, now: datetime) -> Iterable[NewEvent]:
    """Write a judgement on its goal; answers what is to be told of it."""
    for name in ("status", "current", "progress", "velocity", "estimated_at", "missing"):
        setattr(goal, name, getattr(judgement, name))
    goal.evaluated_at = now
    goal.milestones = goal.milestones | {str(each): now.isoformat() for each in judgement.passed}
    audience = goal.actor.owner_id
    for each in _passings(goal, judgement.passed):
        yield NewEvent(each, audience=audience)
    if goal.status != Goal.Status.ACTIVE:
        goal.closed_at = now
        yield NewEvent(_ending(goal), audience=audience)


def _passings(goal: Goal, passed: Sequence[int]) -> Iterable[GoalProgressed]:
    for each in passed:
        assert goal.progress is not None and goal.current is not None  # noqa: PT018 - both or neither
        yield GoalProgressed(milestone=each, progress=goal.progress, current=goal.current, **whose(goal))


def _ending(goal: Goal) -> GoalCompleted:
    return GoalCompleted(status=goal.status, target=goal.target, current=goal.current, **whose(goal))
