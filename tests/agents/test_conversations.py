"""Conversations are kept, found by their words and handed out; endpoints and budgets are looked after."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.agents.language import LanguageParameters
from apps.agents.models import Agent, LanguageBudget, LanguageEndpoint, Run
from apps.agents.runs import services
from apps.agents.runs.executing import execute_run
from apps.agents.runs.llm.prices import PriceUnknown, price_of
from apps.agents.runs.scheduling import ask_on_bars
from apps.agents.runs.spending import BudgetExceeded, reserve, settle
from apps.mcp.models import ToolCall
from apps.system.access.models import Role, User
from apps.system.access.services import ensure_root
from apps.system.audit.models import AuditEntry
from apps.system.controls.services import engage_halt
from apps.trading.services.catalogue import ensure_catalogue
from tests.agents.fleet import make_agent
from tests.agents.markets import FLAT, RISING, VENUE, record
from tests.system.people import client_of, make_person

NOW = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture
def person(db: None) -> User:
    """An operator, in a world with a simulated market."""
    ensure_root()
    ensure_catalogue()
    return make_person(Role.OPERATOR)


@pytest.fixture
def client(person: User) -> APIClient:
    return client_of(person)


@pytest.fixture
def agent(person: User) -> Agent:
    record(FLAT)
    return make_agent(person.actor, venue=VENUE, enable_defi=False)


def talk(agent: Agent, thread: str, *texts: str) -> None:
    """Ask one thing after the other in a thread."""
    for number, text in enumerate(texts):
        wish = services.Wish(thread, f"{thread}-{number}", text=text)
        execute_run(services.request_run(agent, wish, asker=agent.actor, now=timezone.now()).id)


def test_conversations_are_found_by_their_words(client: APIClient, agent: Agent) -> None:
    talk(agent, "bonds", "What of treasury bonds?")
    talk(agent, "coins", "What of bitcoin?", "And of ether?")
    url = f"/api/v1/agents/{agent.pk}/conversations"
    found = {words: threads(client.get(url, {"q": words})) for words in ("", "ether", "what -bonds", "gold")}
    assert found == {"": ["coins", "bonds"], "ether": ["coins"], "what -bonds": ["coins"], "gold": []}
    assert client.get(url).json()["results"][0]["title"] == "What of bitcoin?"


def threads(answer: Any) -> list[str]:
    return [each["threadId"] for each in answer.json()["results"]]


def test_a_conversation_is_read_in_order_and_handed_out(client: APIClient, agent: Agent) -> None:
    talk(agent, "coins", "What of bitcoin?", "And of ether?")
    listed = client.get(f"/api/v1/agents/{agent.pk}/conversations/coins/messages").json()["results"]
    assert [(each["role"], each["runId"]) for each in listed] == [
        ("user", "coins-0"),
        ("assistant", "coins-0"),
        ("user", "coins-1"),
        ("assistant", "coins-1"),
    ]
    url = f"/api/v1/agents/{agent.pk}/conversations/coins/export"
    exported = client.get(url).json()
    assert [each["content"] for each in exported["messages"]] == [each["content"] for each in listed]
    text = client.get(url, {"as": "markdown"}).content.decode()
    assert text.startswith("# What of bitcoin?\n")
    assert "No bar has been decided on yet." in text
    assert client.get(url, {"as": "pdf"}).json()["code"] == "invalid_format"
    assert client.get(f"/api/v1/agents/{agent.pk}/conversations/nowhere/export").status_code == 404


def test_an_agent_announces_only_what_it_can(client: APIClient, person: User, agent: Agent) -> None:
    ruled = client.get(f"/api/v1/agents/{agent.pk}/capabilities").json()
    assert (ruled["transport"]["resumable"], ruled["tools"]["supported"]) == (True, False)
    named = ["get_portfolio"]
    speaking = make_agent(person.actor, type="llm", enable_defi=False, parameters={"tools": named})
    announced = client.get(f"/api/v1/agents/{speaking.pk}/capabilities").json()
    assert [each["name"] for each in announced["tools"]["items"]] == named
    assert announced["humanInTheLoop"]["interrupts"] is True
    assert announced["execution"]["maxIterations"] == 8


ENDPOINT = {"kind": "openai", "baseUrl": "https://models.example.com/v1", "model": "m-1"}


def test_an_endpoint_is_set_by_administrators_and_its_key_never_shown(client: APIClient) -> None:
    url = "/api/v1/agents/language-endpoints/main"
    assert client.put(url, ENDPOINT, format="json").status_code == 403
    admin = client_of(make_person(Role.ADMIN))
    made = admin.put(url, {**ENDPOINT, "key": "sk-very-secret", "inputPrice": "1.5"}, format="json")
    assert (made.status_code, made.json()["hasKey"], made.json()["inputPrice"]) == (200, True, "1.5")
    admin.put(url, {**ENDPOINT, "model": "m-2"}, format="json")
    kept = LanguageEndpoint.objects.get()
    assert kept.model == "m-2"
    assert kept.sealed_key != ""
    listed = client.get("/api/v1/agents/language-endpoints")
    assert [each["name"] for each in listed.json()["results"]] == ["main"]
    everything = [
        listed.content.decode(),
        kept.sealed_key,
        *map(str, AuditEntry.objects.values_list("details")),
    ]
    assert not any("sk-very-secret" in each for each in everything)
    assert not ToolCall.objects.exists()
    assert AuditEntry.objects.filter(action="set_language_endpoint").count() == 2
    assert client.delete(url).status_code == 403
    assert admin.delete(url).status_code == 204
    assert admin.delete(url).status_code == 404


@pytest.mark.parametrize(
    "url", ["http://models.example.com/v1", "https://10.0.0.1/v1", "https://localhost/v1"]
)
def test_an_endpoint_is_public_unless_the_operator_allows_others(db: None, url: str) -> None:
    admin = client_of(make_person(Role.ADMIN))
    refused = admin.put("/api/v1/agents/language-endpoints/main", {**ENDPOINT, "baseUrl": url}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (422, "destination_refused")


def test_a_language_model_is_one_of_the_types_of_agents(client: APIClient) -> None:
    listed = client.get("/api/v1/agents/types").json()["results"]
    assert {"momentum", "llm"} <= {each["type"] for each in listed}
    assert listed[-1]["parametersSchema"]["properties"]["tokens_per_day"]["default"] == 200_000
    rules = client.get("/api/v1/agents/strategies").json()["results"]
    assert [each["type"] for each in listed[:-1]] == [each["type"] for each in rules]


def test_a_budget_is_shown(client: APIClient, person: User, agent: Agent) -> None:
    speaking = make_agent(person.actor, type="llm", enable_defi=False, parameters={"tokens_per_day": 500})
    settings = LanguageParameters(tokens_per_day=500)
    reserve(speaking.pk, settings, tokens=300, cost=Decimal("0.5"), now=timezone.now())
    shown = client.get(f"/api/v1/agents/{speaking.pk}/language-budget").json()
    assert (shown["tokensPerDay"], shown["tokens"], shown["tokensReserved"]) == (500, 0, 300)
    assert (shown["costPerDay"], shown["costReserved"]) == ("2", "0.5")
    assert client.get(f"/api/v1/agents/{agent.pk}/language-budget").status_code == 404


def test_what_is_reserved_cannot_be_used_twice_and_a_new_day_begins_anew(agent: Agent) -> None:
    settings = LanguageParameters(tokens_per_day=100, cost_per_day=Decimal(1))
    first = reserve(agent.pk, settings, tokens=60, cost=Decimal("0.1"), now=NOW)
    with pytest.raises(BudgetExceeded, match="60 tokens"):
        reserve(agent.pk, settings, tokens=60, cost=Decimal("0.1"), now=NOW)
    settle(first, tokens=40, cost=Decimal("0.05"))
    second = reserve(agent.pk, settings, tokens=60, cost=Decimal("0.95"), now=NOW)
    with pytest.raises(BudgetExceeded):
        reserve(agent.pk, settings, tokens=0, cost=Decimal("0.01"), now=NOW)
    settle(second, tokens=60, cost=Decimal("0.95"))
    budget = LanguageBudget.objects.get(day=NOW.date())
    assert (budget.tokens, budget.cost, budget.tokens_reserved) == (100, 1, 0)
    reserve(agent.pk, settings, tokens=100, cost=Decimal(1), now=NOW + timedelta(days=1))


def test_prices_are_stated_or_listed_or_unknown() -> None:
    known = LanguageEndpoint(name="a", base_url="https://api.anthropic.com", model="claude-3-haiku-20240307")
    listed = price_of(known)
    assert (listed.input, listed.output) == (Decimal("0.25") / 10**6, Decimal("1.25") / 10**6)
    assert listed.source.startswith("genai-prices ")
    with pytest.raises(PriceUnknown):
        price_of(LanguageEndpoint(name="b", base_url="http://127.0.0.1:1/v1", model="mine"))
    free = LanguageEndpoint(name="c", model="mine", input_price=Decimal(0), output_price=Decimal(0))
    assert (price_of(free).cost(10**6, 10**6), price_of(free).source) == (0, "stated")


def test_a_model_is_asked_once_about_each_bar_that_closes(person: User) -> None:
    record(RISING)
    speaking = make_agent(person.actor, type="llm", venue=VENUE, enable_defi=False)
    (run,) = ask_on_bars(NOW)
    assert (run.agent_id, run.trigger, run.asker_id) == (speaking.pk, "schedule", speaking.pk)
    assert "BTC/USD: open 7110, high 7110, low 7110, close 7110, volume 1000" in run.asked["text"]
    assert ask_on_bars(NOW) == []
    record([*RISING, 7120])
    assert ask_on_bars(NOW) == []  # it still speaks of the bar before
    Run.objects.update(status="finished")
    (following,) = ask_on_bars(NOW)
    assert "close 7120" in following.asked["text"]


def test_who_is_halted_paused_or_not_to_be_asked_is_not_asked(person: User) -> None:
    record(RISING)
    make_agent(
        person.actor, type="llm", venue=VENUE, enable_defi=False, parameters={"decides_on_bars": False}
    )
    make_agent(person.actor, venue=VENUE, enable_defi=False)  # by a rule
    assert ask_on_bars(NOW) == []
    halted = make_agent(person.actor, type="llm", venue=VENUE, enable_defi=False)
    engage_halt(by=person.actor, target=halted.actor, reason="Enough.", now=NOW)
    assert ask_on_bars(NOW) == []
