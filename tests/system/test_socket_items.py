"""Many things told at once reach those who asked for some of them: as far as they asked, and may see."""

from typing import Any
from uuid import UUID

import pytest

from apps.mcp.events import ToolRequested
from apps.system.access.models import Actor
from apps.system.access.services import create_actor, issue_key
from apps.system.events.batches import MOST_SINGLY, News, tell_many
from apps.system.ids import new_id
from tests.system.people import make_key, make_person
from tests.system.sockets import admitted, off_loop
from tests.system.streams import sequencing

pytestmark = pytest.mark.django_db(transaction=True)

OTHERS = MOST_SINGLY
MANY = "mcp.executes"


def agent_of(owner: Actor) -> tuple[UUID, str]:
    """An agent of somebody, and its own key."""
    agent = create_actor(kind=Actor.Kind.AGENT, name="scout", parent=owner)
    return agent.id, issue_key(actor=agent, name="own", scopes=["read"], by=owner, allowed=["read"])[1]


def ask(owner: Actor, agent_id: UUID) -> None:
    """Many agents of one owner ask for a tool at once; the given one twice."""
    agents = [agent_id, *(new_id() for _ in range(OTHERS)), agent_id]
    tell_many(ToolRequested, [News(_facts(each), owner.id) for each in agents])


def _facts(agent_id: UUID) -> dict[str, Any]:
    return {"executionId": new_id(), "tool": "place_order", "actorId": agent_id, "agentId": agent_id}


def agents_in(heard: dict[str, Any]) -> list[str]:
    """Whom the items are about."""
    assert heard["type"] == MANY
    return [each["agentId"] for each in heard["payload"]["items"]]


async def test_the_owner_hears_all_of_them_in_one_event() -> None:
    user = await off_loop(make_person)
    agent_id, _ = await off_loop(agent_of, user.actor)
    with sequencing():
        async with admitted(await off_loop(make_key, user)) as client:
            await client.subscribe("mcp.*")
            await off_loop(ask, user.actor, agent_id)
            assert len(agents_in(await client.hear())) == OTHERS + 2
            assert await client.is_silent()


async def test_an_agents_own_key_hears_what_is_about_itself() -> None:
    user = await off_loop(make_person)
    agent_id, secret = await off_loop(agent_of, user.actor)
    with sequencing():
        async with admitted(secret) as client:
            await client.subscribe("*")
            await off_loop(ask, user.actor, agent_id)
            assert agents_in(await client.hear()) == [str(agent_id)] * 2
            await off_loop(ask, user.actor, new_id())
            assert await client.is_silent()


async def test_who_asks_for_one_agent_hears_its_items_live_and_from_the_log() -> None:
    user = await off_loop(make_person)
    agent_id, _ = await off_loop(agent_of, user.actor)
    with sequencing():
        async with admitted(await off_loop(make_key, user)) as client:
            await client.subscribe("mcp.*", filters={"agentId": [str(agent_id)]})
            await off_loop(ask, user.actor, agent_id)
            assert agents_in(await client.hear()) == [str(agent_id)] * 2
        async with admitted(await off_loop(make_key, user)) as late:
            await late.subscribe("mcp.*", filters={"agentId": [str(agent_id)]}, since="0")
            assert agents_in(await late.hear()) == [str(agent_id)] * 2


async def test_what_came_live_is_not_brought_again_from_the_log() -> None:
    user = await off_loop(make_person)
    agent_id, _ = await off_loop(agent_of, user.actor)
    with sequencing():
        async with admitted(await off_loop(make_key, user)) as client:
            await client.subscribe("mcp.*", filters={"agentId": [str(agent_id)]})
            await off_loop(ask, user.actor, agent_id)
            assert len(agents_in(await client.hear())) == 2
            await client.subscribe("mcp.*", since="0")
            assert str(agent_id) not in agents_in(await client.hear())
