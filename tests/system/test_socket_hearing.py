"""What is heard on `/ws`: what was asked for and may be seen, in the envelope of the contract."""

import asyncio
from contextlib import AsyncExitStack
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from apps.system.access.models import Actor, Membership, Role
from apps.system.access.services import add_member, create_actor, create_team, issue_key
from apps.system.events.services import EPHEMERAL, append_event, publish_ephemeral
from apps.system.redis import key, redis_client
from tests.system.people import make_key, make_person
from tests.system.sockets import admitted, off_loop
from tests.system.streams import Noted, Ticked, happen, sequencing

pytestmark = pytest.mark.django_db(transaction=True)


def agent_of(owner: Actor) -> tuple[Actor, str]:
    """An agent of somebody, and its own key."""
    agent = create_actor(kind=Actor.Kind.AGENT, name="scout", parent=owner)
    return agent, issue_key(actor=agent, name="own", scopes=["read"], by=owner, allowed=["read"])[1]


def numbers_in(heard: list[dict[str, object]]) -> list[object]:
    """The numbers that test events carry."""
    return [message["payload"]["number"] for message in heard]  # type: ignore[index]


async def test_an_event_comes_in_the_envelope() -> None:
    user = await off_loop(make_person)
    with sequencing():
        async with admitted(await off_loop(make_key, user)) as client:
            await client.subscribe("test.*")
            agent_id = uuid4()
            event_id = await off_loop(happen, 7, user.actor_id, agent_id=agent_id, symbol="BTC/USD")
            heard = await client.hear()
    assert heard["id"] == str(event_id)
    assert (heard["type"], heard["source"], heard["target"]) == ("test.happened", "backend", "frontend")
    assert heard["payload"] == {"number": 7, "agentId": str(agent_id), "farmId": None, "symbol": "BTC/USD"}
    assert heard["metadata"]["seq"] == "1"
    assert heard["metadata"]["agentId"] == str(agent_id)
    assert UUID(heard["metadata"]["correlationId"])
    assert abs(heard["timestamp"] - timezone.now().timestamp() * 1000) < 60_000


async def test_who_was_let_in_misses_nothing_that_is_told_from_then_on() -> None:
    """The first socket of a process waits until Redis has noted that this process listens."""
    secret = await off_loop(make_key, await off_loop(make_person))
    channel = key(EPHEMERAL)
    await off_loop(redis_client().client_pause, 400)
    async with admitted(secret):
        assert await off_loop(redis_client().pubsub_numsub, channel) == [(channel.encode(), 1)]


async def test_wildcards_and_exact_types_choose() -> None:
    user = await off_loop(make_person)

    def both(number: int) -> None:
        happen(number, user.actor_id)
        append_event(Noted(number=number), audience=user.actor_id)

    with sequencing():
        async with admitted(await off_loop(make_key, user)) as client:
            await client.subscribe("note.*")
            await off_loop(both, 1)
            assert (await client.hear())["type"] == "note.made.twice"
            assert await client.is_silent()
            await client.subscribe("test.happened")
            await off_loop(both, 2)
            assert [each["type"] for each in await client.hear_many(2)] == [
                "test.happened",
                "note.made.twice",
            ]
            await client.send("unsubscribe", events=["note.*"])
            assert (await client.hear())["payload"]["all"] == ["test.happened"]
            await off_loop(both, 3)
            assert (await client.hear())["type"] == "test.happened"
            assert await client.is_silent()


async def test_two_interests_in_one_event_bring_it_once() -> None:
    user = await off_loop(make_person)
    with sequencing():
        async with admitted(await off_loop(make_key, user)) as client:
            await client.subscribe("test.*")
            await client.subscribe("*")
            await off_loop(happen, 1, user.actor_id)
            await client.hear()
            assert await client.is_silent()


