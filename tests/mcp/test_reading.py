"""What can be looked up of tools and calls: by those who may see it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.mcp.gateway import request_call
from apps.mcp.models import ToolCall
from apps.mcp.runner import run_call
from apps.mcp.services import grant_tools
from apps.mcp.tool import CATEGORIES
from apps.system.access.models import Actor, Role
from apps.system.access.types import Caller
from apps.system.audit import heads
from apps.system.errors import CivalError
from apps.system.redis import redis_client
from tests.system.people import client_of, make_person

API = "/api/v1"


def some_calls(caller: Caller) -> None:
    """Three that went well, one that was refused by the tool, one by a gate."""
    for name, end in (("a", "well"), ("b", "well"), ("c", "refused")):
        run_call(request_call(caller, "make_child", {"name": name, "end": end}).id)
    request_call(caller, "echo_words", {"words": "a", "amount": 1})
    with pytest.raises(CivalError):
        request_call(caller, "make_child", {"name": ""})


def names(answer: Any) -> set[str]:
    return {each["name"] for each in answer.json()}


def test_tools_are_a_bare_array_with_their_schemas(client: APIClient) -> None:
    answer = client.get(f"{API}/mcp/tools")

    echo = next(each for each in answer.json() if each["id"] == "echo_words")
    assert echo["parametersSchema"]["properties"]["times"]["minimum"] == 1
    assert set(echo["outputSchema"]["properties"]) == {"words", "times", "amount"}
    assert (echo["readOnly"], echo["perMinute"], echo["cost"], echo["kind"]) == (True, 600, 1, "read")


def test_operators_tools_are_shown_when_asked_for(client: APIClient) -> None:
    assert "run_fleet" not in names(client.get(f"{API}/mcp/tools"))
    assert "run_fleet" in names(client.get(f"{API}/mcp/tools?toolset=operator"))
    assert {"run_fleet", "echo_words"} <= names(client.get(f"{API}/mcp/tools?toolset=all"))
    assert "echo_words" not in names(client.get(f"{API}/mcp/tools?category=trading"))


def test_an_agents_tools_are_those_it_may_use(client: APIClient, agent: Actor) -> None:
    grant_tools(agent, tools=["echo_words"])

    assert names(client.get(f"{API}/mcp/tools?agentId={agent.id}&toolset=all")) == {"echo_words"}
    assert client_of(make_person()).get(f"{API}/mcp/tools?agentId={agent.id}").status_code == 404


def test_tools_that_one_has_are_not_sent_again(client: APIClient) -> None:
    first = client.get(f"{API}/mcp/tools")

    again = client.get(f"{API}/mcp/tools", headers={"If-None-Match": first["ETag"]})
    other = client.get(f"{API}/mcp/tools?toolset=all", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200


def test_categories_are_listed_with_their_tools(client: APIClient) -> None:
    body = client.get(f"{API}/mcp/categories").json()

    data = next(each for each in body["results"] if each["id"] == "data")
    assert data["description"] == CATEGORIES["data"]
    assert "echo_words" in data["tools"]
    assert (body["count"], body["countIsExact"], body["next"]) == (len(body["results"]), True, None)


def test_executions_are_paged_and_narrowed(client: APIClient, caller: Caller) -> None:
    some_calls(caller)

    first = client.get(f"{API}/mcp/executions?limit=3").json()
    second = client.get(f"{API}/mcp/executions?limit=3&cursor={first['next']}").json()
    refused = client.get(f"{API}/mcp/executions?status=REFUSED").json()

    assert (len(first["results"]), len(second["results"]), first["count"]) == (3, 1, 4)
    assert [each["code"] for each in refused["results"]] == ["no_room"]
    assert len(client.get(f"{API}/mcp/executions?tool=echo_words").json()["results"]) == 1
    tomorrow = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert client.get(f"{API}/mcp/executions?since={tomorrow}").json()["results"] == []


def test_others_see_nothing_of_it(client: APIClient, caller: Caller) -> None:
    some_calls(caller)
    stranger = client_of(make_person(Role.OPERATOR))

    assert stranger.get(f"{API}/mcp/executions").json()["results"] == []
    seen = {each["action"] for each in stranger.get(f"{API}/mcp/audit-log").json()["results"]}
    assert "make_child" not in seen
    assert "make_child" not in [each["tool"] for each in stranger.get(f"{API}/mcp/stats").json()["tools"]]
    one = ToolCall.objects.all()[0]
    assert stranger.get(f"{API}/mcp/executions/{one.id}").status_code == 404


def test_an_admin_sees_everything(caller: Caller) -> None:
    some_calls(caller)

    assert client_of(make_person(Role.ADMIN)).get(f"{API}/mcp/executions").json()["count"] == 4


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tool=make_child", 4),
        ("action=echo_words", 1),
        ("tool=make_child&outcome=REFUSED", 2),
        ("text=no_room", 1),
        ("text=there+is+no", 1),
        ("text=100%25", 0),
        ("interface=socket", 0),
        ("since=2000-01-01T00:00:00Z&until=2000-01-02T00:00:00Z", 0),
    ],
)
def test_the_audit_log_is_narrowed(client: APIClient, caller: Caller, query: str, found: int) -> None:
    some_calls(caller)

    assert client.get(f"{API}/mcp/audit-log?{query}").json()["count"] == found


def test_the_audit_log_of_one_agent(client: APIClient, caller: Caller, agent_caller: Caller) -> None:
    some_calls(caller)
    some_calls(agent_caller)

    body = client.get(f"{API}/mcp/audit-log?agentId={agent_caller.actor.id}").json()

    assert {each["actorId"] for each in body["results"]} == {str(agent_caller.actor.id)}
    assert {each["interface"] for each in body["results"]} == {"agent"}


def test_proving_the_audit_log_takes_an_operator(client: APIClient, caller: Caller) -> None:
    redis_client().delete(heads._place())  # another test's head is none of this one's
    some_calls(caller)

    proof = client.get(f"{API}/mcp/audit-log/verify")

    assert (proof.status_code, proof.json()["isIntact"], proof.json()["problems"]) == (200, True, [])
    assert proof.json()["unsealed"] >= 5
    assert client_of(make_person(Role.TRADER)).get(f"{API}/mcp/audit-log/verify").status_code == 403


def test_statistics_count_calls_and_refusals(client: APIClient, caller: Caller, agent_caller: Caller) -> None:
    some_calls(caller)
    request_call(caller, "make_child", {"name": "open"})
    some_calls(agent_caller)

    body = client.get(f"{API}/mcp/stats").json()

    made = next(each for each in body["tools"] if each["tool"] == "make_child")
    assert (made["calls"], made["succeeded"], made["refused"], made["failed"], made["open"]) == (
        7,
        4,
        2,
        0,
        1,
    )
    assert made["successRate"] == "0.6667"
    assert made["refusals"] == {"no_room": 2, "invalid_parameters": 2}
    assert 0 <= made["p50"] <= made["p95"] <= made["p99"]
    one = client.get(f"{API}/mcp/stats?agentId={agent_caller.actor.id}").json()
    assert next(each for each in one["tools"] if each["tool"] == "make_child")["calls"] == 3


def test_statistics_of_a_period_without_calls_are_empty(client: APIClient) -> None:
    since = datetime(2026, 1, 1, tzinfo=UTC)
    query = f"since={since:%Y-%m-%dT%H:%M:%SZ}&until={since + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"

    assert client.get(f"{API}/mcp/stats?{query}").json()["tools"] == []
    too_long = client.get(f"{API}/mcp/stats?since=2020-01-01T00:00:00Z")
    assert (too_long.status_code, too_long.json()["code"]) == (422, "invalid_query")
