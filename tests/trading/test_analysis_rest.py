"""Technicals and risk over REST."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.mcp.gateway import PUBLISH_AGAIN
from apps.mcp.models import ToolCall
from apps.mcp.runner import run_call
from apps.mcp.services import take_waiting_calls
from apps.system.access.models import Actor, User
from apps.system.controls.services.configuration import change_setting
from apps.system.probes.queues import queue_key
from apps.system.redis import redis_client
from apps.trading import settings
from apps.trading.models import Account, LossMark, Venue
from apps.trading.services import match_venue
from tests.system.people import client_of, make_person
from tests.trading.desk import build_agent, buy, fund

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person(sim: Venue) -> User:
    """Somebody with an agent."""
    return make_person()


@pytest.fixture
def client(person: User) -> APIClient:
    """Their client."""
    return client_of(person)


@pytest.fixture
def agent(person: User) -> Actor:
    """Their agent."""
    return build_agent(person.actor)


@pytest.fixture
def invested(agent: Actor, sim: Venue) -> Account:
    """The agent's account, partly in Bitcoin."""
    account, now = fund(agent), timezone.now()
    buy(account, "0.4", at=now)
    match_venue(sim, now)
    return account


def body_of(answer: Any, status: int = 200) -> dict[str, Any]:
    """The body of an answer with this status."""
    assert answer.status_code == status, answer.content
    body: dict[str, Any] = answer.json()
    return body


