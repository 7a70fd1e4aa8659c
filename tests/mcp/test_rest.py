"""The gateway over REST: answers, refusals and the codes they come with."""

import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import override_settings
from django.urls import include, path
from rest_framework.test import APIClient

from apps.mcp.models import ToolCall
from apps.mcp.services import grant_tools
from apps.mcp.urls import urlpatterns as routes
from apps.mcp.views import ToolAlias
from apps.system.access.models import Actor, Role, User
from apps.system.access.roles import AGENT_SCOPES
from apps.system.access.services import create_actor, issue_key
from apps.system.access.types import Scope
from apps.system.audit.models import AuditEntry
from tests.mcp.sample_tools import children, declared_tools
from tests.system.people import client_of, client_with, make_key, make_person

API = "/api/v1"

with declared_tools():
    urlpatterns = [
        path(
            "api/v1/",
            include(
                [
                    *routes,
                    path("children", ToolAlias.as_view(tool="make_child", success_status=201)),
                    path(
                        "agents/<uuid:id>/children",
                        ToolAlias.as_view(tool="make_child", path_parameters={"id": "agent_id"}),
                    ),
                    path(
                        "echo/<str:said>",
                        ToolAlias.as_view(tool="echo_words", method="put", path_parameters={"said": "words"}),
                    ),
                ]
            ),
        )
    ]


@pytest.fixture(autouse=True)
def _routes() -> Iterator[None]:
    """The gateway's routes and three aliases."""
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def quick(transactional_db: None, worker: None) -> None:
    """Real commits, and a worker that does what is queued."""


def execute(client: APIClient, tool: str, parameters: Any = None, **more: Any) -> Any:
    headers = more.pop("headers", {})
    body = {"toolId": tool, "parameters": parameters or {}, **more}
    return client.post(f"{API}/mcp/execute", body, format="json", headers=headers)


def test_a_read_answers_at_once_with_its_time(client: APIClient) -> None:
    answer = execute(client, "echo_words", {"words": "a", "amount": 0.1})

    body = answer.json()
    assert answer.status_code == 200
    assert body["success"] is True
    assert body["result"] == {"words": "a", "times": 1, "amount": "0.1"}
    assert body["executionTime"] >= 0
    assert ToolCall.objects.get(id=body["executionId"]).interface == "rest"


def test_results_keep_the_tools_names_in_execute_and_get_camel_case_in_endpoints(
    client: APIClient, quick: None
) -> None:
    executed = execute(client, "make_child", {"name": "a"}).json()
    plain = client.post("/api/v1/children", {"name": "b"}, format="json")

    assert set(executed["result"]) == {"child_id", "name"}
    assert (plain.status_code, set(plain.json())) == (201, {"childId", "name"})


def test_a_refusal_by_the_domain_is_a_result_in_execute_and_a_problem_in_endpoints(
    client: APIClient, quick: None
) -> None:
    executed = execute(client, "make_child", {"name": "a", "end": "refused"})
    plain = client.post("/api/v1/children", {"name": "a", "end": "refused"}, format="json")

    body, problem = executed.json(), plain.json()
    assert executed.status_code == 200
    assert (body["success"], body["code"], body["reason"]) == (False, "no_room", "There is no room.")
    assert (body["details"], body["executionId"] is not None) == ({"room": 0}, True)
    assert plain.status_code == 422
    assert plain["Content-Type"] == "application/problem+json"
    assert (problem["code"], problem["detail"], problem["details"]) == (
        "no_room",
        "There is no room.",
        {"room": 0},
    )
    assert children("a") == 0


def test_a_defect_says_nothing_of_itself(client: APIClient, quick: None) -> None:
    executed = execute(client, "make_child", {"name": "a", "end": "broken"}).json()
    plain = client.post("/api/v1/children", {"name": "a", "end": "broken"}, format="json")

    assert (executed["success"], executed["code"]) == (False, "internal_error")
    assert (plain.status_code, plain.json()["code"]) == (500, "internal_error")
    assert "ZeroDivision" not in f"{executed}{plain.json()}"


@pytest.mark.parametrize("url", [f"{API}/mcp/execute", "/api/v1/children"])
def test_what_takes_longer_is_answered_with_its_place(client: APIClient, url: str) -> None:
    body = {"name": "a"} if "children" in url else {"tool": "make_child", "parameters": {"name": "a"}}
    began = time.monotonic()

    answer = client.post(url, body, format="json", headers={"Prefer": "respond-async"})

    assert time.monotonic() - began < 4
    assert (answer.status_code, answer.json()["status"]) == (202, "QUEUED")
    found = client.get(answer["Location"])
    assert (found.status_code, found.json()["executionId"]) == (200, answer.json()["executionId"])
    assert (found.json()["executionTime"], found.json()["parameters"]) == (None, {"name": "a", "end": "well"})


def test_parameters_in_endpoints_come_in_either_spelling_and_not_in_both(
    client: APIClient, agent: Actor
) -> None:
    both = client.post(
        "/api/v1/children", {"agentId": str(agent.id), "agent_id": str(agent.id)}, format="json"
    )

    assert (both.status_code, both.json()["code"]) == (400, "duplicate_key")
    for spelling in ("toolId", "tool_id", "tool"):
        answer = client.post(
            f"{API}/mcp/execute",
            {spelling: "echo_words", "parameters": {"words": "a", "amount": 1}},
            format="json",
        )
        assert answer.status_code == 200


def test_a_path_says_a_parameter(client: APIClient) -> None:
    answer = client.put("/api/v1/echo/hello", {"amount": "1.50"}, format="json")

    assert (answer.status_code, answer.json()) == (200, {"words": "hello", "times": 1, "amount": "1.5"})
    assert client.post("/api/v1/echo/hello", {}, format="json").status_code == 405


