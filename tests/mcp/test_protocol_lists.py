"""What a client is shown: only what its key reaches, never out of a cache; and it is told of changes."""

import asyncio
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.module_loading import autodiscover_modules
from mcp import Client, MCPError
from mcp.client.subscriptions import PromptsListChanged, ResourceUpdated, ToolsListChanged
from mcp.types import ResourceTemplateReference

from apps.mcp.gateway import request_call
from apps.mcp.prompt import list_prompts
from apps.mcp.protocol.server import build_server
from apps.mcp.registry import find_tool
from apps.mcp.services import grant_tools
from apps.system.access.models import Actor, Role, User
from apps.system.access.roles import AGENT_SCOPES, SCOPES
from apps.system.access.services import create_actor, issue_key
from apps.system.access.types import Caller, Interface
from tests.conformance.serving import serving
from tests.mcp.protocol_client import ERAS, all_tools, connected
from tests.system.people import make_key, make_person
from tests.system.sockets import off_loop
from tests.system.streams import sequencing

autodiscover_modules("resources", "prompts")  # as a process does that serves them

pytestmark = pytest.mark.django_db(transaction=True)


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
    """An agent that may use the tools of analysis."""

    def make() -> Actor:
        made = create_actor(kind=Actor.Kind.AGENT, name="Otto", parent=person.actor)
        grant_tools(made, categories=["analysis"])
        return made

    return await off_loop(make)


@pytest.fixture
async def narrow(person: User) -> str:
    """A key of the person for two tools."""

    def make() -> str:
        allowed = SCOPES[Role.OPERATOR]
        tools = ["get_market_data", "get_system_status"]
        made = issue_key(
            actor=person.actor, name="narrow", scopes=allowed, tools=tools, by=person.actor, allowed=allowed
        )
        return made[1]

    return await off_loop(make)


async def manual(client: Client, place: str) -> dict[str, Any]:
    """What is to be read at an address."""
    contents: Any = (await client.read_resource(place)).contents[0]
    found: dict[str, Any] = json.loads(contents.text)
    return found


@pytest.mark.parametrize("era", ERAS)
async def test_a_narrowed_key_reads_the_manuals_of_its_tools_alone(
    address: str, narrow: str, era: str
) -> None:
    async with connected(address, narrow, era) as client:
        shown = [each["name"] for each in (await manual(client, "cival://tools"))["tools"]]
        names = ResourceTemplateReference(uri="cival://tools/{tool}")
        completed = await client.complete(names, {"name": "tool", "value": ""})

        assert (
            sorted(shown) == sorted(completed.completion.values) == ["get_market_data", "get_system_status"]
        )
        assert (await manual(client, "cival://tools/get_market_data"))["name"] == "get_market_data"
        for beyond in ("place_order", "engage_kill_switch"):
            with pytest.raises(MCPError, match="No tool"):
                await client.read_resource(f"cival://tools/{beyond}")


async def test_a_narrowed_key_is_offered_the_prompts_whose_tools_it_has(address: str, narrow: str) -> None:
    async with connected(address, narrow) as client:
        listed = [each.name for each in (await client.list_prompts()).prompts]

        assert listed == ["explain_decisions", "review_fleet"]
        with pytest.raises(MCPError, match="No prompt"):
            await client.get_prompt("plan_rebalance", {"agent_id": "x"})


def test_a_prompt_declares_each_tool_that_it_names() -> None:
    for each in list_prompts():
        text = each.write(**{name: name for name in each.arguments})
        named = {word for word in re.findall(r"`(\w+)`", text) if find_tool(word)}
        assert named == each.tools, each.name


@pytest.mark.parametrize(("version", "is_told"), [("2026-07-28", True), ("2025-11-25", False)])
def test_only_what_is_told_is_announced(version: str, is_told: bool) -> None:
    """The older era hears of changes on a stream that only a server with sessions has."""
    can = build_server().get_capabilities(protocol_version=version)

    for announced in (can.tools, can.prompts, can.resources):
        assert announced is not None
        assert announced.list_changed is is_told


async def test_no_list_may_be_kept_by_a_client(address: str, narrow: str) -> None:
    async with connected(address, narrow) as client:
        lists = [
            await client.list_tools(),
            await client.list_resources(),
            await client.list_resource_templates(),
            await client.list_prompts(),
            await client.read_resource("cival://tools"),
        ]

    assert {(each.ttl_ms, each.cache_scope) for each in lists} == {(0, "private")}


@pytest.mark.parametrize("whose", ["agent", "owner"])
@pytest.mark.parametrize("key_of", ["agent", "owner"])
async def test_who_listens_is_told_that_its_tools_changed(
    address: str, person: User, agent: Actor, whose: str, key_of: str
) -> None:
    """By the agent's own key and by its owner's that acts as it; a rule of its own, or one above it."""
    caller = Caller(person.actor, person.actor, SCOPES[Role.OPERATOR], Interface.REST)
    target = agent if whose == "agent" else person.actor
    denied = {"tool": "backtest_strategy", "effect": "DENY"}
    body = {"permissions": [denied], "actor_id": str(target.id)}
    key = await off_loop(_agents_key if key_of == "agent" else _owners_key, person, agent)
    acting = address if key_of == "agent" else f"{address}?agent={agent.id}"
    with sequencing():
        async with connected(acting, key) as client:
            assert "backtest_strategy" in await all_tools(client)
            wanted = {"tools_list_changed": True, "prompts_list_changed": True}
            async with client.listen(**wanted, resource_subscriptions=["cival://tools"]) as stream:
                events = aiter(stream)
                await off_loop(request_call, caller, "set_permissions", body)
                told = [await asyncio.wait_for(anext(events), 20) for _ in range(3)]
            assert "backtest_strategy" not in await all_tools(client)

    assert {type(each) for each in told} == {ToolsListChanged, PromptsListChanged, ResourceUpdated}


async def test_a_rule_that_changes_nothing_for_them_is_no_news(
    address: str, person: User, agent: Actor
) -> None:
    caller = Caller(person.actor, person.actor, SCOPES[Role.OPERATOR], Interface.REST)
    key = await off_loop(_agents_key, person, agent)
    heard = []
    with sequencing():
        async with connected(address, key) as client, client.listen(tools_list_changed=True) as stream:
            events = aiter(stream)
            for tool in ("place_order", "backtest_strategy"):  # the first it never had
                body = {"permissions": [{"tool": tool, "effect": "DENY"}], "actor_id": str(agent.id)}
                await off_loop(request_call, caller, "set_permissions", body)
            heard.append(await asyncio.wait_for(anext(events), 20))

    assert heard == [ToolsListChanged()]


def _agents_key(person: User, agent: Actor) -> str:
    return issue_key(actor=agent, name="a", scopes=AGENT_SCOPES, by=person.actor, allowed=AGENT_SCOPES)[1]


def _owners_key(person: User, agent: Actor) -> str:
    return make_key(person)
