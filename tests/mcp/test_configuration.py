"""Settings and schedules over REST, and as the tools of agents and operators."""

from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.mcp.gateway import request_call
from apps.mcp.models import ToolCall
from apps.mcp.services import grant_tools
from apps.mcp.settings import RATE_MULTIPLIER
from apps.system.access.models import Actor, Role, User
from apps.system.access.selectors import root_actor
from apps.system.access.services import create_actor
from apps.system.access.types import Caller
from apps.system.audit.models import AuditEntry
from apps.system.controls.services import engage_halt
from apps.system.controls.services.configuration import change_setting
from apps.system.controls.services.schedules import synchronise_schedules
from apps.system.errors import CivalError
from tests.queries import count_queries
from tests.system.people import client_of, make_person

ALL = "/api/v1/system/configuration"
ORDERS = "/api/v1/system/configuration/risk.max_open_orders"
HISTORY = "/api/v1/system/configuration/risk.max_open_orders/history"
ROLLBACK = "/api/v1/system/configuration/risk.max_open_orders/rollback"


@pytest.fixture
def admin(person: User) -> APIClient:
    """An admin over REST."""
    return client_of(make_person(Role.ADMIN))


def _patch(client: APIClient, **body: Any) -> Any:
    return client.patch(ORDERS, body, format="json")


def test_every_setting_shows_its_schema_value_and_source(client: APIClient, admin: APIClient) -> None:
    rows = {each["key"]: each for each in client.get(ALL).json()["results"]}
    row = rows["risk.max_open_orders"]
    assert (row["value"], row["default"], row["source"], row["version"]) == (500, 500, "default", 0)
    assert (row["valueSchema"]["minimum"], row["unit"], row["perActor"]) == (1, "orders", True)
    assert rows["agents.creation"]["isFlag"] is True
    assert rows["risk.max_order_notional"]["value"] == "10000000"

    assert _patch(admin, value=300, target="platform").status_code == 200
    seen = client.get(ORDERS).json()
    assert (seen["value"], seen["source"], seen["sourceId"], seen["version"]) == (300, "platform", None, 0)


def test_reading_all_takes_one_query_for_the_values(client: APIClient, admin: APIClient) -> None:
    client.get(ALL)
    before = count_queries(lambda: client.get(ALL))
    for value in (100, 200):
        _patch(admin, value=value, target="platform")
    _patch(client, value=5)
    client.get(ALL)
    assert count_queries(lambda: client.get(ALL)) == before


def test_an_operator_sets_what_binds_their_own(client: APIClient, person: User, agent: Actor) -> None:
    answer = _patch(client, value=7, reason="Calm.", expectedVersion=0)
    assert (answer.status_code, answer.json()["version"], answer.json()["value"]) == (200, 1, 7)
    seen = client.get(ORDERS, {"target": str(agent.id)}).json()
    assert (seen["value"], seen["source"], seen["sourceId"]) == (7, "actor", str(person.actor.id))
    assert (seen["version"], seen["setByName"]) == (0, person.username)
    assert client.get(ORDERS, {"target": "platform"}).json()["value"] == 500

    assert _patch(client, value=8, targetId=str(agent.id)).status_code == 200
    assert client.get(ORDERS, {"target": str(agent.id)}).json()["value"] == 8


def test_put_is_patch(client: APIClient) -> None:
    assert client.put(ORDERS, {"value": 9}, format="json").json()["value"] == 9


@pytest.mark.parametrize("value", [0, "many", None, 1.5])
def test_a_wrong_value_is_refused_with_its_place_and_reason(client: APIClient, value: object) -> None:
    answer = _patch(client, value=value)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_value")
    (error,) = answer.json()["errors"]
    assert (error["pointer"], bool(error["reason"])) == ("/value", True)


