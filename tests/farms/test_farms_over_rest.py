"""Farms over REST: make one, bring agents in, list them."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.mcp.models import ToolCall
from apps.system.access.models import Actor, Role
from apps.system.controls.selectors import find_halt
from apps.system.controls.services import engage_halt
from apps.system.events.models import Event
from apps.system.ids import new_id
from tests.agents.test_agents_over_rest import create
from tests.system.people import client_of, make_person

pytestmark = pytest.mark.django_db(transaction=True)


def create_farm(client: APIClient, name: str = "North field") -> Any:
    answer = client.post("/api/v1/farms/create", {"name": name}, format="json")
    assert answer.status_code == 201, answer.json()
    return answer.json()


def test_a_farm_lists_the_agents_that_were_added(client: APIClient) -> None:
    farm, agent = create_farm(client), create(client)
    at = f"/api/v1/farms/{farm['id']}"
    assert client.get(f"{at}/agents").json()["results"] == []
    added = client.post(f"{at}/add-agent", {"agentId": agent["id"]}, format="json")
    assert (added.status_code, added.json()) == (200, {"farmId": farm["id"], "agentId": agent["id"]})
    assert ToolCall.objects.latest("id").tool == "add_agent_to_farm"
    (member,) = client.get(f"{at}/agents").json()["results"]
    assert (member["id"], member["farmId"]) == (agent["id"], farm["id"])
    assert (client.get(at).json()["name"], client.get(at).json()["agentCount"]) == ("North field", 1)
    told = Event.objects.filter(farm_id=farm["id"]).order_by("id").values_list("type", flat=True)
    assert list(told) == ["farm.create", "farm.agent_added"]


def test_an_agent_may_be_made_in_a_farm(client: APIClient) -> None:
    farm = create_farm(client)
    agent = create(client, farmId=farm["id"])
    (member,) = client.get(f"/api/v1/farms/{farm['id']}/agents").json()["results"]
    assert member["id"] == agent["id"]


def test_adding_an_agent_twice_is_refused(client: APIClient) -> None:
    farm = create_farm(client)
    agent = create(client, farmId=farm["id"])
    again = client.post(f"/api/v1/farms/{farm['id']}/add-agent", {"agentId": agent["id"]}, format="json")
    assert (again.status_code, again.json()["code"]) == (422, "already_member")


def test_the_kill_switch_of_a_farm_binds_its_agents(client: APIClient, settings: Any) -> None:
    farm = create_farm(client)
    agent = create(client, farmId=farm["id"])
    target = Actor.objects.get(id=farm["id"])
    actor = Actor.objects.get(id=agent["id"])
    engage_halt(by=Actor.objects.get(id=target.owner_id), target=target, reason="test", now=target.created_at)
    assert find_halt(actor.lineage) is not None


def test_a_strangers_agent_and_a_strangers_farm_do_not_exist(client: APIClient) -> None:
    stranger = client_of(make_person(Role.OPERATOR))
    farm, agent = create_farm(client), create(client)
    assert stranger.get(f"/api/v1/farms/{farm['id']}").status_code == 404
    assert stranger.get(f"/api/v1/farms/{farm['id']}/agents").status_code == 404
    assert stranger.get("/api/v1/farms").json()["results"] == []
    theirs = create_farm(stranger, "South field")
    taken = stranger.post(f"/api/v1/farms/{theirs['id']}/add-agent", {"agentId": agent["id"]}, format="json")
    assert taken.status_code == 404
    nowhere = client.post(f"/api/v1/farms/{new_id()}/add-agent", {"agentId": agent["id"]}, format="json")
    assert nowhere.status_code == 404


def test_a_farm_needs_a_name(client: APIClient) -> None:
    for name in ("", "  ", None, 5, "x" * 121):
        answer = client.post("/api/v1/farms/create", {"name": name}, format="json")
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_parameters")


def test_a_halted_agent_does_not_leave_the_halt_by_moving(client: APIClient) -> None:
    halted, free = create_farm(client, "Halted"), create_farm(client, "Free")
    agent = create(client, farmId=halted["id"])
    target = Actor.objects.get(id=halted["id"])
    engage_halt(by=Actor.objects.get(id=target.owner_id), target=target, reason="test", now=target.created_at)

    moved = client.post(f"/api/v1/farms/{free['id']}/add-agent", {"agentId": agent["id"]}, format="json")

    assert moved.json()["code"] == "kill_switch"
    assert Actor.objects.get(id=agent["id"]).parent_id == target.id
