"""The socket's commands of agents and trading: each a call of a tool, answered once under its own id."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from apps.agents.models import Agent
from apps.mcp.models import ToolCall
from apps.mcp.registry import list_tools
from apps.system.access.models import Role, User
from apps.system.access.services import ensure_root
from apps.trading.models import Order, Venue
from apps.trading.services import match_venue
from apps.trading.services.catalogue import ensure_catalogue
from tests.agents.fleet import make_agent
from tests.agents.hands import work
from tests.system.people import make_key, make_person
from tests.system.sockets import Client, admitted, off_loop
from tests.system.streams import all_numbered, sequencing, until

pytestmark = pytest.mark.django_db(transaction=True)

ANSWERS = ("mcp.result", "mcp.error")
ORDER = {"symbol": "BTC/USD", "side": "buy", "quantity": "0.1"}


@pytest.fixture
def person(transactional_db: None) -> Iterator[User]:
    """An operator, in a world with a simulated market and a worker."""
    ensure_root()
    ensure_catalogue()
    with work("threads"):
        yield make_person(Role.OPERATOR)


async def answer(client: Client, command: str, /, **said: Any) -> dict[str, Any]:
    """Send a command, and hear its answer."""
    await client.send(command, id=command, payload=said)
    return await next_answer(client, command)


async def next_answer(client: Client, command: str) -> dict[str, Any]:
    heard = await client.hear(30)
    while heard["metadata"].get("correlationId") != command or heard["type"] not in ANSWERS:
        heard = await client.hear(30)
    return heard


async def further_answers(client: Client) -> list[str]:
    """What else is heard, until nothing is, that would be an answer; events of the log may come after one."""
    heard = []
    while not await client.is_silent(1):
        heard.append((await client.hear())["type"])
    return [kind for kind in heard if kind in ANSWERS]


async def test_an_agent_is_created_changed_and_trades_by_commands(person: User) -> None:
    with sequencing():
        async with admitted(await off_loop(make_key, person)) as client:
            await client.subscribe("mcp.*", "agent.*")
            made = await answer(
                client, "agent.create", name="Otto", type="momentum", initialCapital="100000", interval="1d"
            )
            assert made["type"] == "mcp.result", made
            agent_id = made["payload"]["result"]["id"]
            changed = await answer(client, "agent.update", agentId=agent_id, parameters={"lookback": 12})
            assert changed["payload"]["result"]["version"] == 2
            await client.send("trade.execute", id="trade.execute", payload={"agentId": agent_id, **ORDER})
            await off_loop(until, Order.objects.exists, 30)
            await off_loop(_match)
            traded = await next_answer(client, "trade.execute")
            assert (traded["type"], traded["payload"]["result"]["status"]) == ("mcp.result", "filled")
            await off_loop(until, all_numbered)
            assert await further_answers(client) == []
    assert await off_loop(ToolCall.objects.filter(principal_id=person.actor_id).count) == 3


def _match() -> None:
    match_venue(Venue.objects.get(slug="sim"), timezone.now())


async def test_nobody_commands_what_is_not_theirs(person: User) -> None:
    foreign = await off_loop(_foreign_agent)
    async with admitted(await off_loop(make_key, person)) as client:
        for command, said in (("agent.update", {"parameters": {"lookback": 12}}), ("trade.execute", ORDER)):
            refused = await answer(client, command, agentId=str(foreign.pk), **said)
            assert (refused["type"], refused["payload"]["success"]) == ("mcp.error", False)
    assert await off_loop(lambda: Agent.objects.get(pk=foreign.pk).version) == 1
    assert not await off_loop(Order.objects.exists)


def _foreign_agent() -> Agent:
    return make_agent(make_person(Role.OPERATOR).actor)


def test_every_command_is_named_in_the_tests_of_sockets() -> None:
    """`mcp.execute` takes every tool; these have names of their own."""
    ours = [each for each in list_tools() if each.run.__module__.startswith("apps.")]
    commands = {each.command for each in ours if each.command}
    assert commands == {"agent.create", "agent.update", "trade.execute"}
