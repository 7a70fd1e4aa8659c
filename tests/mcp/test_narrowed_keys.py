"""A key can be narrowed to tools and toolsets: it lists no others, and calls no others."""

from collections.abc import Sequence

import pytest
from rest_framework.test import APIClient

from apps.mcp.gateway import request_call
from apps.mcp.selectors import tools_for
from apps.mcp.services import grant_tools
from apps.system.access.authentication import caller_of_key
from apps.system.access.models import Actor, Role, User
from apps.system.access.services import issue_key
from apps.system.access.types import Interface
from apps.system.errors import CivalError, Forbidden
from tests.system.people import client_of, make_person


def key_of(
    person: User,
    tools: Sequence[str] | None,
    *,
    holder: Actor | None = None,
    scopes: str = "read trade operate",
) -> str:
    """A key of a person, or of an agent of theirs."""
    issued = {"name": "narrow", "by": person.actor, "allowed": ["read", "trade", "operate", "admin"]}
    return issue_key(actor=holder or person.actor, scopes=scopes.split(), tools=tools, **issued)[1]  # type: ignore[arg-type]


def names_for(secret: str) -> set[str]:
    return {each.name for each in tools_for(caller_of_key(secret, Interface.MCP))}


def refusal_of(secret: str, tool: str, parameters: dict[str, object]) -> str:
    with pytest.raises(CivalError) as caught:
        request_call(caller_of_key(secret, Interface.MCP), tool, parameters)
    return caught.value.reason_code


def test_two_keys_of_one_person_see_different_tools(person: User) -> None:
    one, other = key_of(person, ["echo_words", "get_system_status"]), key_of(person, ["make_child"])

    assert names_for(one) == {"echo_words", "get_system_status"}
    assert names_for(other) == {"make_child"}
    assert {"echo_words", "make_child", "run_fleet", "get_system_status"} <= names_for(key_of(person, None))


def test_a_narrowed_key_calls_nothing_else(person: User) -> None:
    secret = key_of(person, ["echo_words"])

    assert refusal_of(secret, "make_child", {"name": "a"}) == "unknown_tool"
    call = request_call(caller_of_key(secret, Interface.MCP), "echo_words", {"words": "a", "amount": 1})
    assert call.status == "SUCCEEDED"


def test_a_toolset_holds_the_agents_tools_of_a_category(person: User) -> None:
    names = names_for(key_of(person, ["system"]))

    assert {"get_system_status", "update_configuration"} <= names
    assert "engage_kill_switch" not in names, "an operators' command of the category `system`"
    assert {"engage_kill_switch", "run_fleet"} <= names_for(key_of(person, ["operator"]))


def test_a_key_lists_nothing_that_its_scopes_refuse(person: User) -> None:
    names = names_for(key_of(person, None, scopes="read"))

    assert "echo_words" in names
    assert not names & {"make_child", "run_fleet"}


def test_a_narrowed_key_stays_narrow_while_it_acts_as_an_agent(person: User, agent: Actor) -> None:
    grant_tools(agent, categories=["data"])
    caller = caller_of_key(key_of(person, ["echo_words"]), Interface.REST)

    assert [each.name for each in tools_for(caller.acting_as(agent))] == ["echo_words"]


def test_an_agents_key_reaches_what_both_it_and_the_agent_may(person: User, agent: Actor) -> None:
    grant_tools(agent, tools=["echo_words", "make_child"])
    secret = key_of(person, ["echo_words", "close_risk", "run_fleet"], holder=agent, scopes="read trade")

    assert names_for(secret) == {"echo_words"}


def test_every_list_over_rest_is_narrowed(person: User) -> None:
    client = APIClient(headers={"Authorization": f"Bearer {key_of(person, ['echo_words'])}"})

    listed = client.get("/api/v1/mcp/tools?toolset=all").json()
    categories = client.get("/api/v1/mcp/categories?toolset=all").json()

    assert [each["name"] for each in listed] == ["echo_words"]
    assert [(each["id"], each["tools"]) for each in categories["results"]] == [("data", ["echo_words"])]


def test_nobody_gives_away_more_tools_than_they_have(person: User) -> None:
    with pytest.raises(Forbidden, match="echo_words"):
        issue_key(
            actor=person.actor,
            name="wider",
            scopes=["read"],
            by=person.actor,
            allowed=["read"],
            allowed_tools={"echo_words"},
        )


def test_a_key_is_narrowed_as_it_is_issued_over_rest(person: User) -> None:
    client = client_of(make_person(Role.ADMIN))

    body = {"name": "mine", "scopes": ["read"], "tools": ["analysis", "echo_words"]}
    made = client.post("/api/v1/account/keys", body, format="json")
    wrong = client.post("/api/v1/account/keys", {**body, "tools": ["Not a tool"]}, format="json")

    assert made.json()["tools"] == ["analysis", "echo_words"]
    assert client.get("/api/v1/account/keys").json()["results"][0]["tools"] == ["analysis", "echo_words"]
    assert wrong.status_code == 422
