"""Agents over REST, with a real worker behind the writes."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from apps.mcp.models import ToolCall
from apps.system.access.models import Role
from apps.system.events.models import Event
from apps.system.ids import new_id
from tests.system.people import client_of, make_person

pytestmark = pytest.mark.django_db(transaction=True)

WISH = {
    "name": "Test Agent",
    "type": "momentum",
    "initialCapital": 100000,
    "enableDeFi": True,
    "enableMCP": True,
}


def create(client: APIClient, **changes: Any) -> Any:
    answer = client.post("/api/v1/agents/create-complete", {**WISH, **changes}, format="json")
    assert answer.status_code == 201, answer.json()
    return answer.json()


def test_the_journey_from_creation_to_its_parts(client: APIClient) -> None:
    made = create(client)
    at = f"/api/v1/agents/{made['id']}"
    assert (made["status"], made["enableDeFi"], made["enableMCP"]) == ("running", True, True)
    data = client.get(f"{at}/persistence").json()["data"]
    assert data["configuration"]["parameters"]["lookback"] == 10
    assert (data["lastBar"], data["lastDecision"], data["checkpoints"]) == (None, None, [])
    vault = client.get(f"{at}/vault").json()
    assert vault["address"] == made["vault"]["address"]
    assert [each["network"] for each in vault["addresses"]] == ["ethereum", "arbitrum", "base", "polygon"]
    tools = client.get(f"{at}/mcp-tools").json()
    assert "place_order" in [tool["name"] for tool in tools]
    assert [
        todo["position"] for todo in client.get(f"/api/v1/agents/{made['id']}/todo-list").json()["results"]
    ] == [1, 2, 3]
    assert client.get(f"{at}/decisions").json()["results"] == []
    assert Event.objects.filter(type="agent.status", payload__agentId=made["id"]).exists()


def test_an_agents_tool_runs_as_the_agent(client: APIClient) -> None:
    at = f"/api/v1/agents/{create(client)['id']}/execute-tool"
    answer = client.post(
        at, {"toolId": "get_market_data", "parameters": {"symbol": "BTC/USD"}}, format="json"
    ).json()
    assert answer["success"] is True
    assert Decimal(answer["result"]["price"]) > 0


def test_without_defi_the_vault_is_disabled(client: APIClient) -> None:
    made = create(client, enableDeFi=False)
    answer = client.get(f"/api/v1/agents/{made['id']}/vault")
    assert (answer.status_code, answer.json()["code"]) == (404, "vault_disabled")
    assert made["vault"] is None


def test_without_mcp_the_list_of_tools_is_empty(client: APIClient) -> None:
    made = create(client, enableMCP=False)
    answer = client.get(f"/api/v1/agents/{made['id']}/mcp-tools")
    assert (answer.status_code, answer.json()) == (200, [])


WAYS = [
    ("/api/v1/agents/{agent}/pause", "pause_agent", "paused"),
    ("/api/v1/agents/{agent}/resume", "resume_agent", "running"),
    ("/api/v1/agents/{agent}/stop", "stop_agent", "stopped"),
    ("/api/v1/agents/{agent}/start", "start_agent", "running"),
]


def test_an_agent_pauses_resumes_stops_starts_and_is_archived(client: APIClient) -> None:
    agent = create(client)["id"]
    at = f"/api/v1/agents/{agent}"
    for way, tool, status in WAYS:
        assert client.post(way.format(agent=agent)).json() == {"id": agent, "status": status}
        assert client.get(at).json()["status"] == status
        assert ToolCall.objects.latest("id").tool == tool
    again = client.post(f"{at}/start")
    assert (again.status_code, again.json()["code"]) == (422, "invalid_transition")
    assert again.json()["details"] == {"status": "running", "possible": ["pause", "stop", "archive"]}
    assert client.delete(at).json()["status"] == "archived"
    assert client.get("/api/v1/agents").json()["count"] == 0
    assert client.get("/api/v1/agents?status=archived").json()["count"] == 1


def test_a_change_of_settings_is_a_new_version(client: APIClient) -> None:
    at = f"/api/v1/agents/{create(client)['id']}"
    changed = client.patch(at, {"parameters": {"lookback": 20}}, format="json").json()
    assert (changed["version"], changed["parameters"]["lookback"], changed["parameters"]["entry"]) == (
        2,
        20,
        "0.3",
    )
    assert ToolCall.objects.latest("id").tool == "update_agent"
    configuration = client.get(f"{at}/persistence").json()["data"]["configuration"]
    assert (configuration["version"], configuration["parameters"]) == (2, changed["parameters"])
    assert Event.objects.get(type="agent.update").payload["version"] == 2
    assert client.patch(at, {"parameters": {"lookback": 20}}, format="json").json()["version"] == 2
    refused = client.patch(at, {"parameters": {"exit": "5"}}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_parameters")
    client.delete(at)
    late = client.patch(at, {"parameters": {"lookback": 5}}, format="json")
    assert (late.status_code, late.json()["code"]) == (422, "invalid_transition")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"type": "astrology"}, "unknown_agent_type"),
        ({"initialCapital": 0}, "invalid_parameters"),
        ({"initialCapital": -5}, "invalid_parameters"),
        ({"initialCapital": "1e40"}, "invalid_parameters"),
        ({"initialCapital": "lots"}, "invalid_parameters"),
        ({"name": "  "}, "invalid_parameters"),
        ({"name": None}, "invalid_parameters"),
        ({"symbols": []}, "invalid_parameters"),
        ({"symbols": ["ABC/USD"]}, "unknown_symbol"),
        ({"venue": "moon"}, "unknown_venue"),
        ({"interval": "7m"}, "invalid_parameters"),
        ({"parameters": {"lookback": -1}}, "invalid_parameters"),
        ({"farmId": str(uuid4())}, "not_found"),
        ({"leverage": 3}, "invalid_parameters"),
    ],
)
def test_a_bad_wish_is_refused_with_its_reason_and_leaves_no_trace(
    client: APIClient, change: dict[str, Any], code: str
) -> None:
    answer = client.post("/api/v1/agents/create-complete", {**WISH, **change}, format="json")
    assert answer.status_code in (404, 422)
    assert answer.json()["code"] == code
    assert client.get("/api/v1/agents").json()["count"] == 0


def test_a_bad_setting_is_pointed_at(client: APIClient) -> None:
    """So that a form can say it beside the field, or beside all of them."""
    wishes = [{"lookback": 1}, {"entry": "0.1", "exit": "0.2"}]
    answers = [
        client.post("/api/v1/agents/create-complete", {**WISH, "parameters": wish}, format="json").json()
        for wish in wishes
    ]
    assert [each["errors"] for each in answers] == [
        [{"pointer": "/parameters/lookback", "reason": "Input should be greater than or equal to 2"}],
        [
            {
                "pointer": "/parameters",
                "reason": "exit must be below entry, or it would sell what it just bought",
            }
        ],
    ]
    assert [each["details"] for each in answers] == [{}, {}]


def test_a_stranger_finds_nothing(client: APIClient) -> None:
    made = create(client)
    stranger, at = client_of(make_person(Role.OPERATOR)), f"/api/v1/agents/{made['id']}"
    for path in ("", "/persistence", "/mcp-tools", "/vault", "/todo-list", "/decisions"):
        assert stranger.get(at + path).status_code == 404
    for way, _, _ in WAYS:
        assert stranger.post(way.format(agent=made["id"])).status_code == 404
    assert stranger.delete(at).status_code == 404
    assert stranger.get("/api/v1/agents").json()["results"] == []
    assert stranger.get("/api/v1/agents/status").json()["total"] == 0
    assert client.get(at).json()["status"] == "running"


def test_a_trader_may_look_and_not_operate(worker: None) -> None:
    trader = client_of(make_person(Role.TRADER))
    answer = trader.post("/api/v1/agents/create-complete", WISH, format="json")
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    assert trader.get(f"/api/v1/agents/{new_id()}").status_code == 404


def test_the_same_key_makes_one_agent(client: APIClient) -> None:
    key = {"HTTP_IDEMPOTENCY_KEY": "once"}
    answers = [
        client.post("/api/v1/agents/create-complete", WISH, format="json", **key).json() for _ in range(2)
    ]
    assert answers[0]["id"] == answers[1]["id"]
    assert client.get("/api/v1/agents").json()["count"] == 1


def test_an_agents_rules_are_read_and_set_below_it(client: APIClient) -> None:
    agent = create(client)["id"]
    rules = [{"toolset": "trading", "effect": "ASK"}]

    shown = client.get(f"/api/v1/agents/{agent}/permissions").json()
    put = client.put(f"/api/v1/agents/{agent}/permissions", {"permissions": rules}, format="json").json()
    level = client.put(f"/api/v1/agents/{agent}/autonomy", {"level": "propose"}, format="json").json()
    client.put(f"/api/v1/agents/{agent}/budget", {"moneyPerDay": 500}, format="json")

    effects = {each["tool"]: each["effect"] for each in shown["tools"]}
    assert effects["place_order"] == "ALLOW"
    assert {each["tool"]: each["effect"] for each in put["tools"]}["place_order"] == "ASK"
    assert (level["level"], client.get(f"/api/v1/agents/{agent}/autonomy").json()) == ("propose", level)
    assert client.get(f"/api/v1/agents/{agent}").json()["autonomy"] == "propose"
    assert client.get("/api/v1/agents").json()["results"][0]["autonomy"] == "propose"
    budget = client.get(f"/api/v1/agents/{agent}/budget").json()["budgets"]
    assert [(each["actor"]["id"], each["moneyPerDay"]) for each in budget] == [(agent, "500")]
    assert client.get(f"/api/v1/agents/{new_id()}/permissions").status_code == 404
