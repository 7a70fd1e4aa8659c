"""Commands on `/ws` become calls of tools, and each is answered once under its own id."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from celery.contrib.testing.worker import start_worker
from django.utils import timezone

from apps.mcp import consumers
from apps.mcp.models import ToolCall
from apps.mcp.registry import tool
from apps.mcp.services import finish_call, finish_calls
from apps.mcp.types import CallOutcome, CallStatus
from apps.system.access.models import Actor, Role, User
from apps.system.access.services import create_actor, ensure_root
from apps.system.controls.services import engage_halt
from apps.system.events import batches
from apps.system.events.services import append_event
from tests.mcp.sample_tools import Echo, children, declared_tools, echo_words
from tests.system.people import make_key, make_person
from tests.system.sockets import Client, admitted, off_loop
from tests.system.streams import Noted, sequencing, until
from workers import celery_app

pytestmark = pytest.mark.django_db(transaction=True)


def say_words(context: Any, *, words: str) -> Echo:
    """Say something once, by a command of its own."""
    return echo_words(context, words=words, times=1, amount=1)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def tools() -> Iterator[None]:
    """The sample tools, and one with a command of its own."""
    with declared_tools():
        tool(
            category="data",
            kind="read",
            scope="read",
            destructive=False,
            idempotent=True,
            per_minute=600,
            cheap=True,
            command="test.say",
        )(say_words)
        yield


@pytest.fixture(scope="module", autouse=True)
def worker(django_db_setup: None) -> Iterator[None]:
    """A Celery worker in a thread."""
    queues = ["tools", "upkeep"]
    with start_worker(celery_app, pool="solo", perform_ping_check=False, queues=queues, shutdown_timeout=30):
        yield


@pytest.fixture
def person(transactional_db: None) -> User:
    """An operator."""
    ensure_root()
    return make_person(Role.OPERATOR)


async def execute(
    client: Client, tool_id: str, /, *, id: str = "command", **parameters: Any
) -> dict[str, Any]:
    """Run a tool, and hear the answer."""
    await client.send("mcp.execute", id=id, payload={"toolId": tool_id, "parameters": parameters})
    return await client.hear(10)


async def test_a_cheap_read_is_answered_under_the_commands_id(person: User) -> None:
    async with admitted(await off_loop(make_key, person)) as client:
        heard = await execute(client, "echo_words", id="my own id", words="hello", amount="0.10")
    assert (heard["type"], heard["source"]) == ("mcp.result", "mcp")
    assert heard["metadata"]["correlationId"] == "my own id"
    assert heard["payload"]["result"] == {"words": "hello", "times": 1, "amount": "0.1"}
    assert heard["payload"]["success"] is True
    assert await off_loop(ToolCall.objects.filter(id=heard["payload"]["executionId"]).exists)


async def test_a_tool_has_a_command_of_its_own(person: User) -> None:
    async with admitted(await off_loop(make_key, person)) as client:
        await client.send("test.say", id="c", payload={"words": "hello"})
        assert (await client.hear())["payload"]["result"]["words"] == "hello"
        await client.send("test.say", id="d", words="beside the type")
        assert (await client.hear())["payload"]["result"]["words"] == "beside the type"


@pytest.mark.parametrize("id", ["a name", str(uuid4())], ids=["any text", "a UUID"])
async def test_a_command_is_answered_once_also_to_who_follows_all_calls(person: User, id: str) -> None:
    key = await off_loop(make_key, person)
    with sequencing():
        async with admitted(key) as client, admitted(key) as other:
            await client.subscribe("mcp.*", "note.*")
            await other.subscribe("mcp.*")
            await client.send(
                "mcp.execute", id=id, payload={"toolId": "make_child", "parameters": {"name": "one"}}
            )
            first = [await client.hear(10), await client.hear(10)]
            assert {each["type"] for each in first} == {"mcp.execute", "mcp.result"}
            answer = next(each for each in first if each["type"] == "mcp.result")
            assert answer["metadata"]["correlationId"] == id
            assert [each["type"] for each in await other.hear_many(2)] == ["mcp.execute", "mcp.result"]
            await off_loop(append_event, Noted(number=1), audience=None)
            assert (await client.hear())["type"] == "note.made.twice"
    assert await off_loop(children, "one") == 1


@pytest.mark.parametrize("follows", [True, False])
async def test_what_ends_later_is_answered_when_it_ends(
    person: User, follows: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "PATIENCE", 0.3)
    monkeypatch.setattr(consumers, "SLICE", 0.2)
    with sequencing():
        async with admitted(await off_loop(make_key, person)) as client:
            if follows:
                await client.subscribe("mcp.*")
            await client.send(
                "mcp.execute", id="late", payload={"toolId": "start_long", "parameters": {"name": "long"}}
            )
            if follows:
                assert (await client.hear())["type"] == "mcp.execute"
            await off_loop(until, lambda: ToolCall.objects.filter(status="DEFERRED").exists())
            assert await client.is_silent(2)
            call = await off_loop(ToolCall.objects.get)
            await off_loop(finish_call, call.id, {"child_id": str(uuid4()), "name": "long"})
            heard = await client.hear()
            assert (heard["type"], heard["metadata"]["correlationId"]) == ("mcp.result", "late")
            assert heard["payload"]["result"]["name"] == "long"
            assert await client.is_silent()


@pytest.mark.parametrize("follows", [True, False])
async def test_what_ends_later_among_many_is_answered_when_it_ends(
    person: User, follows: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name, value in ((consumers, "PATIENCE", 0.3), (consumers, "SLICE", 0.2)):
        monkeypatch.setattr(module, name, value)
    monkeypatch.setattr(batches, "MOST_SINGLY", 1)
    with sequencing():
        async with admitted(await off_loop(make_key, person)) as client:
            for name in ("one", "two"):
                said = {"toolId": "start_long", "parameters": {"name": name}}
                await client.send("mcp.execute", id=name, payload=said)
            await off_loop(until, lambda: ToolCall.objects.filter(status="DEFERRED").count() == 2)
            assert await client.is_silent(2)
            if follows:
                await client.subscribe("mcp.results")
            await off_loop(finish_all)
            heard = [await client.hear() for _ in range(2 + follows)]
            answers = [each for each in heard if each["type"] == "mcp.result"]
            assert {each["metadata"]["correlationId"] for each in answers} == {"one", "two"}
            assert {each["payload"]["result"]["name"] for each in answers} == {"ended"}
            assert await client.is_silent()


def finish_all() -> None:
    """What the calls wait for ends at once."""
    result = {"child_id": str(uuid4()), "name": "ended"}
    calls = ToolCall.objects.order_by("id")
    finish_calls([CallOutcome(each.id, CallStatus.SUCCEEDED, result) for each in calls])


async def test_a_refusal_by_the_domain_has_its_code_and_reason_and_leaves_no_trace(person: User) -> None:
    async with admitted(await off_loop(make_key, person)) as client:
        heard = await execute(client, "make_child", name="none", end="refused")
    assert heard["type"] == "mcp.error"
    assert heard["payload"]["code"] == "no_room"
    assert heard["payload"]["reason"] == "There is no room."
    assert heard["payload"]["details"] == {"room": 0}
    assert await off_loop(children, "none") == 0


async def test_each_gate_refuses_with_its_own_code(person: User) -> None:
    async with admitted(await off_loop(make_key, person)) as client:
        cases: list[tuple[str, dict[str, Any], str]] = [
            ("no_such_tool", {}, "unknown_tool"),
            ("echo_words", {"words": 7}, "invalid_parameters"),
            ("echo_words", {"words": "x", "amount": "1", "more": 1}, "invalid_parameters"),
        ]
        for name, parameters, code in cases:
            heard = await execute(client, name, id=name, **parameters)
            assert (heard["type"], heard["payload"]["code"]) == ("mcp.error", code)
            assert heard["metadata"]["correlationId"] == name
        for _ in range(3):
            assert (await execute(client, "make_few", name="few"))["type"] == "mcp.result"
        heard = await execute(client, "make_few", name="few")
        assert heard["payload"]["code"] == "rate_limited"
        assert heard["payload"]["retryAfter"] > 0
    assert await off_loop(children, "few") == 3


async def test_without_the_scope_nothing_is_done(person: User) -> None:
    async with admitted(await off_loop(make_key, person, "read")) as client:
        assert (await execute(client, "make_child", name="none"))["payload"]["code"] == "scope_missing"
    assert await off_loop(children, "none") == 0


async def test_the_kill_switch_stops_commands(person: User) -> None:
    async with admitted(await off_loop(make_key, person)) as client:
        await off_loop(engage_halt, by=person.actor, target=person.actor, reason="stop", now=timezone.now())
        assert (await execute(client, "make_child", name="none"))["payload"]["code"] == "kill_switch"


async def test_a_reused_key_with_another_body_is_refused(person: User) -> None:
    async with admitted(await off_loop(make_key, person)) as client:
        said = {"toolId": "make_child", "parameters": {"name": "kept"}, "idempotencyKey": "k"}
        await client.send("mcp.execute", id="1", payload=said)
        first = await client.hear(10)
        await client.send("mcp.execute", id="2", payload=said)
        again = await client.hear(10)
        assert first["payload"]["executionId"] == again["payload"]["executionId"]
        assert again["metadata"]["correlationId"] == "2"
        await client.send("mcp.execute", id="3", payload={**said, "parameters": {"name": "other"}})
        assert (await client.hear())["payload"]["code"] == "idempotency_key_reused"
    assert await off_loop(children, "kept") == 1


async def test_an_owner_acts_as_an_agent_and_not_as_a_foreign_one(person: User) -> None:
    agent = await off_loop(create_actor, kind=Actor.Kind.AGENT, name="scout", parent=person.actor)
    other = await off_loop(make_person)
    foreign = await off_loop(create_actor, kind=Actor.Kind.AGENT, name="spy", parent=other.actor)
    said = {"toolId": "echo_words", "parameters": {"words": "x", "amount": 1}}
    async with admitted(await off_loop(make_key, person)) as client:
        await client.send("mcp.execute", payload={**said, "agentId": str(foreign.id)})
        assert (await client.hear())["payload"]["code"] == "not_found"
        await client.send("mcp.execute", payload={**said, "agentId": str(agent.id)})
        assert (await client.hear())["payload"]["code"] == "not_permitted"


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"toolId": 7},
        {"toolId": "echo_words", "parameters": []},
        {"toolId": "echo_words", "parameters": {}, "agentId": "me"},
        {"toolId": "echo_words", "parameters": {}, "idempotencyKey": 7},
        {"toolId": "echo_words", "parameters": {}, "more": 1},
    ],
)
async def test_a_command_that_cannot_be_read_says_why(person: User, payload: dict[str, Any]) -> None:
    async with admitted(await off_loop(make_key, person)) as client:
        await client.send("mcp.execute", id="x", payload=payload)
        heard = await client.hear()
    assert (heard["type"], heard["payload"]["code"]) == ("mcp.error", "invalid_body")
    assert heard["payload"]["errors"][0]["pointer"].startswith("/")


async def test_a_slow_command_does_not_hold_up_the_socket(person: User) -> None:
    async with admitted(await off_loop(make_key, person)) as client:
        await client.send("mcp.execute", id="slow", payload={"toolId": "count_actors", "parameters": {}})
        await client.send("ping", id="quick")
        heard = [await client.hear(10), await client.hear(10)]
    assert {each["metadata"]["correlationId"] for each in heard} == {"slow", "quick"}
