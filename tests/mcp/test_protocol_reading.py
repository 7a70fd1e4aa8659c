"""Resources, prompts and completions, and being told that a resource changed, with the official client."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils.module_loading import autodiscover_modules
from mcp import Client, MCPError
from mcp.types import PromptReference, ResourceTemplateReference

from apps.mcp.prompt import list_prompts
from apps.mcp.resource import list_resources
from apps.system.access.models import Actor, ApiKey, Role, User
from apps.system.access.services import create_actor
from apps.system.events.catalogue import EventPayload
from apps.system.events.services import append_event
from tests.conformance.serving import serving
from tests.mcp.protocol_client import ERAS, MODERN, connected
from tests.system.people import make_key, make_person
from tests.system.sockets import off_loop
from tests.system.streams import sequencing

autodiscover_modules("resources", "prompts")  # as a process does that serves them

Reach = Callable[[], AbstractAsyncContextManager[Client]]

pytestmark = pytest.mark.django_db(transaction=True)


class Audited(EventPayload, type="mcp.tested"):
    """Something that changes an agent's audit trail, in a test."""

    agent_id: UUID


@pytest.fixture(scope="module")
def address(django_db_setup: None) -> Iterator[str]:
    """A server process."""
    with serving() as address:
        yield address


@pytest.fixture
async def person(transactional_db: None) -> User:
    return await off_loop(make_person, Role.OPERATOR)


@pytest.fixture
async def agent(person: User) -> Actor:
    return await off_loop(create_actor, kind=Actor.Kind.AGENT, name="Otto", parent=person.actor)


@pytest.fixture
async def key(person: User) -> str:
    return await off_loop(make_key, person)


@pytest.fixture(params=ERAS)
def reach(request: pytest.FixtureRequest, address: str, key: str) -> Reach:
    """Connects the person's client, of either era."""
    return partial(connected, address, key, request.param)


async def read(client: Client, address: str) -> dict[str, Any]:
    """What is at an address."""
    contents: Any = (await client.read_resource(address)).contents[0]
    found: dict[str, Any] = json.loads(contents.text)
    return found


async def test_what_can_be_read_is_listed_with_the_callers_agents(reach: Reach, agent: Actor) -> None:
    async with reach() as client:
        listed = {str(each.uri): each.title for each in (await client.list_resources()).resources}
        templates = (await client.list_resource_templates()).resource_templates

        assert listed[f"cival://agents/{agent.id}"] == "Otto"
        assert {"cival://fleet", "cival://portfolio", "cival://orders", "cival://tools"} <= set(listed)
        assert {each.uri_template for each in templates} == {
            each.address for each in list_resources() if each.is_template
        }


async def test_everything_that_is_listed_can_be_read(reach: Reach) -> None:
    async with reach() as client:
        for each in (await client.list_resources()).resources:
            assert await read(client, str(each.uri))


async def test_an_agents_resources_are_its_owners(reach: Reach, agent: Actor, address: str) -> None:
    async with reach() as client:
        trail = await read(client, f"cival://agents/{agent.id}/audit")
        stranger = await off_loop(make_key, await off_loop(make_person, Role.OPERATOR))

        assert trail["entries"] == []
        async with connected(address, stranger) as other:
            listed = [str(each.uri) for each in (await other.list_resources()).resources]
            assert f"cival://agents/{agent.id}" not in listed
            with pytest.raises(MCPError):
                await other.read_resource(f"cival://agents/{agent.id}/audit")


async def test_what_is_not_there_is_an_error_with_its_address(reach: Reach) -> None:
    async with reach() as client:
        for address in (
            "cival://nothing",
            f"cival://agents/{uuid4()}",
            "cival://agents/x",
            "cival://tools/x_y",
        ):
            with pytest.raises(MCPError) as caught:
                await client.read_resource(address)
            assert caught.value.code == (-32602 if client.protocol_version == MODERN else -32002)
            assert caught.value.data["uri"] == address


async def test_many_agents_come_in_pages(address: str, key: str, person: User) -> None:
    made = [
        await off_loop(create_actor, kind=Actor.Kind.AGENT, name=f"A{n}", parent=person.actor)
        for n in range(60)
    ]
    seen: list[str] = []
    async with connected(address, key) as client:
        page = await client.list_resources()
        seen += [str(each.uri) for each in page.resources]
        while page.next_cursor is not None:
            page = await client.list_resources(cursor=page.next_cursor)
            seen += [str(each.uri) for each in page.resources]

    assert len(seen) == len(set(seen))
    assert {f"cival://agents/{each.id}" for each in made} <= set(seen)


async def test_prompts_are_written_from_their_arguments(reach: Reach) -> None:
    async with reach() as client:
        listed = {each.name: each for each in (await client.list_prompts()).prompts}
        assert set(listed) == {each.name for each in list_prompts()}
        assert [(a.name, a.required) for a in listed["explain_decisions"].arguments or []] == [
            ("agent_id", True),
            ("count", False),
        ]

        for name in sorted(listed):
            needed = {a.name: "something" for a in listed[name].arguments or [] if a.required}
            said: Any = (await client.get_prompt(name, needed)).messages[0].content
            assert all(value in said.text for value in needed.values())
        with pytest.raises(MCPError, match="agent_id"):
            await client.get_prompt("explain_decisions", {})
        with pytest.raises(MCPError, match="No prompt"):
            await client.get_prompt("nothing", {})


async def test_arguments_are_completed(reach: Reach, agent: Actor) -> None:
    async with reach() as client:
        template = ResourceTemplateReference(uri="cival://agents/{agent_id}")
        by_name = await client.complete(template, {"name": "agent_id", "value": "ott"})
        by_id = await client.complete(
            PromptReference(name="explain_decisions"), {"name": "agent_id", "value": str(agent.id)[:8]}
        )
        tools = await client.complete(
            ResourceTemplateReference(uri="cival://tools/{tool}"), {"name": "tool", "value": "place_"}
        )

        assert by_name.completion.values == by_id.completion.values == [str(agent.id)]
        assert tools.completion.values == ["place_order"]


async def test_who_listens_is_told_which_resource_changed(
    address: str, key: str, agent: Actor, person: User
) -> None:
    trail = f"cival://agents/{agent.id}/audit"
    with sequencing():
        async with connected(address, key) as client, client.listen(resource_subscriptions=[trail]) as stream:
            await off_loop(append_event, Audited(agent_id=agent.id), audience=person.actor_id)
            event = await asyncio.wait_for(anext(aiter(stream)), 20)

    assert str(event.uri) == trail


async def test_a_stream_ends_once_its_key_does_not_hold(
    address: str, key: str, agent: Actor, person: User
) -> None:
    followed = [f"cival://agents/{agent.id}"]
    async with connected(address, key) as client, client.listen(resource_subscriptions=followed) as stream:
        keys = ApiKey.objects.filter(actor=person.actor)
        await off_loop(lambda: keys.update(revoked_at=agent.created_at))
        told = [event async for event in stream]

    assert told == []
