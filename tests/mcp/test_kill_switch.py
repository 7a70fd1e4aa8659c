"""The platform's own tools: the kill switch and the status."""

from typing import Any

import pytest
from django.utils import timezone
from redis import ConnectionError as RedisGone
from rest_framework.test import APIClient

from apps.mcp import limits, wakeups
from apps.mcp.circuits import LIMIT, count_failure
from apps.mcp.gateway import request_call
from apps.mcp.services import grant_tools
from apps.system.access.models import Actor, Role, User
from apps.system.access.selectors import root_actor
from apps.system.access.types import Caller
from apps.system.controls.selectors import find_halt
from apps.system.errors import CivalError
from tests.system.people import client_of, client_with, make_key, make_person

SWITCH = "/api/v1/system/kill-switch"
RELEASE = "/api/v1/system/kill-switch/release"


def test_engaging_it_for_an_agent_halts_that_agent(client: APIClient, agent_caller: Caller) -> None:
    agent = agent_caller.actor
    answer = client.post(SWITCH, {"targetId": str(agent.id), "reason": "odd orders"}, format="json")

    assert (answer.status_code, answer.json()["engaged"]) == (200, True)
    with pytest.raises(CivalError, match="odd orders"):
        request_call(agent_caller, "make_child", {"name": "a"})
    seen = client.get(SWITCH).json()
    assert [each["targetId"] for each in seen["results"]] == [str(agent.id)]

    released = client.post(
        RELEASE, {"targetId": str(agent.id), "reason": "fixed", "confirm": "RELEASE"}, format="json"
    )
    assert (released.status_code, released.json()["engaged"]) == (200, False)
    assert request_call(agent_caller, "make_child", {"name": "a"}).status == "QUEUED"


def test_engaging_it_for_oneself_halts_all_agents_one_has(client: APIClient, agent: Actor) -> None:
    client.post(SWITCH, {"reason": "storm"}, format="json")

    assert find_halt(agent.lineage) is not None


def test_engaging_it_twice_is_engaging_it_once(client: APIClient) -> None:
    first = client.post(SWITCH, {"reason": "storm"}, format="json").json()

    assert client.post(SWITCH, {"reason": "storm again"}, format="json").json() == first


def test_releasing_what_is_not_engaged_is_not_found(client: APIClient) -> None:
    answer = client.post(RELEASE, {"reason": "calm", "confirm": "RELEASE"}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_halting_everything_takes_an_admin(client: APIClient) -> None:
    everything = {"targetId": str(root_actor().id), "reason": "storm"}
    admin = make_person(Role.ADMIN)

    assert client.post(SWITCH, everything, format="json").status_code == 404
    lesser = client_with(make_key(admin, "read", "trade"))
    assert lesser.post(SWITCH, everything, format="json").json()["code"] == "scope_missing"
    assert client_of(admin).post(SWITCH, everything, format="json").status_code == 200
    assert client.get(SWITCH).json()["engaged"] is True


def test_a_viewer_cannot_halt(db: None, client: APIClient) -> None:
    answer = client_of(make_person(Role.VIEWER)).post(SWITCH, {"reason": "no"}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")


def test_a_stranger_cannot_halt_what_is_not_theirs(agent: Actor) -> None:
    stranger = client_of(make_person(Role.OPERATOR))

    assert (
        stranger.post(SWITCH, {"targetId": str(agent.id), "reason": "no"}, format="json").status_code == 404
    )
    assert find_halt(agent.lineage) is None


def test_it_works_without_redis_and_without_workers(
    client: APIClient, agent: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> Any:
        raise RedisGone("gone")

    monkeypatch.setattr(limits, "redis_client", gone)
    monkeypatch.setattr(wakeups, "redis_client", gone)

    assert client.post(SWITCH, {"reason": "storm"}, format="json").status_code == 200
    assert find_halt(agent.lineage) is not None


def test_the_status_says_who_is_halted(client: APIClient, caller: Caller, agent: Actor) -> None:
    grant_tools(agent, tools=["get_system_status"])
    client.post(SWITCH, {"targetId": str(agent.id), "reason": "odd orders"}, format="json")

    own = request_call(caller, "get_system_status", {}).result
    agents = request_call(caller.acting_as(agent), "get_system_status", {}).result

    assert own is not None
    assert agents is not None
    assert (own["trading_halted"], agents["trading_halted"], agents["halt_reason"]) == (
        False,
        True,
        "odd orders",
    )
    assert {"database", "redis", "tool-calls"} <= {each["name"] for each in own["checks"]}
    assert 0 <= own["score"] <= 100


def test_the_switch_never_rests_however_often_it_broke(client: APIClient, person: User) -> None:
    for _ in range(LIMIT):
        count_failure("engage_kill_switch", timezone.now())
    answer = client.post(SWITCH, {"reason": "Now."}, format="json")
    assert (answer.status_code, answer.json()["targetId"]) == (200, str(person.actor.id))


def test_releasing_takes_the_name_of_whom_it_lets_go_or_the_word(client: APIClient, agent: Actor) -> None:
    client.post(SWITCH, {"targetId": str(agent.id), "reason": "odd orders"}, format="json")
    body = {"targetId": str(agent.id), "reason": "fixed", "confirm": "yes"}

    refused = client.post(RELEASE, body, format="json")

    assert (refused.status_code, refused.json()["code"]) == (422, "confirmation_needed")
    assert find_halt(agent.lineage) is not None
    assert client.post(RELEASE, body | {"confirm": agent.name}, format="json").status_code == 200


def test_it_says_how_far_it_goes_and_how_long_it_took(client: APIClient, agent: Actor) -> None:
    body = {"targetId": str(agent.id), "reason": "odd orders", "level": "cancel_orders"}
    assert client.post(SWITCH, body, format="json").json()["level"] == "cancel_orders"
    (halt,) = client.get(SWITCH).json()["results"]
    assert (halt["level"], halt["ordersTotal"], halt["positionsTotal"]) == ("cancel_orders", None, None)
    assert halt["waitedMs"] >= 0


def test_a_level_that_does_not_exist_is_refused(client: APIClient) -> None:
    answer = client.post(SWITCH, {"reason": "storm", "level": "explode"}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/level")
