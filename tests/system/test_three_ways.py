"""Socket, stream and page bring the same events for the same cursor, whatever is asked and by whom."""

import asyncio
import itertools
import threading
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from apps.system.access.models import Actor, Role
from apps.system.access.services import add_member, create_actor, create_team, issue_key
from apps.system.events.models import Event
from apps.system.events.services import append_event
from apps.system.ids import new_id
from tests.system.event_sources import read_pages, source
from tests.system.people import make_key, make_person
from tests.system.sockets import admitted, off_loop
from tests.system.streams import Happened, Noted, all_numbered, sequencing, until

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE, MEANWHILE = 120, 90
SCOUT = UUID(int=7)
QUERIES: list[dict[str, str]] = [
    {"types": "*"},
    {"types": "test.*"},
    {"types": "note.made.twice"},
    {"types": "test.happened,note.*"},
    {"types": "test.*", "symbol": "BTC/USD"},
    {"types": "*", "symbol": "BTC/USD,ETH/USD"},
    {"types": "*", "agentId": str(SCOUT)},
    {"types": "test.*", "farmId": str(SCOUT), "symbol": "ETH/USD"},
]


class World:
    """Anna and Ben share a team; an agent of Anna's has a key; somebody administers."""

    def __init__(self) -> None:
        self.anna, self.ben = make_person(), make_person()
        self.team = create_team(name="Desk", founder=self.anna.actor)
        add_member(team=self.team, person=self.ben.actor, by=self.anna.actor)
        self.agent = create_actor(kind=Actor.Kind.AGENT, name="Scout", parent=self.anna.actor, actor_id=SCOUT)
        self.keys = {
            "anna": make_key(self.anna),
            "ben": make_key(self.ben),
            "admin": make_key(make_person(Role.ADMIN)),
            "agent": issue_key(
                actor=self.agent, name="own", scopes=("read",), by=self.anna.actor, allowed=("read",)
            )[1],
        }
        self._audiences = [None, self.anna.actor_id, self.ben.actor_id, self.team.id, new_id()]

    def live(self, count: int) -> None:
        """Things happen to everybody, about everything."""
        facts = itertools.cycle(
            itertools.product(self._audiences, (None, SCOUT), (None, "BTC/USD", "ETH/USD"))
        )
        for number, (audience, about, symbol) in enumerate(itertools.islice(facts, count)):
            with transaction.atomic():
                happened = Happened(number=number, agent_id=about, farm_id=about, symbol=symbol)
                append_event(happened if number % 3 else Noted(number=number), audience=audience)
        connection.close()


def events_of(heard: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is in the log, without what the stream itself says."""
    return [each for each in heard if each["type"] in ("test.happened", "note.made.twice")]


async def by_socket(key: str, after: str, query: dict[str, str], count: int) -> list[dict[str, Any]]:
    filters = {name: query[name].split(",") for name in ("agentId", "farmId", "symbol") if name in query}
    async with admitted(key) as client:
        await client.subscribe(*query["types"].split(","), since=after, filters=filters)
        return await client.hear_many(count)


async def by_stream(key: str, after: str, query: dict[str, str], count: int) -> list[dict[str, Any]]:
    """Cut off and resumed half way."""
    heard: list[dict[str, Any]] = []
    async with source(key, after=after, **query) as (status, stream):
        assert status == 200
        heard += await stream.hear_many(1 + count // 2)
        last_id = stream.last_id
    async with source(key, last_id=last_id, **query) as (_, stream):
        heard += await stream.hear_many(1 + count - count // 2)
    return events_of(heard)


def count_wanted(key: str, after: str, query: dict[str, str]) -> int:
    """How many there are in the end, as one page after the other tells."""
    return len(read_pages(key, after, query, 200)[0])


@pytest.mark.parametrize("who", ["admin", "agent", "anna", "ben"])
async def test_the_three_ways_agree_while_things_go_on_happening(who: str) -> None:
    world = await off_loop(World)
    key = world.keys[who]
    with sequencing():
        await off_loop(world.live, BEFORE)
        await off_loop(until, all_numbered)
        writer = threading.Thread(target=world.live, args=(MEANWHILE,))
        writer.start()
        for number, query in enumerate(QUERIES):
            after = str(number * 10)
            paged, _ = await off_loop(read_pages, key, after, query, 7)
            socket, stream = await asyncio.gather(
                by_socket(key, after, query, len(paged)), by_stream(key, after, query, len(paged))
            )
            assert socket == paged
            assert stream == paged
        await asyncio.to_thread(writer.join)
        await off_loop(until, all_numbered)
        for query in QUERIES:
            paged, end = await off_loop(read_pages, key, "0", query, 200)
            assert await by_socket(key, "0", query, len(paged)) == paged
            assert await by_stream(key, "0", query, len(paged)) == paged
            assert end == str(BEFORE + MEANWHILE)


async def test_what_comes_after_the_past_comes_by_each_way_once() -> None:
    """Readers that are there while it happens, not only of what has happened."""
    world = await off_loop(World)
    key, query = world.keys["anna"], {"types": "test.*"}
    with sequencing():
        await off_loop(world.live, 30)
        await off_loop(until, all_numbered)
        wanted = 2 * await off_loop(count_wanted, key, "0", query)
        readers = asyncio.gather(by_socket(key, "0", query, wanted), by_stream(key, "0", query, wanted))
        await off_loop(world.live, 30)
        socket, stream = await readers
        paged, _ = await off_loop(read_pages, key, "0", query, 200)
    assert socket == stream == paged
    assert await off_loop(Event.objects.count) == 60