def test_an_owner_uses_the_tools_of_an_agent(
    client: APIClient, person: User, agent: Actor, quick: None
) -> None:
    assert (
        execute(client, "make_child", {"name": "a"}, agentId=str(agent.id)).json()["code"] == "not_permitted"
    )
    grant_tools(agent, categories=["data"])

    executed = execute(client, "make_child", {"name": "a"}, agentId=str(agent.id)).json()
    in_path = client.post(f"/api/v1/agents/{agent.id}/children", {"name": "b"}, format="json")

    call = ToolCall.objects.get(id=executed["executionId"])
    assert (call.actor_id, call.principal_id) == (agent.id, person.actor_id)
    assert (in_path.status_code, children("b")) == (200, 1)


def test_an_agent_that_one_does_not_see_does_not_exist(client: APIClient, agent: Actor) -> None:
    stranger = client_of(make_person(Role.OPERATOR))
    for asking, who, code in (
        (stranger, agent.id, "not_found"),
        (client, uuid4(), "not_found"),
        (client, "no-uuid", "invalid_body"),
    ):
        answer = execute(asking, "echo_words", {"words": "a", "amount": 1}, agentId=str(who))
        assert answer.json()["code"] == code
        assert answer.status_code in (404, 422)


def test_one_cannot_act_as_what_is_no_agent(client: APIClient, person: User) -> None:
    team = create_actor(kind=Actor.Kind.TEAM, name="Team", parent=person.actor)

    assert (
        execute(client, "echo_words", {"words": "a", "amount": 1}, agentId=str(team.id)).json()["code"]
        == "unknown_agent"
    )


def test_a_viewer_cannot_act_as_an_agent(person: User, agent: Actor) -> None:
    viewer = client_with(make_key(person, Scope.READ))

    assert (
        execute(viewer, "echo_words", {"words": "a", "amount": 1}, agentId=str(agent.id)).json()["code"]
        == "scope_missing"
    )


def test_an_agents_own_key_acts_as_the_agent(person: User, agent: Actor, quick: None) -> None:
    grant_tools(agent, categories=["data"])
    _, secret = issue_key(actor=agent, name="own", scopes=AGENT_SCOPES, by=person.actor, allowed=AGENT_SCOPES)
    client = client_with(secret)

    assert execute(client, "make_child", {"name": "a"}, agentId=str(agent.id)).json()["success"] is True
    assert execute(client, "run_fleet", {"name": "a"}).json()["code"] == "unknown_tool"
    assert execute(client, "engage_kill_switch", {"reason": "no"}).status_code == 404
    assert [
        each["name"] for each in client.get(f"{API}/mcp/tools?toolset=all").json() if each["operator"]
    ] == []


def test_the_same_key_is_the_same_answer(client: APIClient, quick: None) -> None:
    headers = {"Idempotency-Key": "once"}
    first = execute(client, "make_child", {"name": "a"}, headers=headers).json()
    again = execute(client, "make_child", {"name": "a"}, headers=headers).json()
    other = execute(client, "make_child", {"name": "b"}, headers=headers)

    assert again == first
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert (children("a"), children("b")) == (1, 0)


def test_gates_answer_with_when_to_come_back(client: APIClient) -> None:
    answers = [
        execute(client, "make_few", {"name": f"a{n}"}, headers={"Prefer": "respond-async"}) for n in range(4)
    ]

    assert [each.status_code for each in answers] == [202, 202, 202, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 20
    assert answers[-1].json()["details"]["per_minute"] == 3


def test_wrong_parameters_are_told_where_they_stood(client: APIClient) -> None:
    executed = execute(client, "make_child", {"name": ""}).json()
    plain = client.post("/api/v1/children", {"name": ""}, format="json").json()

    assert [each["pointer"] for each in executed["errors"]] == ["/parameters/name"]
    assert [each["pointer"] for each in plain["errors"]] == ["/name"]


def test_an_execution_can_be_called_off_by_its_owner(client: APIClient) -> None:
    answer = execute(client, "make_child", {"name": "a"}, headers={"Prefer": "respond-async"})
    call_id = answer.json()["executionId"]
    url = f"{API}/mcp/executions/{call_id}/cancel"

    assert client_of(make_person(Role.OPERATOR)).post(url).status_code == 404
    assert client.post(url).json()["status"] == "CANCELLED"
    again = client.post(url)
    assert (again.status_code, again.json()["code"]) == (409, "not_cancellable")
    told = AuditEntry.objects.filter(action="cancel_execution").order_by("id")
    assert [(entry.outcome, entry.code) for entry in told] == [
        ("REFUSED", "not_found"),
        ("SUCCEEDED", ""),
        ("REFUSED", "not_cancellable"),
    ]


@pytest.mark.parametrize("place", ["executions", "audit-log", "stats", "tools"])
def test_whom_one_may_not_see_does_not_exist_as_a_filter_either(client: APIClient, place: str) -> None:
    stranger = make_person(Role.OPERATOR).actor
    assert client.get(f"{API}/mcp/{place}?agentId={stranger.id}").status_code == 404


def test_nobody_comes_in_without_a_key(db: None) -> None:
    for url in ("tools", "categories", "audit-log", "stats", "executions"):
        answer = APIClient().get(f"{API}/mcp/{url}")
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert execute(APIClient(), "echo_words").status_code == 401


def test_the_location_of_an_execution_is_its_own(client: APIClient) -> None:
    answer = execute(client, "make_child", {"name": "a"}, headers={"Prefer": "respond-async"})

    assert UUID(answer["Location"].rsplit("/", 1)[-1]) == UUID(answer.json()["executionId"])
