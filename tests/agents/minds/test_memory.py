"""What agents know: stored with its provenance, found by words, read by whom it concerns."""

import math
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from apps.agents.memory import services
from apps.agents.memory.fading import FADED
from apps.agents.memory.selectors import recall
from apps.agents.memory.services import Knowledge, forget_faded, store_memory
from apps.agents.models import Agent, Memory
from apps.agents.settings import GLOBAL_WRITES, MOST_MEMORIES
from apps.farms.services import add_agent, create_farm
from apps.mcp.models import ToolCall
from apps.system.access.models import Actor, Role
from apps.system.access.selectors import root_actor
from apps.system.controls.services.configuration import change_setting
from apps.system.ids import new_id
from tests.agents.fleet import make_agent
from tests.system.people import client_of, make_person

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def agent(owner: Actor) -> Agent:
    return make_agent(owner)


@pytest.fixture
def rest(owner: Actor) -> APIClient:
    return client_of(owner.user)


def remember(agent: Agent, title: str, content: str = "As it says.", **more: Any) -> Memory:
    at = more.pop("at", NOON)
    what = Knowledge(title=title, content=content, **more)
    return store_memory(agent, what, by=agent.actor, call_id=new_id(), now=at)


def found(agent: Agent, words: str = "", *, now: datetime = NOON, **narrowed: Any) -> list[str]:
    fresh = Agent.objects.select_related("actor__parent").get(pk=agent.pk)
    recalled = recall(fresh, words, narrowed=narrowed, scope=None, limit=50, now=now)
    return [each.memory.title for each in recalled]


def as_agent(rest: APIClient, agent: Agent, tool: str, **parameters: Any) -> Any:
    body = {"toolId": tool, "parameters": parameters}
    return rest.post(f"/api/v1/agents/{agent.pk}/execute-tool", body, format="json").json()


def test_what_an_agent_stores_it_finds_again_with_who_said_it(rest: APIClient, agent: Agent) -> None:
    stored = as_agent(
        rest,
        agent,
        "store_knowledge",
        title="Spreads widen at night",
        content="Between 00:00 and 01:00 UTC orders slipped 9 basis points more.",
        kind="lesson",
        tags=["Spread"],
        symbol="BTC/USD",
        importance=0.8,
        source="20 fills",
    )
    assert stored["success"], stored
    answer = as_agent(rest, agent, "retrieve_memory", query="slipping orders", tag="spread")
    (memory,) = answer["result"]["memories"]
    assert (memory["title"], memory["strength"]) == ("Spreads widen at night", 0.8)
    (shown,) = rest.get(f"/api/v1/agents/{agent.pk}/memory?q=slipped").json()["results"]
    call = ToolCall.objects.get(tool="store_knowledge")
    assert (shown["callId"], shown["source"]) == (str(call.id), "20 fills")
    assert shown["storedBy"] == str(call.principal_id)
    assert 0 < shown["relevance"] < 1


def test_words_match_by_their_stems_and_more_of_them_rank_higher(agent: Agent) -> None:
    remember(agent, "Breakouts of Bitcoin fail on Sundays")
    remember(agent, "Bitcoin trades all week")
    remember(agent, "Stops belong below the last low")
    assert found(agent, "bitcoin breakout on sunday") == [
        "Breakouts of Bitcoin fail on Sundays",
        "Bitcoin trades all week",
    ]
    assert found(agent, "ethereum") == []
    assert found(agent, "the of and") == []
    assert found(agent, "'; DROP & | ! <-> \\ :* low") == ["Stops belong below the last low"]


def test_of_what_matches_alike_the_stronger_comes_first(agent: Agent) -> None:
    remember(agent, "Fees matter, one", importance=0.9, half_life_days=10)
    remember(agent, "Fees matter, two", importance=0.5, half_life_days=None)
    assert found(agent, "fees") == ["Fees matter, one", "Fees matter, two"]
    later = NOON + timedelta(days=30)
    assert found(agent, "fees", now=later) == ["Fees matter, two", "Fees matter, one"]
    assert found(agent, now=later) == ["Fees matter, two", "Fees matter, one"]


def test_the_database_fades_as_the_formula_says(agent: Agent) -> None:
    for days, importance, half_life in ((0, 1.0, 3.0), (7, 0.4, 3.0), (400, 0.7, 30.0), (90, 0.2, None)):
        remember(
            agent,
            f"{days} days old",
            importance=importance,
            half_life_days=half_life,
            at=NOON - timedelta(days=days),
        )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, {services._STRENGTH} FROM agents_memory", {"now": NOON})
        told = dict(cursor.fetchall())
    recalled = recall(agent, "", narrowed={}, scope=None, limit=50, now=NOON)
    assert {each.memory.id: pytest.approx(each.strength) for each in recalled} == told


