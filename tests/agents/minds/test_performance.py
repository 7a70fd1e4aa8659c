"""How agents did, one in depth and all of them ranked."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.agents.lifecycle import Action
from apps.agents.models import Agent, Conversation, LanguageBudget, Run, Standing
from apps.agents.performance.services import measure_agents
from apps.agents.services.transitions import change_status
from apps.farms.services import add_agent, create_farm
from apps.system.access.models import Actor, Role
from apps.system.ids import new_id
from apps.trading.selectors.tracks import Wanted, read_tracks
from tests.agents.fleet import archive_agent, make_agent
from tests.agents.minds.scene import DAY, open_since, record_trade, record_worth
from tests.queries import count_queries
from tests.system.people import client_of, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def rest(owner: Actor) -> APIClient:
    return client_of(owner.user)


def midnight(days_ago: int) -> datetime:
    return timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) - days_ago * DAY


def agent_worth(owner: Actor, equities: list[int], **changes: Any) -> Agent:
    """An agent whose account was worth so much at the last midnights."""
    agent = make_agent(owner, enable_defi=False, initial_capital=Decimal(equities[0]), **changes)
    since = midnight(len(equities) - 1)
    open_since(agent, since)
    record_worth(agent, equities, since=since)
    return agent


def board(rest: APIClient, query: str = "") -> Any:
    answer = rest.get(f"/api/v1/agents/leaderboard?{query}")
    assert answer.status_code == 200, answer.json()
    return answer.json()


RISING = [1000 + 10 * day + day % 2 for day in range(15)]
FALLING = [1000 - 10 * day - day % 2 for day in range(15)]


def test_an_agents_performance_has_its_ratios_costs_and_definitions(owner: Actor, rest: APIClient) -> None:
    agent = agent_worth(owner, RISING)
    record_trade(agent, "31", at=midnight(2))
    LanguageBudget.objects.create(agent=agent, day=midnight(1).date(), cost=Decimal(40))
    answer = rest.get(f"/api/v1/agents/{agent.pk}/performance?period=30d").json()
    assert (answer["period"], answer["days"], answer["currency"]) == ("30d", 14, "USD")
    assert Decimal(answer["timeWeightedReturn"]) == Decimal(14)
    assert Decimal(answer["sharpe"]) > 10
    assert (answer["sortino"], answer["missing"]["sortino"]) == (None, "no day has lost")
    assert (answer["trades"]["trades"], answer["trades"]["winRate"]) == (1, "100")
    assert (answer["profit"], answer["modelCost"], answer["costAdjustedReturn"]) == ("140", "40", "10")
    assert answer["excessReturn"] is None or answer["buyAndHold"]["totalReturn"] is not None
    assert {"sharpe", "sortino", "maxDrawdown", "costAdjustedReturn"} <= set(answer["definitions"])
    assert answer["asOf"]
    assert len(answer["curve"]) == 15


def test_what_a_model_cost_is_told_by_decision_and_by_dollar_of_profit(owner: Actor, rest: APIClient) -> None:
    agent = agent_worth(owner, RISING, type="llm")
    LanguageBudget.objects.create(agent=agent, day=midnight(1).date(), cost=Decimal(7))
    for number, (status, trigger, cost) in enumerate(
        [
            ("finished", "schedule", 1),
            ("finished", "schedule", 2),
            ("failed", "schedule", 3),  # paid for, and nothing was decided
            ("finished", "person", 1),
        ]
    ):
        answered(agent, f"run {number}", status=status, trigger=trigger, cost=Decimal(cost))
    answer = rest.get(f"/api/v1/agents/{agent.pk}/performance?period=30d").json()
    assert (answer["modelDecisions"], answer["costPerDecision"]) == (2, "3")
    assert (answer["modelCost"], answer["profit"], answer["costPerProfit"]) == ("7", "140", "0.05")


def answered(agent: Agent, name: str, **facts: Any) -> Run:
    """A run of yesterday that has ended."""
    at = midnight(1)
    thread = Conversation.objects.create(
        agent=agent, thread_id=name, title=name, created_at=at, updated_at=at
    )
    fixed = {"asker": agent.actor, "asked": {}, "correlation_id": new_id()}
    when = {"requested_at": at, "started_at": at, "ended_at": at}
    return Run.objects.create(agent=agent, conversation=thread, external_id=name, **fixed, **when, **facts)


def test_what_cannot_be_told_of_a_new_agent_has_its_reason(owner: Actor, rest: APIClient) -> None:
    agent = make_agent(owner, enable_defi=False)
    answer = rest.get(f"/api/v1/agents/{agent.pk}/performance").json()
    nulls = ("sharpe", "sortino", "volatility", "costAdjustedReturn", "excessReturn")
    assert [answer[name] for name in nulls] == [None] * 5
    assert answer["missing"]["sharpe"] == "0 whole days are recorded, and 10 are needed"
    assert all(answer["missing"][name] for name in nulls)
    assert (answer["modelDecisions"], answer["costPerDecision"], answer["costPerProfit"]) == (0, None, None)
    assert answer["missing"]["costPerDecision"] == "no language model has decided for it"
    assert answer["missing"]["costPerProfit"] == "it has made no profit in USD"


def test_agents_are_ranked_by_any_figure_the_best_first(owner: Actor, rest: APIClient) -> None:
    good, bad = agent_worth(owner, RISING, name="Good"), agent_worth(owner, FALLING, name="Bad")
    new = make_agent(owner, name="New", enable_defi=False)
    for at in range(1, 4):
        record_trade(bad, "-5", at=midnight(at))
    assert measure_agents(timezone.now()) == 3
    by_return = board(rest)
    assert by_return["results"][0]["name"] == "Good"
    assert [each["rank"] for each in by_return["results"]] == [1, 2, 3]
    assert by_return["count"] == 3
    assert board(rest, "by=trades")["results"][0]["name"] == "Bad"
    drawdowns = [each["maxDrawdown"] for each in board(rest, "by=drawdown")["results"]]
    assert drawdowns[-1] == "14"
    sharpes = board(rest, "by=sharpe")["results"]
    assert [each["sharpe"] is None for each in sharpes] == [False, False, True]
    assert sharpes[-1]["agentId"] == str(new.pk)
    assert Standing.objects.filter(agent=good).count() == len(Standing.Period)


def test_a_ranking_is_narrowed(owner: Actor, rest: APIClient) -> None:
    farm = create_farm(owner=owner, name="Farm")
    mine, other = agent_worth(owner, RISING), agent_worth(owner, FALLING, type="sma_cross")
    add_agent(farm, agent=mine)
    change_status(other, Action.PAUSE)
    record_trade(other, "3", at=midnight(1))
    archive_agent(agent_worth(owner, RISING), owner)
    measure_agents(timezone.now())

    def found(query: str) -> list[str]:
        return [each["agentId"] for each in board(rest, query)["results"]]

    assert found(f"farmId={farm.pk}") == found("type=momentum") == found("status=running") == [str(mine.pk)]
    assert found("leastTrades=1") == found("status=paused") == [str(other.pk)]
    assert len(found("venue=sim")) == 2
    assert found("limit=1") == [str(mine.pk)]
    assert rest.get("/api/v1/agents/leaderboard?by=luck").status_code == 422


def test_nobody_ranks_or_reads_what_is_anothers(owner: Actor) -> None:
    agent = agent_worth(owner, RISING)
    measure_agents(timezone.now())
    stranger = client_of(make_person(Role.OPERATOR))
    assert board(stranger)["results"] == []
    assert stranger.get(f"/api/v1/agents/{agent.pk}/performance").status_code == 404


def test_measuring_and_ranking_take_the_same_queries_for_six_agents_as_for_one(
    owner: Actor, rest: APIClient
) -> None:
    def queries() -> tuple[int, int]:
        measured = count_queries(lambda: measure_agents(timezone.now()))
        board(rest)
        return measured, count_queries(lambda: board(rest))

    agent_worth(owner, RISING)
    one = queries()
    for _ in range(5):
        agent_worth(owner, FALLING)
    assert queries() == one


def test_a_track_sums_accounts_from_when_each_was_opened(owner: Actor) -> None:
    old, young = agent_worth(owner, [1000, 1100, 1200, 1300]), agent_worth(owner, [500, 600])
    accounts = [old.account_id, young.account_id]
    found = read_tracks([Wanted(owner.id, accounts, midnight(2))], until=midnight(0))[owner.id]
    assert [(each.at, each.equity, each.funded) for each in found.points] == [
        (midnight(2), 1100, 1000),
        (midnight(1), 1700, 1500),
        (midnight(0), 1900, 1500),
    ]


def test_the_last_point_is_of_now_and_what_came_later_does_not_count(owner: Actor) -> None:
    agent = agent_worth(owner, [1000, 1100, 1200])
    until = midnight(1) + timedelta(hours=6)
    found = read_tracks([Wanted(agent.pk, [agent.account_id], midnight(30))], until=until)[agent.pk]
    assert [each.equity for each in found.points] == [1000, 1100, 1100]
    assert found.points[-1].at == until
