"""Clients, the `websocket` process and the sequencer are killed while events are written: none is missed."""

import asyncio
import random
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import connection, transaction

from apps.system.events.models import Event
from apps.system.events.services import append_event
from deployment.local.ports import any_free_port
from tests.serving import Process, start, start_socket
from tests.system.followers import AT_ONCE, SYMBOLS, Follower, Owner, followers_of
from tests.system.people import make_key, make_person
from tests.system.sockets import off_loop
from tests.system.streams import Happened, Noted, all_numbered, until

pytestmark = pytest.mark.django_db(transaction=True)


class Platform:
    """A sequencer and a `websocket` process, which can be killed and started again."""

    def __init__(self) -> None:
        self.port = any_free_port()
        self.sequencer = start("sequencer")
        self.websocket = start_socket(self.port)

    def kill_sequencer(self) -> None:
        """Another takes over when the database has seen that this one is gone."""
        _kill(self.sequencer)
        self.sequencer = start("sequencer")

    def kill_websocket(self) -> None:
        """All sockets are cut, and nobody can connect until it is there again."""
        _kill(self.websocket)
        self.websocket = start_socket(self.port)

    def end(self) -> None:
        """Nothing is left running."""
        _kill(self.sequencer)
        _kill(self.websocket)


def _kill(process: Process) -> None:
    process.kill()
    process.wait()


@contextmanager
def standing() -> Iterator[Platform]:
    platform = Platform()
    try:
        yield platform
    finally:
        platform.end()


def write(owners: list[Owner], count: int, seed: int) -> None:
    """Events of several owners and kinds, each in a transaction of its own."""
    chance = random.Random(seed)
    for number in range(count):
        owner = chance.choice(owners)
        audience = None if chance.random() < 0.05 else owner.actor_id
        with transaction.atomic():
            append_event(_something(owner, chance, number), audience=audience)
    connection.close()


def _something(owner: Owner, chance: random.Random, number: int) -> Happened | Noted:
    if chance.random() < 0.3:
        return Noted(number=number)
    return Happened(
        number=number,
        agent_id=chance.choice([None, owner.agent_id]),
        farm_id=chance.choice([None, owner.farm_id]),
        symbol=chance.choice([None, *SYMBOLS]),
    )


async def cut_some(followers: list[Follower]) -> None:
    """Until it is cancelled: every now and then some clients lose their connection."""
    chance = random.Random(3)
    while True:
        await asyncio.sleep(0.1)
        for each in chance.sample(followers, max(1, len(followers) // 100)):
            each.cut()


async def kill_while_writing(platform: Platform, owners: list[Owner], count: int, seed: int) -> None:
    """Two write so many events; the one process dies a third of the way, the other at two thirds."""
    before = await off_loop(Event.objects.count)
    writing = [asyncio.create_task(asyncio.to_thread(write, owners, count // 2, seed + n)) for n in (0, 1)]
    for part, kill in ((1, platform.kill_websocket), (2, platform.kill_sequencer)):
        mark = before + count * part // 3
        await asyncio.to_thread(_wait_for_events, mark)
        await asyncio.to_thread(kill)
    await asyncio.gather(*writing)


def _wait_for_events(count: int) -> None:
    until(lambda: Event.objects.count() >= count, seconds=120)
    connection.close()


@pytest.mark.parametrize(
    ("sockets", "events", "rounds"),
    [(50, 500, 1), pytest.param(1000, 10_000, 4, marks=[pytest.mark.deep, pytest.mark.timeout(900)])],
)
async def test_each_client_ends_with_exactly_its_events_whatever_is_killed(
    sockets: int, events: int, rounds: int
) -> None:
    owners = [await off_loop(_owner) for _ in range(sockets // 10 if sockets < 100 else 20)]
    followers = [each for owner in owners for each in followers_of(owner, sockets // len(owners))]
    door = asyncio.Semaphore(AT_ONCE)
    with standing() as platform:
        following = [asyncio.create_task(each.follow(platform.port, door)) for each in followers]
        cutting = asyncio.create_task(cut_some(followers))
        for number in range(rounds):
            await kill_while_writing(platform, owners, events // rounds, seed=10 * number)
        cutting.cancel()
        await off_loop(until, all_numbered, 60)
        log = await off_loop(lambda: list(Event.objects.order_by("seq")))
        expected = [each.expected(log) for each in followers]
        async with asyncio.timeout(240):
            while any(len(each.got) < len(own) for each, own in zip(followers, expected, strict=True)):
                await asyncio.sleep(0.1)
        for task in following:
            task.cancel()
        await asyncio.gather(*following, cutting, return_exceptions=True)
    assert len(log) == events
    assert all(expected)
    assert [each.got for each in followers] == expected


def _owner() -> Owner:
    user = make_person()
    return Owner(user.actor_id, make_key(user), uuid4(), uuid4())
