"""Cheap reads that go together come to what each would have come to by itself, in the round trips of one."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from apps.mcp import joint_reads
from apps.mcp.batches import Answer, Ask
from apps.mcp.circuits import LIMIT, count_failure
from apps.mcp.joint_reads import Outcome, may_be_joined, read_together
from apps.mcp.models import ToolBudget, ToolCall, ToolPermission
from apps.mcp.protocol.exchanges import Exchange
from apps.mcp.protocol.gathering import MOST, Gathering
from apps.mcp.reading import read_now
from apps.mcp.registry import get_tool
from apps.mcp.request import Request
from apps.mcp.services import grant_tools
from apps.mcp.settings import CALLS_PER_MINUTE
from apps.mcp.storing import record_call
from apps.system.access.models import Actor, User
from apps.system.access.types import Caller
from apps.system.audit.models import AuditEntry
from apps.system.controls.services import engage_halt
from apps.system.controls.services.configuration import change_setting
from apps.system.errors import CivalError, Invalid, RateLimited
from apps.system.ids import new_id
from tests.mcp.test_batches import forget_rates, one_by_one, shown, written
from tests.mcp.test_round_trips import round_trips
from tests.system.sockets import off_loop

pytestmark = pytest.mark.django_db(transaction=True)

WANTED: list[dict[str, Any]] = [
    {"words": "a", "amount": "1"},
    {"words": "b", "amount": -1},
    {"words": "c", "amount": "2"},
    {},
]
"""Two that can be read and two that cannot."""


def asks_of(caller: Caller, tool: str = "echo_words", wanted: Sequence[dict[str, Any]] = WANTED) -> list[Ask]:
    """Reads of one caller, each in a story of its own."""
    return [Ask(caller, tool, each, correlation_id=new_id()) for each in wanted]


def echoes(count: int) -> list[dict[str, Any]]:
    """What can be read, each in other words."""
    return [{"words": str(number), "amount": "1"} for number in range(count)]


def answered(outcomes: Sequence[Outcome]) -> list[Answer]:
    """The outcomes, none of which is left to others."""
    return [each for each in outcomes if isinstance(each, Answer)]


def halt(agent: Actor, person: User) -> None:
    """A halt stops no read."""
    engage_halt(by=person.actor, target=agent, reason="storm", now=timezone.now())


def ban(agent: Actor, person: User) -> None:
    """The agent may not."""
    grant_tools(agent, tools=["echo_words"], effect=ToolPermission.Effect.DENY)


def have_asked(agent: Actor, person: User) -> None:
    """People are asked first."""
    grant_tools(agent, tools=["echo_words"], effect=ToolPermission.Effect.ASK)


def limit_budget(agent: Actor, person: User) -> None:
    """One call a day."""
    ToolBudget.objects.create(actor=agent, calls_per_day=1)


def break_circuit(agent: Actor, person: User) -> None:
    """The tool rests."""
    for _ in range(LIMIT):
        count_failure("echo_words", timezone.now())


def limit_rate(agent: Actor, person: User) -> None:
    """One call of any tool a minute."""
    change_setting(CALLS_PER_MINUTE, 1, target=agent, by=person.actor, now=timezone.now())


def let_be(agent: Actor, person: User) -> None:
    """Nothing stands in its way."""


@pytest.mark.parametrize("narrowed", [False, True], ids=["", "narrowed"])
@pytest.mark.parametrize(
    "stand",
    [let_be, halt, ban, have_asked, limit_budget, break_circuit, limit_rate],
    ids=lambda f: f.__name__,
)
def test_together_they_come_to_the_same_as_one_by_one(
    agent_caller: Caller, person: User, stand: Callable[[Actor, User], None], *, narrowed: bool
) -> None:
    stand(agent_caller.actor, person)
    caller = replace(agent_caller, scopes=frozenset()) if narrowed else agent_caller
    found = []
    for way in (one_by_one, lambda asks: answered(read_together(asks))):
        forget_rates()
        ToolBudget.objects.update(used=0)
        before = [set(model.objects.values_list("id", flat=True)) for model in (ToolCall, AuditEntry)]
        answers = [shown(each) for each in way(asks_of(caller))]
        calls = ToolCall.objects.exclude(id__in=before[0])
        audited = AuditEntry.objects.exclude(id__in=before[1])
        found.append(
            (
                answers,
                sorted(map(written, calls), key=str),
                sorted(audited.values_list("actor_id", "action", "outcome", "code", "interface")),
            )
        )

    assert len(found[0][0]) == len(WANTED)
    assert found[1] == found[0]


def test_eight_take_the_round_trips_of_one(caller: Caller) -> None:
    read_together(asks_of(caller, wanted=echoes(8)))

    assert round_trips(lambda: read_together(asks_of(caller, wanted=echoes(8)))) == 2


def test_each_is_recorded_in_its_own_story(caller: Caller) -> None:
    asks = asks_of(caller)
    read_together(asks)

    told = {
        (call.parameters["words"], call.correlation_id) for call in ToolCall.objects.filter(tool="echo_words")
    }
    assert told == {("a", asks[0].correlation_id), ("c", asks[2].correlation_id)}
    audited = AuditEntry.objects.filter(action="echo_words").values_list("correlation_id", "outcome")
    assert set(audited) >= {(asks[0].correlation_id, "SUCCEEDED"), (asks[1].correlation_id, "REFUSED")}


def test_as_many_are_read_as_the_rate_allows(caller: Caller, person: User) -> None:
    change_setting(CALLS_PER_MINUTE, 3, target=person.actor, by=person.actor, now=timezone.now())

    answers = answered(read_together(asks_of(caller, wanted=echoes(5))))

    assert [type(each.refusal) for each in answers] == [type(None)] * 3 + [RateLimited] * 2
    assert ToolCall.objects.count() == 3


def test_after_one_that_breaks_the_others_are_left_to_read_alone(caller: Caller) -> None:
    first, *others = read_together(asks_of(caller, "write_slyly", [{}, {}, {}]))

    assert isinstance(first, Answer)
    assert first.call is not None
    assert first.call.status == "FAILED"
    assert all(isinstance(each, Request) for each in others)
    assert {read_now(each).status for each in others if isinstance(each, Request)} == {"FAILED"}
    assert ToolCall.objects.filter(tool="write_slyly", status="FAILED").count() == 3


def test_what_comes_after_a_slow_one_is_left_to_others(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joint_reads, "PATIENCE", 0.0)

    outcomes = read_together(asks_of(caller, wanted=echoes(3)))

    assert [type(each) for each in outcomes] == [Answer, Request, Request]
    assert ToolCall.objects.count() == 1


def test_one_that_cannot_be_recorded_keeps_no_other_from_it(caller: Caller) -> None:
    asks = asks_of(caller, wanted=echoes(3))
    same = new_id()
    _take_id(caller, same)

    outcomes = _reading_as(same, asks)

    assert all(isinstance(each, Request) for each in outcomes)
    assert ToolCall.objects.filter(id=same).get().tool == "count_actors"
    done = [read_now(each) for each in outcomes[1:] if isinstance(each, Request)]
    assert [each.status for each in done] == ["SUCCEEDED"] * 2


def _take_id(caller: Caller, same: UUID) -> None:
    request = Request(
        caller, get_tool("count_actors"), get_tool("count_actors").parse({}), None, timezone.now()
    )
    call = request.new_call()
    call.id = same
    record_call(call)


def _reading_as(same: UUID, asks: Sequence[Ask]) -> list[Outcome]:
    """Read, the first under an id that is taken."""
    with pytest.MonkeyPatch.context() as patch:
        ids = iter([same])
        patch.setattr("apps.mcp.request.new_id", lambda: next(ids, None) or new_id())
        return read_together(asks)


def test_only_reads_of_one_tool_by_one_caller_go_together(caller: Caller, agent_caller: Caller) -> None:
    assert may_be_joined(get_tool("echo_words"))
    assert not any(map(may_be_joined, map(get_tool, ("make_child", "count_actors", "run_fleet"))))
    for others in (asks_of(agent_caller), asks_of(caller, "write_slyly", [{}])):
        with pytest.raises(ValueError, match="one tool by one caller"):
            read_together([*asks_of(caller), *others])
    assert not ToolCall.objects.exists()


def exchange_of(caller: Caller) -> Exchange:
    """A request of theirs."""
    return Exchange(caller, "digest", frozenset(), new_id())


async def test_reads_that_come_at_once_go_together_and_each_hears_its_own(caller: Caller) -> None:
    reads = Gathering()
    exchanges = [exchange_of(caller) for _ in range(20)]

    calls = await asyncio.gather(
        *(
            reads.read(exchange, "echo_words", each)
            for exchange, each in zip(exchanges, echoes(20), strict=True)
        )
    )

    assert [(each.result or {})["words"] for each in calls] == [str(number) for number in range(20)]
    assert [each.correlation_id for each in calls] == [each.story for each in exchanges]
    assert len({each.recorded_at for each in calls}) == -(-20 // MOST)
    assert await off_loop(ToolCall.objects.count) == 20


async def test_one_that_goes_away_takes_nobody_with_it(caller: Caller) -> None:
    reads = Gathering()
    tasks = [asyncio.create_task(reads.read(exchange_of(caller), "echo_words", each)) for each in echoes(12)]
    await asyncio.sleep(0)
    for number in (0, 4, 9):
        tasks[number].cancel()

    found = await asyncio.gather(*tasks, return_exceptions=True)

    assert [isinstance(each, asyncio.CancelledError) for each in found] == [n in {0, 4, 9} for n in range(12)]
    assert all(isinstance(each, ToolCall) for n, each in enumerate(found) if n not in {0, 4, 9})
    assert await off_loop(ToolCall.objects.count) == 9, "who had gone was not read for"
    assert (await reads.read(exchange_of(caller), "echo_words", echoes(1)[0])).status == "SUCCEEDED"


async def test_refusals_reach_whom_they_are_meant_for(caller: Caller) -> None:
    reads = Gathering()
    wanted = [{"words": "a", "amount": "1"}, {"words": "b"}] * 5

    found = await asyncio.gather(
        *(reads.read(exchange_of(caller), "echo_words", each) for each in wanted), return_exceptions=True
    )

    assert [type(each) for each in found] == [ToolCall, Invalid] * 5


async def test_what_breaks_for_all_is_told_to_all(caller: Caller) -> None:
    reads = Gathering()
    nobody = replace(caller, actor=Actor(id=new_id(), lineage=["no id"], kind=caller.actor.kind))

    found = await asyncio.gather(
        *(reads.read(exchange_of(nobody), "echo_words", each) for each in echoes(5)), return_exceptions=True
    )

    assert not any(isinstance(each, ToolCall | CivalError) for each in found)
    assert len(found) == 5
