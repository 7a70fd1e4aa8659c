"""The parts of `/mcp` that need no client: turns and places, pages, addresses, prompts, slow readers."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from uvicorn import Config
from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from apps.mcp import prompts, resources
from apps.mcp.events import ToolFailed, ToolSucceeded
from apps.mcp.prompt import MAX_ARGUMENT, list_prompts, prompt, write_prompt
from apps.mcp.protocol.listening import Watch
from apps.mcp.protocol.pagination import page_of, read_cursor, write_cursor
from apps.mcp.protocol.turnstile import Places, Turnstile
from apps.mcp.resource import MAX_ADDRESS, find_resource, resource
from apps.system.errors import Invalid, NotFound, RateLimited
from apps.system.events.catalogue import EventPayload
from apps.system.events.interests import type_matches
from apps.system.events.rows import EventRow
from apps.system.ids import new_id
from config.routing import protocol_beside
from deployment.local.ports import LOOPBACK


async def test_one_asker_has_so_many_turns_at_once_and_others_have_their_own() -> None:
    turnstile, done = Turnstile(at_once=2), asyncio.Event()
    inside: list[str] = []

    async def pass_through(who: str) -> None:
        async with turnstile.passing(who):
            inside.append(who)
            await done.wait()

    tasks = [asyncio.create_task(pass_through(who)) for who in ("a", "a", "a", "b")]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert sorted(inside) == ["a", "a", "b"]
    done.set()
    await asyncio.gather(*tasks)
    assert sorted(inside) == ["a", "a", "a", "b"]


async def test_who_is_cancelled_while_waiting_gives_the_turn_back() -> None:
    turnstile = Turnstile(at_once=1)
    async with turnstile.passing("a"):
        waiting = asyncio.create_task(_pass(turnstile))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    await asyncio.wait_for(_pass(turnstile), 1)


async def _pass(turnstile: Turnstile) -> None:
    async with turnstile.passing("a"):
        pass


async def test_a_place_too_many_is_refused_until_one_is_free() -> None:
    places = Places("streams", 1)
    async with places.taking("a"):
        async with places.taking("b"):
            pass
        with pytest.raises(RateLimited) as caught:
            async with places.taking("a"):
                pass
    assert (caught.value.reason_code, caught.value.retry_after) == ("too_many_streams", 1.0)
    async with places.taking("a"):
        pass


@given(st.sets(st.text(max_size=8)), st.integers(1, 7))
def test_pages_bring_everything_once_in_order(names: set[str], size: int) -> None:
    entries, seen, cursor = sorted(names), list[str](), None
    while True:
        page, cursor = page_of(entries, str, cursor, size=size)
        assert len(page) <= size
        seen += page
        if cursor is None:
            break
    assert seen == entries


def test_a_page_goes_on_after_an_entry_that_is_gone() -> None:
    assert page_of(["a", "c", "d"], str, write_cursor("b"), size=1)[0] == ["c"]


@pytest.mark.parametrize("cursor", ["", "nonsense", "YWZ0ZXI", "b3RoZXI6YQ==", "\u00e9", "YWZ0ZXI6YQ= ="])
def test_a_cursor_that_was_not_answered_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid, match="nextCursor"):
        read_cursor(cursor)


def test_an_address_is_matched_whole_and_by_its_types() -> None:
    identifier = uuid4()
    found, values = find_resource(f"cival://executions/{identifier}")
    assert (found.read, values) == (resources.read_execution, {"execution_id": identifier})
    assert found.write(execution_id=identifier) == f"cival://executions/{identifier}"
    for wrong in ("cival://executions/x", "cival://executions/", f"cival://executions/{identifier}/x"):
        with pytest.raises(NotFound):
            find_resource(wrong)
    with pytest.raises(NotFound):
        find_resource("cival://tools/" + "x" * MAX_ADDRESS)


def test_what_is_declared_wrongly_stops_the_start() -> None:
    def read_things(actor: Any, now: Any) -> Any:
        """Things."""

    def write_nothing(*, name: str) -> str:
        return name

    with pytest.raises(ValueError, match="not like"):
        resource("http://things", title="Things")(read_things)
    with pytest.raises(ValueError, match="not described"):
        prompt(title="Nothing")(write_nothing)


def test_arguments_of_prompts_are_bounded() -> None:
    (review,) = (each for each in list_prompts() if each.name == "review_fleet")
    assert "7 days" in write_prompt(review, {"period": "7 days"})
    assert prompts.review_fleet() == write_prompt(review, {})
    for wrong in ({"periods": "x"}, {"period": "x" * (MAX_ARGUMENT + 1)}):
        with pytest.raises(Invalid, match="review_fleet takes period"):
            write_prompt(review, wrong)


CHUNK, CHUNKS = b"x" * 65_536, 1_024


async def test_a_stream_that_nobody_reads_takes_no_memory_and_goes_on_once_it_is_read() -> None:
    connections, finished = list[H11Protocol](), asyncio.Event()

    async def stream(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(CHUNKS):
            await send({"type": "http.response.body", "body": CHUNK, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
        finished.set()

    def connect() -> H11Protocol:
        connections.append(H11Protocol(served, ServerState(), {}))
        return connections[-1]

    served = Config(protocol_beside(stream, None)[0], lifespan="off", log_config=None, ws="none")
    served.load()
    async with await asyncio.get_running_loop().create_server(connect, LOOPBACK, 0) as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"GET /stream HTTP/1.1\r\nHost: cival\r\nConnection: close\r\n\r\n")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(finished.wait(), 1)
        (connection,) = connections
        assert connection.transport.get_write_buffer_size() < 2 * HIGH_WATER_LIMIT + len(CHUNK)

        received = 0
        while taken := await reader.read(len(CHUNK)):
            received += len(taken)
        assert (finished.is_set(), received > CHUNKS * len(CHUNK)) == (True, True)
        writer.close()
        await writer.wait_closed()


@pytest.mark.parametrize("address", ["cival://executions/{}", "cival://agents/{}/audit"])
@pytest.mark.parametrize("one", [ToolSucceeded, ToolFailed], ids=lambda kind: kind.type)
def test_a_resource_changes_with_what_is_told_of_many(address: str, one: type[EventPayload]) -> None:
    assert one.many is not None
    whose, now = new_id(), timezone.now()
    told = f'{{"items": [{{"executionId": "{whose}", "agentId": "{whose}"}}]}}'
    row = EventRow(1, new_id(), one.many.type, None, None, None, "", "backend", told, None, None, now)
    watch = Watch([address.format(whose)])

    assert list(watch.changed_by(row)) == [address.format(whose)]
    assert any(type_matches(pattern, row.type) for pattern in watch.patterns)
