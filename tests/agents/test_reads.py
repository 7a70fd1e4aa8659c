"""What is read of agents costs the same for many as for one, and says what it is."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.agents.lifecycle import Action
from apps.agents.models import Decision
from apps.agents.runtime import decide_on_bars
from apps.agents.selectors.worth import value_agents, value_fleet
from apps.agents.services.creation import check_parameters
from apps.agents.services.transitions import change_status
from apps.mcp.runner import run_call
from apps.system.access.models import Actor
from apps.system.events.subscribers import deliver_due
from apps.trading.models import Account, Balance, Instrument, Position
from apps.trading.selectors.venues import find_quote, get_venue
from apps.trading.services import match_venue
from apps.trading.strategies.registry import load_strategies
from tests.agents.fleet import archive_agent, make_agent
from tests.agents.markets import RISING, VENUE, last_bars, record
from tests.queries import count_queries
from tests.system.people import client_of
from tests.system.streams import all_numbered, sequencing, until


@pytest.fixture
def rest(owner: Actor) -> APIClient:
    return client_of(owner.user)


@pytest.mark.parametrize("path", ["agents", "agents/status", "vaults", "trading/accounts"])
def test_a_list_takes_the_same_queries_for_six_agents_as_for_one(
    owner: Actor, rest: APIClient, path: str
) -> None:
    make_agent(owner)
    one = queries_of(lambda: rest.get(f"/api/v1/{path}"))
    for _ in range(5):
        make_agent(owner)
    assert queries_of(lambda: rest.get(f"/api/v1/{path}")) == one


def queries_of(do: Callable[[], object]) -> int:
    do()  # the first use of a key is recorded
    return count_queries(do)


def test_the_status_counts_agents_and_adds_up_their_value(owner: Actor, rest: APIClient) -> None:
    make_agent(owner, initial_capital=Decimal(1000))
    paused, archived = make_agent(owner, initial_capital=Decimal(500)), make_agent(owner)
    change_status(paused, Action.PAUSE)
    archive_agent(archived, owner)
    answer = rest.get("/api/v1/agents/status").json()
    assert (answer["total"], answer["byStatus"]["running"], answer["byStatus"]["paused"]) == (2, 1, 1)
    assert answer["byStatus"]["archived"] == 1
    assert (answer["totalValue"], answer["currency"], answer["source"]) == ("1500", "USD", "paper")
    assert [(each["value"], each["status"]) for each in answer["agents"]] == [
        ("500", "paused"),
        ("1000", "running"),
    ]
    assert answer["asOf"]


def test_without_agents_the_status_is_empty(owner: Actor, rest: APIClient) -> None:
    answer = rest.get("/api/v1/agents/status").json()
    assert (answer["total"], answer["totalValue"], answer["agents"]) == (0, "0", [])


def test_the_strategies_say_what_can_be_set(rest: APIClient) -> None:
    """What a form made from a schema sends untouched, its defaults, is what an agent gets without any."""
    answer = rest.get("/api/v1/agents/strategies").json()
    assert [each["type"] for each in answer["results"]] == sorted(load_strategies())
    momentum = next(each for each in answer["results"] if each["type"] == "momentum")
    assert "falls" in momentum["description"]
    fields = momentum["parametersSchema"]["properties"]
    assert list(fields) == ["lookback", "entry", "exit", "fraction"]
    assert all(field["description"] for field in fields.values())
    defaults = {name: field["default"] for name, field in fields.items()}
    assert defaults["lookback"] == 10
    assert check_parameters("momentum", defaults) == check_parameters("momentum", {})


def test_what_a_fleet_is_worth_takes_the_same_queries_for_many_currencies_as_for_one(owner: Actor) -> None:
    """Whatever the agents' accounts are reckoned in, and hold of what is paid in it."""
    now = timezone.now()

    def join(currency: str, symbol: str) -> None:
        agent = make_agent(owner, enable_defi=False)
        instrument = Instrument.objects.get(venue="sim", symbol=symbol)
        Balance.objects.filter(account=agent.account_id).update(asset=currency)
        Account.objects.filter(id=agent.account_id).update(currency=currency)
        Balance.objects.create(account_id=agent.account_id, asset=instrument.base, total=1)
        Position.objects.create(account_id=agent.account_id, instrument=instrument, quantity=1, cost=1)

    join("USD", "BTC/USD")
    one = queries_of(lambda: value_fleet(owner, now))
    for currency, symbol in (("EUR", "BTC/EUR"), ("BTC", "ETH/BTC")):
        join(currency, symbol)

    assert queries_of(lambda: value_fleet(owner, now)) == one
    worth = value_fleet(owner, now)
    assert list(worth.values) == ["BTC", "EUR", "USD"]
    for currency, symbol in (("USD", "BTC/USD"), ("EUR", "BTC/EUR"), ("BTC", "ETH/BTC")):
        quote = find_quote(get_venue(), symbol, now)
        assert quote is not None
        assert worth.values[currency] == 100_000 + quote.last


def test_agents_and_their_worth_are_narrowed_alike(owner: Actor, rest: APIClient) -> None:
    alpha = make_agent(owner, name="Alpha", type="rsi", enable_defi=False)
    make_agent(owner, name="Beta", enable_defi=False)
    for query in ("type=rsi", "search=alph", "venue=sim&search=Alpha", "status=running&type=rsi"):
        for path in ("agents", "agents/worth"):
            answer = rest.get(f"/api/v1/{path}?{query}").json()
            assert [each["id"] for each in answer["results"]] == [str(alpha.pk)], f"{path}?{query}"
    (worth,) = rest.get("/api/v1/agents/worth?type=rsi").json()["results"]
    assert (worth["value"], worth["initialCapital"], worth["currency"]) == ("100000", "100000", "USD")
    assert rest.get(f"/api/v1/agents?farmId={owner.id}&search=none").json()["count"] == 0


def test_an_unknown_state_is_not_asked_for(owner: Actor, rest: APIClient) -> None:
    answer = rest.get("/api/v1/agents?status=asleep")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_query")


@pytest.mark.django_db(transaction=True)
def test_a_decision_learns_what_became_of_its_order(owner: Actor, rest: APIClient) -> None:
    venue = record(RISING)
    agent = make_agent(owner, venue=VENUE, enable_defi=False)
    bars = last_bars(venue)
    (call_id,) = decide_on_bars(VENUE, bars, now=timezone.now())
    run_call(call_id)
    record([*RISING, 7120])
    match_venue(record([*RISING, 7120]), bars[0].closed_at)
    with sequencing():
        until(all_numbered)
    deliver_due(timezone.now())
    decision = Decision.objects.get(agent=agent)
    assert decision.outcome == "succeeded"
    assert decision.outcome_details["executed_price"] == "7120"
    (shown,) = rest.get(f"/api/v1/agents/{agent.pk}/decisions").json()["results"]
    assert (shown["outcome"], shown["calls"]) == ("succeeded", [str(call_id)])
    assert shown["outcomeDetails"]["executed_price"] == "7120"
    last = rest.get(f"/api/v1/agents/{agent.pk}/persistence").json()["data"]["lastDecision"]
    assert last["id"] == str(decision.id)
    worth = value_agents([agent], timezone.now())[agent.pk]
    assert worth is not None
    assert Decimal(99_900) < worth < 100_000  # the fee is paid
    assert value_fleet(owner, timezone.now()).values == {"USD": worth}
