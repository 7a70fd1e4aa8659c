"""What a socket is held to: how many there are, what it follows, and what it asks for in a second."""

import resource
from contextlib import AsyncExitStack
from uuid import uuid4

import pytest

from apps.mcp import consumers
from apps.system.access.models import Role
from apps.system.events import places
from apps.system.events.closing import CloseCode
from apps.system.events.services import append_event
from tests.system.people import make_key, make_person
from tests.system.sockets import Client, admitted, off_loop, opened
from tests.system.streams import Happened, sequencing

pytestmark = pytest.mark.django_db(transaction=True)


async def test_one_caller_has_so_many_sockets_and_others_have_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "MOST_OF_ONE", 2)
    anna, ben = [await off_loop(make_key, await off_loop(make_person)) for _ in range(2)]
    async with admitted(anna):
        async with admitted(anna), opened(key=anna) as third:
            code, last = await third.hear_closing()
            assert (code, last["payload"]["code"]) == (CloseCode.TOO_MANY, "too_many")
            async with admitted(ben):
                pass
        async with admitted(anna):
            pass


async def test_a_process_holds_so_many_sockets_also_of_nobody_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "MOST", 1)
    key = await off_loop(make_key, await off_loop(make_person))
    async with opened(), opened(key=key) as second:
        assert (await second.hear_closing())[0] == CloseCode.TOO_MANY
    async with admitted(key):
        pass


async def test_a_socket_follows_so_many_patterns_in_all() -> None:
    async with admitted(await off_loop(make_key, await off_loop(make_person))) as client:
        await client.subscribe(*(f"a{n}.*" for n in range(99)))
        await client.subscribe("a0.*", "b.*")
        await client.send("subscribe", id="more", events=["c.*"])
        heard = await client.hear()
        assert (heard["type"], heard["payload"]["code"]) == ("error", "too_many_subscriptions")
        await client.send("unsubscribe", events=["b.*"])
        await client.hear()
        await client.subscribe("c.*")


def test_a_process_may_open_a_file_for_each_of_its_places() -> None:
    before = _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = places.MOST + places.BESIDE
    wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (1024, hard))
        places.allow_open_files()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (wanted, hard)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


async def command(client: Client, name: str) -> None:
    await client.send("mcp.execute", id=name, payload={"toolId": "no_such_tool", "parameters": {}})


async def test_commands_beyond_so_many_a_second_are_refused_and_the_socket_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(consumers, "COMMANDS_AT_ONCE", 2)
    monkeypatch.setattr(consumers, "COMMANDS_A_SECOND", 0.001)
    async with admitted(await off_loop(make_key, await off_loop(make_person, Role.OPERATOR))) as client:
        answers = {}
        for name in ("one", "two", "three"):
            await command(client, name)
            heard = await client.hear()
            answers[heard["metadata"]["correlationId"]] = (heard["type"], heard["payload"]["code"])
        assert answers == {
            "one": ("mcp.error", "unknown_tool"),
            "two": ("mcp.error", "unknown_tool"),
            "three": ("mcp.error", "rate_limited"),
        }
        await client.send("ping")
        assert (await client.hear())["type"] == "pong"


async def test_commands_under_way_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumers, "MAX_OPEN", 0)
    async with admitted(await off_loop(make_key, await off_loop(make_person))) as client:
        await command(client, "one too many")
        heard = await client.hear()
    assert (heard["type"], heard["payload"]["code"]) == ("mcp.error", "too_many_commands")
    assert (heard["metadata"]["correlationId"], heard["payload"]["retryAfter"]) == ("one too many", 1)


async def test_a_filter_narrows_by_farm_live_and_in_the_past() -> None:
    user, farm = await off_loop(make_person), uuid4()

    def many() -> None:
        for number, farm_id in enumerate((farm, uuid4(), None, farm)):
            append_event(Happened(number=number, farm_id=farm_id), audience=user.actor_id)

    key = await off_loop(make_key, user)
    with sequencing():
        async with AsyncExitStack() as stack:
            client = await stack.enter_async_context(admitted(key))
            await client.subscribe("test.*", filters={"farmId": str(farm)})
            await off_loop(many)
            assert [each["payload"]["number"] for each in await client.hear_many(2)] == [0, 3]
            assert await client.is_silent()
            later = await stack.enter_async_context(admitted(key))
            await later.subscribe("test.*", filters={"farmId": [str(farm)]}, since="0")
            assert [each["payload"]["number"] for each in await later.hear_many(2)] == [0, 3]
