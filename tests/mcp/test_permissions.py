"""Permissions and autonomy: set by operators, told with the row that decides, and held by the gates."""

from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.mcp.gateway import request_call
from apps.mcp.models import ToolAutonomy, ToolPermission
from apps.mcp.selectors import tools_for, tools_of
from apps.mcp.services import grant_tools
from apps.system.access.models import Actor, Role, User
from apps.system.access.roles import AGENT_SCOPES
from apps.system.access.services import create_actor
from apps.system.access.types import Caller, Interface
from apps.system.controls.services import engage_halt
from apps.system.errors import CivalError
from tests.system.people import client_of, make_person

PERMISSIONS, AUTONOMY = "/api/v1/mcp/permissions", "/api/v1/mcp/autonomy"


@pytest.fixture
def farm(person: User) -> Actor:
    return create_actor(kind=Actor.Kind.FARM, name="Farm", parent=person.actor)


@pytest.fixture
def member(farm: Actor) -> Caller:
    """An agent of the farm that may use everything, asking by itself."""
    agent = create_actor(kind=Actor.Kind.AGENT, name="Member", parent=farm)
    grant_tools(agent, categories=["data", "trading", "system"])
    return Caller(agent, agent, AGENT_SCOPES, Interface.AGENT)


def put(client: APIClient, url: str, **body: Any) -> Any:
    answer = client.put(url, body, format="json")
    assert answer.status_code == 200, answer.json()
    return answer.json()


def refusal_of(caller: Caller, tool: str, parameters: dict[str, Any]) -> CivalError:
    with pytest.raises(CivalError) as caught:
        request_call(caller, tool, parameters)
    return caught.value


def ruling(answer: Any, tool: str) -> Any:
    return next(each for each in answer["tools"] if each["tool"] == tool)


def test_a_farms_deny_binds_an_agent_that_is_allowed(client: APIClient, farm: Actor, member: Caller) -> None:
    assert request_call(member, "make_child", {"name": "a"}).status == "QUEUED"
    said = [{"toolset": "data", "effect": "DENY"}]

    put(client, PERMISSIONS, actorId=str(farm.id), permissions=said)

    refusal = refusal_of(member, "make_child", {"name": "b"})
    assert (refusal.status, refusal.reason_code) == (403, "not_permitted")
    assert refusal.details == {"decided_by": str(farm.id), "source": "toolset"}
    assert "make_child" not in [each.name for each in tools_of(member.actor)]


def test_what_holds_is_told_with_the_row_that_decides(client: APIClient, farm: Actor, member: Caller) -> None:
    rules = [{"tool": "make_child", "effect": "ASK"}, {"effect": "ALLOW"}]
    put(client, PERMISSIONS, actorId=str(farm.id), permissions=rules)

    told = client.get(PERMISSIONS, {"actorId": str(member.actor.id)}).json()

    assert ruling(told, "make_child") == {
        "tool": "make_child",
        "toolset": "data",
        "effect": "ASK",
        "source": "tool",
        "decidedBy": {"id": str(farm.id), "kind": "farm", "name": "Farm"},
    }
    assert ruling(told, "close_risk")["source"] == "every"
    assert {"tool": None, "toolset": "data", "effect": "ALLOW"} in told["rules"]
    assert told["autonomy"] == {
        "actorId": str(member.actor.id),
        "level": "act",
        "own": None,
        "decidedBy": None,
    }


def test_a_tool_without_any_row_is_denied_by_nobody(client: APIClient, agent: Actor) -> None:
    told = client.get(PERMISSIONS, {"actorId": str(agent.id)}).json()

    assert {(each["effect"], each["source"], each["decidedBy"]) for each in told["tools"]} == {
        ("DENY", "none", None)
    }


def test_merging_keeps_what_is_not_named_and_replacing_drops_it(client: APIClient, agent: Actor) -> None:
    first = [{"toolset": "data", "effect": "ALLOW"}, {"tool": "make_child", "effect": "DENY"}]
    put(client, PERMISSIONS, actorId=str(agent.id), permissions=first)
    more = [{"tool": "make_child", "effect": None}, {"toolset": "trading", "effect": "ASK"}]

    merged = put(client, PERMISSIONS, actorId=str(agent.id), permissions=more)
    replaced = put(
        client, PERMISSIONS, actorId=str(agent.id), permissions=[{"effect": "ALLOW"}], mode="replace"
    )

    assert [(each["toolset"], each["effect"]) for each in merged["rules"]] == [
        ("data", "ALLOW"),
        ("trading", "ASK"),
    ]
    assert replaced["rules"] == [{"tool": None, "toolset": None, "effect": "ALLOW"}]


