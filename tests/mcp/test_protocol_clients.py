"""The official Python client, in both eras, against a server process."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any

import pytest
from mcp import Client, MCPError
from mcp.types import INVALID_PARAMS, ElicitResult

from apps.mcp.models import ToolCall
from apps.mcp.progress import Reporter
from apps.mcp.services import finish_call, grant_tools
from apps.system.access.models import Actor, ApiKey, Role, User
from apps.system.access.roles import AGENT_SCOPES
from apps.system.access.services import create_actor, issue_key
from apps.system.audit.models import AuditEntry
from tests.conformance.serving import serving
from tests.mcp.protocol_client import ERAS, LEGACY, MODERN, SAMPLES, all_tools, connected, data_of
from tests.mcp.sample_tools import Child
from tests.system.people import make_key, make_person
from tests.system.sockets import off_loop
from tests.system.streams import until

Reach = Callable[[], AbstractAsyncContextManager[Client]]

pytestmark = pytest.mark.django_db(transaction=True)

ECHO = {"words": "hello", "amount": "1.10"}


@pytest.fixture(scope="module")
def address(django_db_setup: None) -> Iterator[str]:
    """A server process with the sample tools."""
    with serving(SAMPLES) as address:
        yield address


@pytest.fixture
async def person(transactional_db: None) -> User:
    return await off_loop(make_person, Role.OPERATOR)


@pytest.fixture
async def key(person: User) -> str:
    """A key of the person for all that an operator may do."""
    return await off_loop(make_key, person)


@pytest.fixture
async def agent_key(person: User) -> str:
    """A key of an agent that may use the tools of the category `data`."""
    return await off_loop(_agent_key, person)


@pytest.fixture(params=ERAS)
def reach(request: pytest.FixtureRequest, address: str, key: str) -> Reach:
    """Connects the person's client, of either era."""
    return partial(connected, address, key, request.param)


def _agent_key(person: User) -> str:
    agent = create_actor(kind=Actor.Kind.AGENT, name="Agent", parent=person.actor)
    grant_tools(agent, categories=["data"])
    return issue_key(actor=agent, name="agent", scopes=AGENT_SCOPES, by=person.actor, allowed=AGENT_SCOPES)[1]


async def the_call(tool: str) -> ToolCall:
    """The one call of a tool, once it is there."""
    calls = ToolCall.objects.filter(tool=tool)
    await off_loop(until, calls.exists, 20)
    return await off_loop(calls.get)


async def ended(call: ToolCall) -> ToolCall:
    """The call once it has ended."""
    await off_loop(until, lambda: ToolCall.objects.get(id=call.id).is_finished, 20)
    return await off_loop(lambda: ToolCall.objects.get(id=call.id))


@pytest.mark.parametrize("era", ERAS)
async def test_two_keys_see_different_tools(address: str, key: str, agent_key: str, era: str) -> None:
    async with connected(address, key, era) as client:
        of_person = await all_tools(client)
    async with connected(address, agent_key, era) as client:
        of_agent = await all_tools(client)

    assert "place_order" in of_person
    assert "place_order" not in of_agent
    assert {"echo_words", "make_child"} <= set(of_agent)
    assert "run_fleet" not in {*of_person, *of_agent}
    assert len(of_person) == 25


@pytest.mark.parametrize("era", ERAS)
async def test_a_tool_is_called_and_its_structured_answer_fits_its_schema(
    address: str, key: str, era: str
) -> None:
    async with connected(f"{address}?toolset=data", key, era) as client:
        shown = {each.name: each for each in (await client.list_tools()).tools}["echo_words"]
        annotations = shown.annotations
        assert annotations is not None
        assert (annotations.read_only_hint, annotations.destructive_hint) == (True, False)

        answer = await client.call_tool("echo_words", ECHO)  # the client checks it against the schema

        assert data_of(answer) == {"words": "hello", "times": 1, "amount": "1.1"}
        entry = await off_loop(AuditEntry.objects.get, action="echo_words")
        assert (entry.interface, entry.outcome) == ("mcp", "SUCCEEDED")
        assert (answer.meta or {})["cival/executionId"] == str(entry.call_id)


async def test_a_refusal_tells_code_reason_and_when_to_try_again(worker: None, reach: Reach) -> None:
    async with reach() as client:
        for number in range(3):
            await client.call_tool("make_few", {"name": f"a{number}"})
        refused = await client.call_tool("make_few", {"name": "d"})

        assert refused.is_error
        told = data_of(refused)
        assert told["code"] == "rate_limited"
        assert 0 < told["retry_after"] <= 20
        wrong = await client.call_tool("echo_words", {"words": 5, "amount": "1"})
        assert data_of(wrong)["errors"][0]["pointer"] == "/words"


async def test_an_unknown_tool_is_an_error_of_the_protocol(reach: Reach) -> None:
    async with reach() as client:
        for name in ("make_childs", "run_fleet"):
            with pytest.raises(MCPError) as caught:
                await client.call_tool(name, {})
            assert caught.value.code == INVALID_PARAMS
        refusals = AuditEntry.objects.filter(code="unknown_tool", interface="mcp")
        assert await off_loop(refusals.count) == 2