async def test_filters_narrow_by_agent_and_symbol() -> None:
    user, agent_id = await off_loop(make_person), uuid4()

    def many() -> None:
        happen(1, user.actor_id, agent_id=agent_id, symbol="BTC/USD")
        happen(2, user.actor_id, agent_id=uuid4(), symbol="BTC/USD")
        happen(3, user.actor_id, agent_id=agent_id, symbol="ETH/USD")
        happen(4, user.actor_id)

    with sequencing():
        async with admitted(await off_loop(make_key, user)) as client:
            await client.subscribe("test.*", filters={"agentId": str(agent_id), "symbol": ["BTC/USD"]})
            await off_loop(many)
            assert (await client.hear())["payload"]["number"] == 1
            assert await client.is_silent()
        async with admitted(await off_loop(make_key, user)) as client:
            await client.subscribe("test.*", filters={"agentId": [str(agent_id)]}, since="0")
            assert numbers_in(await client.hear_many(2)) == [1, 3]


async def test_everyone_hears_their_own_events_and_public_ones_only() -> None:
    anna, ben = await off_loop(make_person), await off_loop(make_person)
    admin = await off_loop(make_person, Role.ADMIN)

    def many() -> None:
        for number, audience in enumerate((anna.actor_id, ben.actor_id, None), start=1):
            happen(number, audience)

    expected = {anna: [1, 3], ben: [2, 3], admin: [1, 2, 3]}
    keys = {user: await off_loop(make_key, user) for user in expected}
    with sequencing():
        async with AsyncExitStack() as stack:
            clients = {user: await stack.enter_async_context(admitted(keys[user])) for user in expected}
            for client in clients.values():
                await client.subscribe("*")
            await off_loop(many)
            for user, client in clients.items():
                assert numbers_in(await client.hear_many(len(expected[user]))) == expected[user]
                assert await client.is_silent(0.2)
        for user, key in keys.items():
            async with admitted(key) as client:
                await client.subscribe("*", since="0")
                assert numbers_in(await client.hear_many(len(expected[user]))) == expected[user]
                assert await client.is_silent(0.2)


async def test_a_teams_events_are_heard_by_its_members_while_they_are_members() -> None:
    anna, ben = await off_loop(make_person), await off_loop(make_person)
    team = await off_loop(create_team, name="desk", founder=anna.actor)
    with sequencing():
        async with admitted(await off_loop(make_key, ben)) as client:
            await client.subscribe("test.*")
            await off_loop(happen, 1, team.id)
            assert await client.is_silent()
            await off_loop(add_member, team=team, person=ben.actor, by=anna.actor)
            await asyncio.sleep(1)  # what the contract gives a change to take effect
            await off_loop(happen, 2, team.id)
            assert (await client.hear())["payload"]["number"] == 2
            await off_loop(Membership.objects.filter(person=ben.actor).delete)
            await asyncio.sleep(1)
            await off_loop(happen, 3, team.id)
            assert await client.is_silent()


async def test_an_agents_key_hears_what_is_about_the_agent() -> None:
    user = await off_loop(make_person)
    agent, key = await off_loop(agent_of, user.actor)

    def many() -> None:
        happen(1, user.actor_id)
        happen(2, user.actor_id, agent_id=agent.id)
        happen(3, user.actor_id, agent_id=uuid4())
        happen(4, None)

    with sequencing():
        async with admitted(key) as client:
            await client.subscribe("*")
            await off_loop(many)
            assert numbers_in(await client.hear_many(2)) == [2, 4]
            assert await client.is_silent()
        async with admitted(key) as client:
            await client.subscribe("*", since="0")
            assert numbers_in(await client.hear_many(2)) == [2, 4]


async def test_passing_events_come_without_a_cursor_and_to_their_audience_only() -> None:
    anna, ben = await off_loop(make_person), await off_loop(make_person)
    async with admitted(await off_loop(make_key, anna)) as client:
        await client.subscribe("test.*")
        await off_loop(publish_ephemeral, Ticked(symbol="BTC/USD", price=1), audience=ben.actor_id)
        await off_loop(publish_ephemeral, Ticked(symbol="BTC/USD", price=2), audience=None)
        heard = await client.hear()
    assert heard["payload"] == {"symbol": "BTC/USD", "price": 2}
    assert "seq" not in heard["metadata"]
