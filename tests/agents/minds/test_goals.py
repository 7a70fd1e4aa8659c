"""Goals of agents and farms, judged by what their accounts really did."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.agents.goals.errors import BadGoal
from apps.agents.goals.services import GoalWish, create_goal, evaluate_goals
from apps.agents.models import Agent, Goal
from apps.farms.services import add_agent, create_farm
from apps.mcp.models import ToolCall
from apps.system.access.models import Actor, Role
from apps.system.events.models import Event
from tests.agents.fleet import make_agent
from tests.agents.minds.scene import DAY, open_since, record_trade, record_worth
from tests.queries import count_queries
from tests.system.people import client_of, make_person

pytestmark = pytest.mark.django_db

DAWN = datetime.fromisoformat("2026-03-02T00:00:00+00:00")


@pytest.fixture
def rest(owner: Actor) -> APIClient:
    return client_of(owner.user)


def agent_worth(owner: Actor, *equities: int) -> Agent:
    agent = make_agent(owner, enable_defi=False, initial_capital=Decimal(equities[0]))
    open_since(agent, DAWN)
    record_worth(agent, equities, since=DAWN)
    return agent


def aim(actor: Actor, kind: str, target: str, *, at: datetime = DAWN, **more: Any) -> Goal:
    return create_goal(actor, GoalWish(kind, Decimal(target), **more), by=actor, now=at)


def judged(goal: Goal, at: datetime) -> Goal:
    evaluate_goals(at)
    goal.refresh_from_db()
    return goal


def test_a_profit_is_told_from_the_recorded_worth(owner: Actor, rest: APIClient) -> None:
    agent = agent_worth(owner, 1000, 1010, 1030)
    goal = judged(aim(agent.actor, "profit", "60"), DAWN + 2 * DAY)
    assert (goal.status, goal.current, goal.progress, goal.velocity) == ("active", 30, 50, 15)
    assert goal.estimated_at == DAWN + 4 * DAY
    (shown,) = rest.get(f"/api/v1/agents/{agent.pk}/goals").json()["results"]
    assert (shown["current"], shown["unit"], shown["asOf"]) == ("30", "USD", "2026-03-04T00:00:00Z")
    assert [each["percent"] for each in shown["milestones"]] == [25, 50]


def test_each_type_has_its_figure(owner: Actor) -> None:
    agent = agent_worth(owner, 1000, 1010, 909, 1100)
    for hour, profit in enumerate(["5"] * 8 + ["-5"] * 2):
        record_trade(agent, profit, at=DAWN + timedelta(hours=hour + 1), fees="0.5")
    late = {"deadline": DAWN + 9 * DAY}
    goals = {
        kind: aim(agent.actor, kind, target, **more)
        for kind, target, more in (
            ("value", "1200", {}),
            ("trades", "20", {}),
            ("win_rate", "90", {}),
            ("drawdown", "12", late),
            ("sharpe", "1", {}),
        )
    }
    evaluate_goals(DAWN + 3 * DAY)
    for goal in goals.values():
        goal.refresh_from_db()
    figures = {kind: goal.current for kind, goal in goals.items()}
    assert figures == {"value": 1100, "trades": 10, "win_rate": 80, "drawdown": 10, "sharpe": None}
    assert goals["sharpe"].missing == "3 whole days are recorded, and 10 are needed"
    assert (goals["value"].progress, goals["trades"].progress) == (50, 50)


def test_what_happened_before_it_was_set_does_not_count(owner: Actor) -> None:
    agent = agent_worth(owner, 1000, 1500, 1510)
    record_trade(agent, "5", at=DAWN + timedelta(hours=1))
    profit, trades = (aim(agent.actor, kind, "100", at=DAWN + DAY) for kind in ("profit", "trades"))
    assert judged(profit, DAWN + 2 * DAY).current == 10
    trades.refresh_from_db()
    assert trades.current == 0


def test_a_farm_is_judged_by_all_its_agents_together(owner: Actor, rest: APIClient) -> None:
    farm = create_farm(owner=owner, name="Farm")
    for worth in ((1000, 1040), (500, 520), (100, 100)):
        add_agent(farm, agent=agent_worth(owner, *worth))
    agent_worth(owner, 1000, 2000)
    body = {"type": "profit", "target": 120, "title": "Sixty each"}
    made = rest.post(f"/api/v1/farms/{farm.pk}/goals", body, format="json")
    assert made.status_code == 201, made.json()
    Goal.objects.update(started_at=DAWN)
    evaluate_goals(DAWN + DAY)
    (shown,) = rest.get(f"/api/v1/farms/{farm.pk}/goals?status=active").json()["results"]
    assert (shown["current"], shown["progress"], shown["actorKind"]) == ("60", "50", "farm")
    assert rest.get(f"/api/v1/goals?actorId={farm.pk}").json()["count"] == 1


def test_milestones_and_the_end_are_told_once(owner: Actor) -> None:
    agent = agent_worth(owner, 1000, 1060, 1120)
    goal = aim(agent.actor, "profit", "100")
    for day in (1, 1, 2, 2):
        evaluate_goals(DAWN + day * DAY)
    goal.refresh_from_db()
    assert (goal.status, goal.closed_at) == ("completed", DAWN + 2 * DAY)
    told = Event.objects.filter(type__startswith="goal.").order_by("id")
    assert [(each.type, each.payload.get("milestone")) for each in told] == [
        ("goal.create", None),
        ("goal.progress", 25),
        ("goal.progress", 50),
        ("goal.progress", 75),
        ("goal.progress", 100),
        ("goal.completed", None),
    ]
    assert {each.agent_id for each in told} == {agent.pk}


def test_a_goal_fails_at_its_deadline(owner: Actor) -> None:
    agent = agent_worth(owner, 1000, 1001)
    goal = aim(agent.actor, "profit", "100", deadline=DAWN + DAY)
    assert judged(goal, DAWN + timedelta(hours=12)).status == "active"
    assert judged(goal, DAWN + DAY).status == "failed"
    assert Event.objects.get(type="goal.completed").payload["status"] == "failed"


@pytest.mark.parametrize(
    ("kind", "target", "more", "code"),
    [
        ("value", "900", {}, "goal_reached"),
        ("profit", "5", {"deadline": DAWN - DAY}, "deadline_passed"),
        ("drawdown", "5", {}, "deadline_needed"),
        ("win_rate", "101", {}, "invalid_goal"),
        ("trades", "1.5", {}, "invalid_goal"),
    ],
)
def test_what_could_never_be_reached_is_refused(
    owner: Actor, kind: str, target: str, more: dict[str, Any], code: str
) -> None:
    agent = agent_worth(owner, 1000)
    with pytest.raises(BadGoal) as refused:
        aim(agent.actor, kind, target, **more)
    assert refused.value.reason_code == code


def test_people_set_and_give_up_goals_and_only_agents_and_farms_have_them(
    owner: Actor, rest: APIClient
) -> None:
    agent = agent_worth(owner, 1000)
    made = rest.post(
        f"/api/v1/agents/{agent.pk}/goals", {"type": "trades", "target": 5}, format="json"
    ).json()
    at = f"/api/v1/goals/{made['id']}"
    stranger = client_of(make_person(Role.OPERATOR))
    assert stranger.get(at).status_code == stranger.delete(at).status_code == 404
    assert stranger.get(f"/api/v1/agents/{agent.pk}/goals").status_code == 404
    assert rest.delete(f"/api/v1/goals/{made['id']}").json()["status"] == "cancelled"
    assert ToolCall.objects.latest("id").tool == "cancel_goal"
    assert rest.delete(at).json()["code"] == "goal_closed"
    assert rest.get(f"/api/v1/goals/{made['id']}").json()["closedAt"]
    own = rest.post(
        "/api/v1/mcp/execute",
        {"toolId": "create_goal", "parameters": {"actor_id": str(owner.id), "type": "profit", "target": 5}},
        format="json",
    ).json()
    assert (own["success"], own["code"]) == (False, "invalid_goal")
    assert evaluate_goals(timezone.now()) == 0


def test_any_number_of_goals_is_judged_by_the_same_queries(owner: Actor) -> None:
    def queries(at: datetime) -> int:
        return count_queries(lambda: evaluate_goals(at))

    agents = [agent_worth(owner, 1000, 1001, 1002, 1003) for _ in range(3)]
    aim(agents[0].actor, "profit", "1000")
    one = queries(DAWN + DAY)
    for agent in agents:
        for kind in ("profit", "value", "trades"):
            aim(agent.actor, kind, "5000")
    assert queries(DAWN + 2 * DAY) == one
    assert Goal.objects.filter(evaluated_at=DAWN + 2 * DAY).count() == 10