@pytest.mark.parametrize(
    ("rule", "status", "code"),
    [
        ({"tool": "make_chid"}, 404, "unknown_tool"),
        ({"tool": "run_fleet"}, 404, "unknown_tool"),
        ({"toolset": "cooking"}, 422, "unknown_toolset"),
        ({"tool": "make_child", "toolset": "data"}, 422, "tool_and_toolset"),
    ],
)
def test_a_rule_for_what_does_not_exist_is_refused(
    client: APIClient, agent: Actor, rule: dict[str, str], status: int, code: str
) -> None:
    body = {"actorId": str(agent.id), "permissions": [{**rule, "effect": "ALLOW"}], "mode": "replace"}
    grant_tools(agent, categories=["data"])

    answer = client.put(PERMISSIONS, body, format="json")

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert ToolPermission.objects.filter(actor=agent).count() == 1


def test_only_operators_who_see_an_actor_set_its_rules(client: APIClient, agent: Actor) -> None:
    body = {"actorId": str(agent.id), "permissions": [{"effect": "ALLOW"}]}
    stranger = client_of(make_person(Role.OPERATOR)).put(PERMISSIONS, body, format="json")
    trader = client_of(make_person(Role.TRADER)).put(PERMISSIONS, body, format="json")

    assert (stranger.status_code, stranger.json()["code"]) == (404, "not_found")
    assert (trader.status_code, trader.json()["code"]) == (403, "scope_missing")
    assert client_of(make_person()).get(PERMISSIONS, {"actorId": str(agent.id)}).status_code == 404


def test_an_observing_agent_only_reads(client: APIClient, member: Caller) -> None:
    told = put(client, AUTONOMY, actorId=str(member.actor.id), level="observe")

    assert (told["level"], told["own"], told["decidedBy"]["name"]) == ("observe", "observe", "Member")
    assert refusal_of(member, "make_child", {"name": "a"}).reason_code == "observes_only"
    assert request_call(member, "echo_words", {"words": "a", "amount": 1}).status == "SUCCEEDED"
    assert all(each.read_only for each in tools_of(member.actor))


def test_a_farms_level_is_a_ceiling_for_all_below(client: APIClient, farm: Actor, member: Caller) -> None:
    put(client, AUTONOMY, actorId=str(farm.id), level="observe")
    put(client, AUTONOMY, actorId=str(member.actor.id), level="act")

    told = client.get(AUTONOMY, {"actorId": str(member.actor.id)}).json()

    assert (told["level"], told["own"], told["decidedBy"]["kind"]) == ("observe", "act", "farm")
    assert refusal_of(member, "make_child", {"name": "a"}).details["decided_by"] == str(farm.id)
    assert put(client, AUTONOMY, actorId=str(farm.id), level=None)["level"] == "act"
    assert request_call(member, "make_child", {"name": "a"}).status == "QUEUED"


def test_at_propose_every_command_waits_for_a_person(member: Caller) -> None:
    ToolAutonomy.objects.create(actor=member.actor, level=ToolAutonomy.Level.PROPOSE)

    assert request_call(member, "make_child", {"name": "a"}).status == "AWAITING_APPROVAL"
    assert request_call(member, "close_risk", {"name": "a"}).status == "AWAITING_APPROVAL"
    assert request_call(member, "echo_words", {"words": "a", "amount": 1}).status == "SUCCEEDED"


def test_acting_with_approval_asks_for_what_adds_risk(member: Caller) -> None:
    ToolAutonomy.objects.create(actor=member.actor, level=ToolAutonomy.Level.ACT_WITH_APPROVAL)

    assert request_call(member, "buy_thing", {"name": "a", "amount": 1}).status == "AWAITING_APPROVAL"
    assert request_call(member, "make_child", {"name": "a"}).status == "QUEUED"
    assert request_call(member, "close_risk", {"name": "a"}).status == "QUEUED"


def test_autonomy_does_not_bind_a_person_who_acts_as_the_agent(caller: Caller, member: Caller) -> None:
    ToolAutonomy.objects.create(actor=member.actor, level=ToolAutonomy.Level.OBSERVE)

    assert "make_child" not in [each.name for each in tools_for(member)]
    assert "make_child" in [each.name for each in tools_for(caller.acting_as(member.actor))]
    assert request_call(caller.acting_as(member.actor), "make_child", {"name": "a"}).status == "QUEUED"


def test_a_halt_does_not_keep_rules_from_being_tightened(caller: Caller, member: Caller) -> None:
    engage_halt(by=caller.actor, target=caller.actor, reason="storm", now=timezone.now())
    whom = {"actor_id": str(member.actor.id)}
    said: list[tuple[str, dict[str, Any]]] = [
        ("set_permissions", {"permissions": [{"effect": "DENY"}], "mode": "replace"}),
        ("set_autonomy", {"level": "observe"}),
        ("set_budget", {"calls_per_day": 0}),
    ]

    assert [request_call(caller, tool, {**whom, **more}).status for tool, more in said] == ["SUCCEEDED"] * 3

    assert tools_of(member.actor) == []
    refusal = refusal_of(member, "set_permissions", {**whom, "permissions": []})
    assert refusal.reason_code == "unknown_tool", "no agent sets its own rules"