@pytest.mark.parametrize("era", ERAS)
async def test_lists_come_in_pages(address: str, key: str, era: str) -> None:
    async with connected(f"{address}?toolset=all", key, era) as client:
        first = await client.list_tools(cache_mode="bypass")
        names = await all_tools(client)
        with pytest.raises(MCPError) as caught:
            await client.list_tools(cursor="nonsense", cache_mode="bypass")

    assert len(first.tools) == 50
    assert first.next_cursor is not None
    assert len(names) == len(set(names)) > 70
    assert "run_fleet" in names
    assert caught.value.code == INVALID_PARAMS


async def test_the_same_key_in_meta_runs_a_write_once(worker: None, reach: Reach) -> None:
    async with reach() as client:
        meta: Any = {"cival/idempotencyKey": "once"}
        answers = [await client.call_tool("make_child", {"name": "a"}, meta=meta) for _ in range(2)]

        assert answers[0].structured_content == answers[1].structured_content
        assert await off_loop(ToolCall.objects.filter(tool="make_child").count) == 1


async def test_who_cancels_calls_the_call_off(reach: Reach) -> None:
    async with reach() as client:
        asked = asyncio.create_task(client.call_tool("wait_turn", {"name": "a"}))
        call = await the_call("wait_turn")
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked

        assert (await ended(call)).status == "CANCELLED"
        entry = await off_loop(AuditEntry.objects.get, action="wait_turn")
        assert (entry.outcome, entry.code) == ("CANCELLED", "cancelled")


async def test_progress_is_told_while_a_call_goes_on(worker: None, reach: Reach) -> None:
    async with reach() as client:
        heard: list[str | None] = []

        async def hear(progress: float, total: float | None, message: str | None) -> None:
            heard.append(message)

        asked = asyncio.create_task(client.call_tool("start_long", {"name": "a"}, progress_callback=hear))
        call = await the_call("start_long")
        while "start_long: waits for the order" not in heard:
            await asyncio.sleep(0.05)
        await off_loop(finish_call, call.id, Child(child_id=call.id, name="done"))
        answer = await asked

        assert data_of(answer)["name"] == "done"


async def test_what_a_tool_reports_of_its_work_reaches_the_client(worker: None, reach: Reach) -> None:
    async with reach() as client:
        heard: list[tuple[float, float | None, str | None]] = []

        async def hear(progress: float, total: float | None, message: str | None) -> None:
            heard.append((progress, total, message))

        asked = asyncio.create_task(client.call_tool("start_long", {"name": "a"}, progress_callback=hear))
        call = await the_call("start_long")
        while not heard or heard[-1][2] != "start_long: waits for the order":
            await asyncio.sleep(0.05)
        reporter = await off_loop(lambda: Reporter(call.id, call.actor))
        for done in (2, 7):
            await off_loop(reporter.report, done, 7, f"{done} of 7 pages")
            while heard[-1] != (done, 7, f"{done} of 7 pages"):
                await asyncio.sleep(0.05)
        await off_loop(finish_call, call.id, Child(child_id=call.id, name="done"))

        assert data_of(await asked)["name"] == "done"
        told = [progress for progress, _, _ in heard]
        assert told == sorted(set(told)), "the protocol wants each to be further on"


async def test_a_key_that_is_revoked_hears_no_more(reach: Reach, person: User) -> None:
    async with reach() as client:
        asked = asyncio.create_task(client.call_tool("wait_turn", {"name": "a"}))
        await the_call("wait_turn")
        keys = ApiKey.objects.filter(actor=person.actor)
        await off_loop(lambda: keys.update(revoked_at=ToolCall.objects.get().recorded_at))

        answer = await asyncio.wait_for(asked, 60)

        assert data_of(answer)["code"] == "invalid_key"


async def test_a_client_that_can_ask_its_person_is_handed_the_question(
    worker: None, address: str, key: str
) -> None:
    asked: list[str] = []

    async def answer(context: Any, params: Any) -> ElicitResult:
        asked.append(params.message)
        return ElicitResult(action="accept", content={"name": "Ada"})

    async with connected(address, key, MODERN, elicitation_callback=answer) as client:
        result = await client.call_tool("ask_person", {"question": "Who?"})

    assert asked == ["Who?"]
    assert data_of(result)["name"] == "Ada"
    assert await off_loop(ToolCall.objects.filter(tool="ask_person").count) == 1


@pytest.mark.parametrize("era", ERAS)
async def test_any_other_client_is_told_where_to_answer(
    worker: None, address: str, key: str, era: str
) -> None:
    async with connected(address, key, era) as client:
        result = await client.call_tool("ask_person", {"question": "Who?"})

    assert result.is_error
    assert data_of(result)["code"] == "input_required"
    assert data_of(result)["details"]["where"] == "/approvals"


async def test_an_agent_does_not_answer_for_a_person(worker: None, address: str, agent_key: str) -> None:
    async def answer(context: Any, params: Any) -> ElicitResult:
        raise AssertionError("Nobody may be asked.")

    async with connected(address, agent_key, MODERN, elicitation_callback=answer) as client:
        result = await client.call_tool("ask_person", {"question": "May I?"})

    assert data_of(result)["code"] == "input_required"


async def test_older_clients_are_served_without_a_session(address: str, key: str) -> None:
    async with connected(address, key, LEGACY) as client:
        assert client.protocol_version == "2025-11-25"
        assert data_of(await client.call_tool("echo_words", ECHO))["words"] == "hello"