def test_technicals_of_a_symbol(client: APIClient) -> None:
    query = "symbol=btc-usd&interval=5m&indicators=rsi:9,macd&points=3"
    found = body_of(client.get(f"/api/v1/market/technicals?{query}"))

    assert (found["symbol"], found["venue"], found["interval"]) == ("BTC/USD", "sim", "5m")
    assert (found["source"], found["asOf"][-1]) == ("simulated", "Z")
    rsi, macd = found["indicators"]
    assert (rsi["id"], rsi["warmUp"], len(rsi["series"])) == ("rsi:9", 9, 3)
    assert set(macd["values"]) == {"macd", "signal", "histogram"}
    assert found["barsUsed"] == macd["settlesAfter"] + 3


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("symbol=BTC-USD&indicators=rsy", 422, "invalid_query"),
        ("symbol=BTC-USD&indicators=,", 422, "invalid_query"),
        ("symbol=BTC-USD&points=0", 422, "invalid_query"),
        ("symbol=BTC-JPY", 404, "unknown_symbol"),
        ("symbol=%C3%A9", 404, "unknown_symbol"),
        ("symbol=BTC-USD&venue=nowhere", 404, "unknown_venue"),
    ],
)
def test_what_cannot_be_computed_is_refused(client: APIClient, query: str, status: int, code: str) -> None:
    answer = client.get(f"/api/v1/market/technicals?{query}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_risk_metrics_wait_for_the_analytics_workers(client: APIClient, invested: Account) -> None:
    answer = client.get("/api/v1/trading/risk/metrics?interval=15m&bars=100", HTTP_PREFER="respond-async")

    call = ToolCall.objects.get(id=body_of(answer, 202)["executionId"])
    assert (call.tool, call.parameters["bars"]) == ("calculate_risk_metrics", 100)
    run_call(call.id)
    call.refresh_from_db()
    assert call.status == "SUCCEEDED"
    assert call.result["bars_used"] == 100


def test_a_heavy_call_is_published_to_its_queue_again_and_again(client: APIClient, invested: Account) -> None:
    redis_client().delete(queue_key("analytics"), queue_key("tools"))

    client.get("/api/v1/trading/risk/metrics", HTTP_PREFER="respond-async")

    assert (redis_client().llen(queue_key("tools")), redis_client().llen(queue_key("analytics"))) == (0, 1)
    message = json.loads(redis_client().lindex(queue_key("analytics"), 0))
    assert message["headers"]["task"] == "apps.mcp.tasks.run_call"
    ((_, tool),) = take_waiting_calls(timezone.now() + PUBLISH_AGAIN)
    assert tool == "calculate_risk_metrics"


@pytest.mark.parametrize("query", ["basis=moon", "bars=3", "benchmark=x", "riskFreeRate=9", "agentId=7"])
def test_a_bad_question_of_risk_is_refused(client: APIClient, query: str) -> None:
    answer = client.get(f"/api/v1/trading/risk/metrics?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_query")


def test_a_stress_test_over_rest(client: APIClient, invested: Account, agent: Actor) -> None:
    body = {"agentId": str(agent.id), "shocks": [{"asset": "BTC", "percent": -50}]}
    found = body_of(client.post("/api/v1/trading/risk/stress-test", body, format="json"))

    (own,) = found["scenarios"]
    (position,) = own["positions"]
    assert (found["worst"], position["symbol"], position["shock"]) == ("own", "BTC/USD", "-50")
    assert Decimal(own["equityAfter"]) == Decimal(found["equity"]) + Decimal(own["pnl"])
    assert (found["source"], found["accounts"]) == ("simulated", 1)


def test_limits_say_their_use_and_who_set_them(
    client: APIClient, person: User, agent: Actor, invested: Account
) -> None:
    now = timezone.now()
    change_setting(settings.MAX_OPEN_ORDERS, 4, target=agent, by=person.actor, now=now)
    change_setting(settings.MAX_DRAWDOWN, "20", target=None, by=person.actor, now=now)
    LossMark.objects.create(
        account=invested,
        profit=Decimal(-4000),
        peak=0,
        day=timezone.now().date(),
        day_profit=Decimal(-3000),
        measured_at=timezone.now(),
    )
    price = Decimal(client.get("/api/v1/market/live-data/BTC-USD").json()["bid"])
    buy(invested, "0.1", at=timezone.now(), limit=str(int(price * Decimal("0.98"))))

    found = body_of(client.get(f"/api/v1/trading/risk/limits?agentId={agent.id}"))

    limits = {each["key"]: each for each in found["limits"]}
    orders = limits["risk.max_open_orders"]
    assert (orders["limit"], orders["used"], orders["usedPercent"]) == ("4", "1", "25")
    assert (orders["setFor"], orders["setForName"]) == ("actor", agent.name)
    drawdown = limits["triggers.drawdown.max_percent"]
    assert (drawdown["used"], drawdown["usedPercent"], drawdown["setFor"]) == ("4", "20", "platform")
    assert limits["triggers.daily_loss.max_percent"]["limit"] is None
    largest = limits["risk.max_order_notional"]
    assert Decimal(largest["used"]) == Decimal("0.1") * int(price * Decimal("0.98"))
    collar = limits["risk.price_collar_percent"]
    assert (collar["limit"], collar["used"], collar["setFor"]) == ("5", None, "default")
    assert {each["accountId"] for each in found["limits"]} == {str(invested.id)}


def test_the_tightest_limit_along_the_lineage_is_the_one_that_is_told(
    client: APIClient, person: User, agent: Actor, invested: Account
) -> None:
    now = timezone.now()
    change_setting(settings.MAX_OPEN_ORDERS, 4, target=agent, by=person.actor, now=now)
    change_setting(settings.MAX_OPEN_ORDERS, 3, target=person.actor, by=person.actor, now=now)
    change_setting(settings.MAX_CONCENTRATION, "80", target=agent, by=person.actor, now=now)

    found = body_of(client.get(f"/api/v1/trading/risk/limits?agentId={agent.id}"))

    limits = {each["key"]: each for each in found["limits"]}
    assert (limits["risk.max_open_orders"]["limit"], limits["risk.max_open_orders"]["setForName"]) == (
        "3",
        person.actor.name,
    )
    positions = body_of(client.get(f"/api/v1/trading/positions?agentId={agent.id}"))["positions"]
    value = max(Decimal(each["value"]) for each in positions)
    concentration = limits["risk.max_concentration_percent"]
    assert concentration["limit"] == "80"
    assert abs(Decimal(limits["risk.max_position_notional"]["used"]) - value) < value / 100
    assert 0 < Decimal(concentration["used"]) <= 100
    assert 0 < Decimal(limits["risk.max_leverage"]["used"]) <= 1


def test_over_all_accounts_each_limit_names_the_one_nearest_to_it(
    client: APIClient, person: User, invested: Account
) -> None:
    busy = fund(build_agent(person.actor, "busy"))
    for _ in range(2):
        buy(busy, "0.1", at=timezone.now())

    found = body_of(client.get("/api/v1/trading/risk/limits"))

    limits = {each["key"]: each for each in found["limits"]}
    assert found["accounts"] == 2
    assert limits["risk.max_open_orders"]["accountId"] == str(busy.id)
    assert limits["risk.max_open_orders"]["used"] == "2"
    assert limits["triggers.drawdown.max_percent"]["accountId"] is None


def test_a_stranger_is_told_nothing(invested: Account, agent: Actor) -> None:
    stranger = client_of(make_person())
    assert stranger.get(f"/api/v1/trading/risk/limits?agentId={agent.id}").status_code == 404
    body = {"accountId": str(invested.id)}
    assert stranger.post("/api/v1/trading/risk/stress-test", body, format="json").status_code == 404
    found = body_of(stranger.get("/api/v1/trading/risk/limits"))
    assert found["accounts"] == 0