def test_a_farm_reads_what_its_agents_store_for_it_and_nobody_else(owner: Actor) -> None:
    farm = create_farm(owner=owner, name="Farm")
    one, other, outside = (make_agent(owner, name=name) for name in ("One", "Other", "Outside"))
    for each in (one, other):
        add_agent(farm, agent=each)
    one = Agent.objects.select_related("actor__parent").get(pk=one.pk)
    remember(one, "Mine")
    remember(one, "Ours", scope="farm")
    assert set(found(one)) == {"Mine", "Ours"}
    assert found(other) == ["Ours"]
    assert found(outside) == []
    with pytest.raises(services.NoFarm):
        remember(outside, "Whose?", scope="farm")


def test_agents_write_for_all_of_their_owner_only_where_that_is_allowed(owner: Actor, agent: Agent) -> None:
    other, stranger = make_agent(owner), make_agent(make_person(Role.OPERATOR).actor)
    with pytest.raises(services.ScopeForbidden):
        remember(agent, "For all", scope="global")
    person = Knowledge(title="From a person", content="Trade less.", scope="global")
    store_memory(agent, person, by=owner, call_id=new_id(), now=NOON)
    change_setting(GLOBAL_WRITES, True, target=owner, by=root_actor(), now=timezone.now())
    remember(agent, "For all", scope="global")
    assert set(found(other)) == {"From a person", "For all"}
    assert found(stranger) == []


def test_the_same_text_again_is_the_same_memory_as_fresh_as_new(agent: Agent) -> None:
    first = remember(agent, "Once", importance=0.2, at=NOON - timedelta(days=90))
    again = remember(agent, "Once", importance=0.6)
    assert (again.id, again.created_at, again.stored_at) == (first.id, first.created_at, NOON)
    assert Memory.objects.get().importance == 0.6


def test_a_full_memory_forgets_the_weakest_and_faded_ones_go(agent: Agent) -> None:
    change_setting(MOST_MEMORIES, 10, target=agent.actor, by=root_actor(), now=timezone.now())
    remember(agent, "Weak", importance=0.01)
    for n in range(10):
        remember(agent, f"Strong {n}", importance=0.9)
    assert Memory.objects.count() == 10
    assert "Weak" not in found(agent)
    half_lives = math.log2(0.9 / FADED)
    assert forget_faded(NOON + timedelta(days=30 * half_lives - 1)) == 0
    assert forget_faded(NOON + timedelta(days=30 * half_lives + 1)) == 10


def test_a_person_has_an_agent_forget(rest: APIClient, agent: Agent) -> None:
    wrong = rest.post(
        f"/api/v1/agents/{agent.pk}/memory", {"title": "Wrong", "content": "It was."}, format="json"
    )
    assert wrong.status_code == 201, wrong.json()
    at = f"/api/v1/agents/{agent.pk}/memory/{wrong.json()['id']}"
    stranger = client_of(make_person(Role.OPERATOR))
    assert stranger.delete(at).status_code == 404
    assert stranger.get(f"/api/v1/agents/{agent.pk}/memory").status_code == 404
    assert rest.delete(at).status_code == 200
    assert ToolCall.objects.filter(tool="forget_memory", status="SUCCEEDED").count() == 1
    assert rest.get(f"/api/v1/agents/{agent.pk}/memory").json()["results"] == []
    assert rest.delete(at).json()["code"] == "unknown_memory"


def test_a_logged_decision_is_on_the_record_and_found_again(rest: APIClient, agent: Agent) -> None:
    call_id = str(new_id())
    logged = as_agent(
        rest,
        agent,
        "log_decision",
        decision="Stayed out of BTC/USD",
        reasoning="The spread was twice its usual width.",
        symbol="BTC-USD",
        action="hold",
        confidence=0.7,
        calls=[call_id],
    )
    assert logged["success"], logged
    answer = as_agent(rest, agent, "retrieve_memory", query="wide spread", kind="decision", tag="hold")
    (memory,) = answer["result"]["memories"]
    assert memory["content"] == "hold, confidence 0.7. The spread was twice its usual width."
    assert (memory["symbol"], memory["source"]) == ("BTC/USD", f"executions {call_id}")
