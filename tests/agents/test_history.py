"""An agent as it was, and a decision made again: the past can be asked, and asking changes nothing."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from rest_framework.test import APIClient

from apps.agents.graduation import Record, judge
from apps.agents.history.configurations import diff
from apps.agents.history.rerunning import rerun_decision
from apps.agents.lifecycle import Action
from apps.agents.models import Agent, Decision
from apps.agents.runtime import decide_on_bars
from apps.agents.selectors.agents import get_configuration
from apps.agents.services.configuration import configure_agent
from apps.agents.services.transitions import change_status
from apps.mcp.models import ToolCall
from apps.system.access.models import Actor
from apps.trading.models import Candle, Venue
from apps.trading.selectors.venues import get_venue
from apps.trading.services import advance
from tests.agents.fleet import make_agent
from tests.agents.markets import RISING, VENUE, last_bars, record
from tests.agents.strategies.scenes import SETTINGS
from tests.system.people import client_of

NOW = datetime(2025, 1, 1, tzinfo=UTC)
WAVES = [7000 + 40 * (n % 7) - 25 * (n % 3) for n in range(80)]


@pytest.fixture
def rest(owner: Actor) -> APIClient:
    return client_of(owner.user)


@pytest.fixture
def decided(owner: Actor) -> Decision:
    """A decision to buy."""
    bars = last_bars(record(RISING))
    make_agent(owner, venue=VENUE, enable_defi=False)
    decide_on_bars(VENUE, bars, now=NOW)
    return Decision.objects.select_related("agent__actor").get()


def rerun(rest: APIClient, decision: Decision, **asked: Any) -> Any:
    at = f"/api/v1/agents/{decision.agent_id}/decisions/{decision.id}/rerun"
    return rest.get(at, asked)


@pytest.mark.parametrize("kind", sorted(SETTINGS))
def test_a_decision_made_again_of_the_same_is_the_same(owner: Actor, kind: str) -> None:
    bars = last_bars(record(WAVES, symbols=("BTC/USD", "ETH/USD")))
    there = {"venue": VENUE, "symbols": ["BTC/USD", "ETH/USD"], "enable_defi": False}
    agent = make_agent(owner, type=kind, parameters=SETTINGS[kind][0], **there)
    decide_on_bars(VENUE, bars, now=NOW)
    decisions = list(Decision.objects.filter(agent=agent))
    assert len(decisions) == 2
    for decision in decisions:
        again = rerun_decision(agent, decision)
        assert again.is_of_the_same is True
        signal = again.signal
        assert (signal.action.value, signal.quantity) == (decision.action, decision.quantity)
        assert (signal.sentence, dict(signal.inputs)) == (decision.sentence, decision.inputs)
        assert [rule.as_data() for rule in signal.rules] == decision.reasoning


def test_a_decision_is_compared_with_what_other_settings_would_have_done(
    rest: APIClient, decided: Decision
) -> None:
    same = rerun(rest, decided).json()
    assert (same["sameInputs"], same["sameDecision"], same["type"]) == (True, True, "momentum")
    other = rerun(rest, decided, parameters=json.dumps({"entry": "50"})).json()
    assert (other["original"]["action"], other["again"]["action"]) == ("buy", "hold")
    assert (other["sameInputs"], other["sameDecision"]) == (None, False)
    assert other["parameters"]["entry"] == "50"
    as_another = rerun(rest, decided, type="mean_reversion", parameters='{"lookback": 10}').json()
    assert as_another["again"]["reasoning"][0]["rule"] == "far below the mean"


def test_making_it_again_changes_nothing(rest: APIClient, decided: Decision) -> None:
    before = list(Decision.objects.values()), list(Agent.objects.values())
    rerun(rest, decided, parameters='{"entry": "50"}')
    assert (list(Decision.objects.values()), list(Agent.objects.values())) == before


def test_bars_that_were_changed_since_are_noticed(rest: APIClient, decided: Decision) -> None:
    Candle.objects.filter(opened_at=decided.bar_at - timedelta(minutes=1)).update(volume=Decimal(7))
    assert rerun(rest, decided).json()["sameInputs"] is False


def test_bars_that_are_gone_cannot_be_decided_on(rest: APIClient, decided: Decision) -> None:
    Candle.objects.all().delete()
    answer = rerun(rest, decided)
    assert (answer.status_code, answer.json()["code"]) == (422, "not_repeatable")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"parameters": "[1]"}, "invalid_parameters"),
        ({"parameters": "{"}, "invalid_parameters"),
        ({"parameters": '{"lookback": -1}'}, "invalid_parameters"),
        ({"type": "nothing"}, "unknown_agent_type"),
        ({"type": "llm"}, "not_repeatable"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    rest: APIClient, decided: Decision, asked: dict[str, str], code: str
) -> None:
    assert rerun(rest, decided, **asked).json()["code"] == code


def test_an_agent_is_shown_as_it_was(owner: Actor, rest: APIClient) -> None:
    agent = make_agent(owner, name="One", enable_defi=False)
    then = timezone.now()
    configure_agent(agent, changes={"lookback": 20}, by=owner, now=NOW)
    change_status(agent, Action.PAUSE)
    at = f"/api/v1/agents/{agent.pk}/moment"
    was = rest.get(at, {"at": then.isoformat()}).json()
    now = rest.get(at, {"at": timezone.now().isoformat()}).json()
    assert (was["status"], was["version"], was["parameters"]["lookback"]) == ("running", 1, 10)
    assert (now["status"], now["version"], now["parameters"]["lookback"]) == ("paused", 2, 20)
    assert was["balances"] == {"USD": "100000"}
    early = rest.get(at, {"at": "2020-01-01T00:00:00Z"})
    assert (early.status_code, early.json()["code"]) == (422, "before_it_was_made")
    assert rest.get(at, {"at": "then"}).json()["code"] == "invalid_at"


def test_versions_are_listed_with_what_each_changed(owner: Actor, rest: APIClient) -> None:
    agent = make_agent(owner, enable_defi=False)
    configure_agent(agent, changes={"lookback": 20, "entry": "0.5"}, by=owner, now=NOW)
    newest, first = rest.get(f"/api/v1/agents/{agent.pk}/versions").json()["results"]
    assert (newest["version"], newest["inForce"], first["inForce"]) == (2, True, False)
    assert newest["changes"] == [
        {"name": "entry", "before": "0.3", "after": "0.5"},
        {"name": "lookback", "before": 10, "after": 20},
    ]
    assert (first["changes"], newest["createdBy"]) == ([], owner.name)


def test_a_decision_is_read_with_what_it_led_to_and_cost(rest: APIClient, decided: Decision) -> None:
    venue = record([*RISING, 7150])
    Venue.objects.filter(pk=VENUE).update(market_time=venue.market_time - timedelta(minutes=1))
    advance(get_venue(VENUE), NOW)
    found = rest.get(f"/api/v1/agents/{decided.agent_id}/decisions/{decided.id}").json()
    (execution,) = found["executions"]
    assert (execution["fills"], execution["quantity"], execution["averagePrice"]) == (1, "3.5161", "7150")
    slipped = decided.quantity * (7150 - 7110)
    assert Decimal(execution["slippage"]) == slipped
    assert Decimal(found["cost"]) == slipped + Decimal(execution["fee"])


def test_a_new_agent_is_not_ready_for_real_money_and_is_told_why(owner: Actor, rest: APIClient) -> None:
    agent = make_agent(owner, enable_defi=False)
    told = rest.get(f"/api/v1/agents/{agent.pk}/graduation").json()
    criteria = {each["name"]: each for each in told["criteria"]}
    assert told["ready"] is False
    assert (criteria["days"]["value"], criteria["days"]["needed"], criteria["days"]["met"]) == (
        "0",
        "14",
        False,
    )
    assert (criteria["failures"]["met"], criteria["total_return"]["value"]) == (True, None)


GOOD = Record(14, 30, Decimal("0.01"), Decimal(0), Decimal(20), Decimal("1.2"), 0, Decimal(5))


def test_who_meets_every_criterion_is_ready() -> None:
    assert all(judge(GOOD).values())


@pytest.mark.parametrize(
    ("name", "worse"),
    [
        ("days", 13),
        ("trades", 29),
        ("total_return", Decimal(0)),
        ("above_buy_and_hold", None),
        ("max_drawdown", Decimal("20.01")),
        ("profit_factor", None),
        ("failures", 1),
        ("refused_share", Decimal("5.01")),
    ],
)
def test_whoever_misses_one_is_not(name: str, worse: Any) -> None:
    judged = judge(replace(GOOD, **{name: worse}))
    assert [each for each, met in judged.items() if not met] == [name]


_parameters = some.dictionaries(some.sampled_from("abc"), some.integers(0, 3) | some.text(max_size=1))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(before=_parameters, after=_parameters)
def test_a_diff_applied_to_the_one_gives_the_other(before: dict[str, Any], after: dict[str, Any]) -> None:
    changes = diff(before, after)
    made = before | {each.name: each.after for each in changes}
    assert {name: value for name, value in made.items() if value is not None} == after
    assert not diff(after, after)


@pytest.mark.django_db(transaction=True)
def test_an_agent_is_rolled_back_and_cloned(client: APIClient) -> None:
    wish = {"name": "One", "type": "rsi", "initialCapital": 5000, "enableDeFi": False, "enableMCP": True}
    made = client.post("/api/v1/agents/create-complete", wish, format="json").json()
    at = f"/api/v1/agents/{made['id']}"
    client.patch(at, {"parameters": {"period": 21}}, format="json")
    agent = made["id"]
    back = client.post(f"/api/v1/agents/{agent}/versions/1/roll-back", format="json").json()
    assert (back["version"], back["parameters"]["period"]) == (3, 14)
    unknown = client.post(f"{at}/versions/9/roll-back", format="json")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_version")
    copy = client.post(f"/api/v1/agents/{agent}/clone", {"initialCapital": 700}, format="json").json()
    clone = Agent.objects.select_related("actor").get(pk=copy["id"])
    assert (clone.actor.name, clone.type, clone.status) == ("One copy", "rsi", "running")
    assert (clone.initial_capital, get_configuration(clone).parameters["period"]) == (700, 14)
    asked = ToolCall.objects.filter(tool__in=["roll_back_agent", "clone_agent"], status="SUCCEEDED")
    assert asked.count() == 2