def test_an_unknown_setting_is_not_found_and_the_nearest_is_told(client: APIClient) -> None:
    for answer in (
        client.get(f"{ALL}/risk.max_open_order"),
        client.patch(f"{ALL}/risk.max_open_order", {"value": 1}, format="json"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_setting")
        assert "risk.max_open_orders" in answer.json()["detail"]


def test_two_who_change_the_same_version_do_not_overwrite_each_other(client: APIClient) -> None:
    assert _patch(client, value=7, expectedVersion=0).status_code == 200
    late = _patch(client, value=8, expectedVersion=0)
    assert (late.status_code, late.json()["code"], late.json()["details"]["version"]) == (
        409,
        "version_conflict",
        1,
    )


def test_the_history_says_who_when_and_why_and_a_version_can_be_put_back(
    client: APIClient, person: User
) -> None:
    for value in (7, 8):
        _patch(client, value=value, reason=f"To {value}.")
    answer = client.post(ROLLBACK, {"version": 1, "reason": "Too many."}, format="json")
    assert (answer.json()["version"], answer.json()["value"]) == (3, 7)
    rows = client.get(HISTORY).json()["results"]
    assert [(each["version"], each["old"], each["new"]) for each in rows] == [
        (3, 8, 7),
        (2, 7, 8),
        (1, None, 7),
    ]
    assert rows[0]["reason"] == "Back to version 1. Too many."
    assert {each["changedByName"] for each in rows} == {person.username}
    back = client.post(ROLLBACK, {"version": 0}, format="json").json()
    assert (back["isSet"], back["value"]) == (False, 500)


def test_the_platform_takes_an_admin_and_others_their_own(client: APIClient, agent: Actor) -> None:
    denied = _patch(client, value=7, target="platform")
    assert (denied.status_code, denied.json()["code"]) == (403, "scope_missing")
    stranger = client_of(make_person(Role.OPERATOR))
    assert _patch(stranger, value=7, targetId=str(agent.id)).status_code == 404
    assert stranger.get(ORDERS, {"target": str(agent.id)}).status_code == 404
    trader = client_of(make_person(Role.TRADER))
    assert _patch(trader, value=7).json()["code"] == "scope_missing"
    assert client.get(ORDERS, {"target": "me"}).json()["code"] == "invalid_query"


def test_an_agent_cannot_loosen_its_own_limits(agent_caller: Caller) -> None:
    grant_tools(agent_caller.actor, tools=["update_configuration"])
    for target, code in (("self", "scope_missing"), ("owner", "not_found"), ("farm", "no_farm")):
        call = request_call(
            agent_caller,
            "update_configuration",
            {"key": "risk.max_open_orders", "value": 9, "target": target},
        )
        assert (call.status, call.code) == ("REFUSED", code)


def test_an_owner_sets_the_farm_of_an_agent(client: APIClient, person: User) -> None:
    farm = create_actor(kind=Actor.Kind.FARM, name="farm", parent=person.actor)
    agent = create_actor(kind=Actor.Kind.AGENT, name="Agent", parent=farm)
    grant_tools(agent, tools=["update_configuration"])
    answer = _patch(client, value=11, target="farm", agentId=str(agent.id))
    assert answer.json()["targetId"] == str(farm.id)
    assert client.get(ORDERS, {"target": str(agent.id)}).json()["sourceName"] == "farm"


def test_during_a_halt_a_limit_can_be_made_stricter_and_nothing_else(client: APIClient, person: User) -> None:
    for value in (100, 300):
        _patch(client, value=value)
    engage_halt(by=person.actor, target=person.actor, reason="Storm.", now=timezone.now())

    assert client.post(ROLLBACK, {"version": 1}, format="json").json()["value"] == 100
    assert _patch(client, value=7).json()["value"] == 7
    refused = [
        _patch(client, value=8),
        _patch(client, value="many"),
        client.post(ROLLBACK, {"version": 1}, format="json"),
        client.post(ROLLBACK, {"version": 0}, format="json"),
        client.post(ROLLBACK, {"version": 99}, format="json"),
    ]
    assert {(each.status_code, each.json()["code"]) for each in refused} == {(403, "kill_switch")}
    assert _patch(client, value=7).status_code == 200, "the same again loosens nothing"


def test_what_is_no_limit_waits_until_a_halt_is_over(admin: APIClient) -> None:
    root = root_actor()
    engage_halt(by=root, target=root, reason="Storm.", now=timezone.now())

    answers = {
        key: admin.patch(f"{ALL}/{key}", {"value": value, "target": "platform"}, format="json")
        for key, value in (
            ("agents.creation", False),
            ("tools.calls_kept_months", 12),
            ("risk.max_position_notional", "1000"),
            ("approvals.people", 2),
        )
    }

    assert {key: each.status_code for key, each in answers.items()} == {
        "agents.creation": 403,
        "tools.calls_kept_months": 403,
        "risk.max_position_notional": 200,
        "approvals.people": 200,
    }
    loosened = {"value": None, "target": "platform"}
    assert admin.patch(f"{ALL}/risk.max_position_notional", loosened, format="json").status_code == 403


def test_how_often_tools_may_be_called_is_a_setting(caller: Caller, person: User) -> None:
    change_setting(RATE_MULTIPLIER, "2", target=person.actor, by=root_actor(), now=timezone.now())
    for number in range(6):
        request_call(caller, "make_few", {"name": str(number)})
    with pytest.raises(CivalError, match="6 times a minute"):
        request_call(caller, "make_few", {"name": "one more"})


def test_schedules_show_when_they_run(client: APIClient) -> None:
    synchronise_schedules()
    rows = {each["name"]: each for each in client.get("/api/v1/system/schedules").json()["results"]}
    sweep = rows["sweep calls"]
    assert (sweep["task"], sweep["every"], sweep["enabled"]) == ("apps.mcp.tasks.sweep_calls", 5, True)
    assert (sweep["lastRun"], sweep["nextRun"], sweep["totalRuns"]) == (None, None, 0)
    assert client_of(make_person(Role.TRADER)).get("/api/v1/system/schedules").status_code == 403


def test_an_admin_edits_a_schedule_and_it_is_audited(client: APIClient, admin: APIClient) -> None:
    path = "/api/v1/system/schedules/record equity"
    answer = admin.patch(path, {"every": 30, "enabled": False}, format="json")
    assert answer.json() == {"name": "record equity", "every": 30, "enabled": False}
    entry = AuditEntry.objects.get(action="update_schedule", subject="schedule:record equity")
    assert entry.details == {"every": 30, "enabled": False}
    assert client.patch(path, {"every": 60}, format="json").status_code == 403


@pytest.mark.parametrize(
    ("name", "body", "status", "code"),
    [
        ("record equity", {"every": 0}, 422, "invalid_interval"),
        ("record equity", {"every": 86_401}, 422, "invalid_interval"),
        ("enforce halts", {"every": 301}, 422, "invalid_interval"),
        ("enforce halts", {"enabled": False}, 422, "schedule_essential"),
        ("record equities", {"enabled": False}, 404, "unknown_schedule"),
        ("record equity", {"every": "often"}, 422, "invalid_parameters"),
    ],
)
def test_a_schedule_keeps_within_its_bounds(
    admin: APIClient, name: str, body: dict[str, Any], status: int, code: str
) -> None:
    answer = admin.patch(f"/api/v1/system/schedules/{name}", body, format="json")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_refused_change_is_a_call_that_was_refused(client: APIClient) -> None:
    _patch(client, value=0)
    assert ToolCall.objects.get(tool="update_configuration").status == "REFUSED"
    client.post(ROLLBACK, {"version": 5}, format="json")
    assert ToolCall.objects.get(tool="rollback_configuration").code == "unknown_version"
