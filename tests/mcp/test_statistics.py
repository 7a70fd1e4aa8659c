"""Figures come from tallies: exact in number, near in time, current to the last call, however long ago."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from apps.mcp import tallying
from apps.mcp.ended import ended_call
from apps.mcp.models import CallTally, ToolCall
from apps.mcp.records import announce_ended, audit_refusal
from apps.mcp.services import forget_calls
from apps.mcp.sketch import ERROR, SHORTEST, bucket_of, percentile, time_of
from apps.mcp.statistics import Asked, Figures, Grouping, measure_tools
from apps.mcp.tallying import read_mark, tally_calls
from apps.mcp.tasks import tally_calls as tally_task
from apps.mcp.types import CallStatus
from apps.system.access.models import Actor, Role
from apps.system.access.services import create_actor
from apps.system.access.types import Caller
from apps.system.audit.sealing import seal_batch
from apps.system.audit.services import record_audit
from apps.system.errors import Forbidden
from apps.system.events.models import Counter as Series
from apps.system.ids import id_floor, new_id
from apps.system.partitions import list_partitions, month_statements
from tests.system.people import client_of, make_person

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TIMES = st.floats(SHORTEST, 3_600_000)


def ended(
    actor: Actor,
    *,
    tool: str = "echo_words",
    status: CallStatus = CallStatus.SUCCEEDED,
    code: str = "",
    took: float = 10,
    at: datetime = NOON,
) -> ToolCall:
    """A call that took so many milliseconds and ended then."""
    return ToolCall(
        actor=actor,
        principal_id=actor.id,
        scopes="read",
        interface="rest",
        tool=tool,
        parameters={},
        status=status,
        code=code,
        correlation_id=new_id(),
        recorded_at=at - timedelta(milliseconds=took),
        started_at=at,
        finished_at=at,
    )


def make(calls: Sequence[ToolCall]) -> None:
    """Have calls as if they had been made, with their audit entries."""
    ToolCall.objects.bulk_create(calls)
    announce_ended([ended_call(call, call.actor) for call in calls])


def seal() -> None:
    """What the sequencer does until nothing is left."""
    Series.objects.get_or_create(name="audit")
    while seal_batch(connection.connection, audit_key=settings.AUDIT_KEY, now=timezone.now())[0]:
        pass


def tally() -> None:
    """Seal and count everything."""
    seal()
    tally_task()


def figures(actor: Actor, group_by: Grouping = Grouping.TOOL, **narrowed: Any) -> dict[str, Figures]:
    """What is told of the day, by key."""
    day = NOON.replace(hour=0)
    asked = Asked(day, day + timedelta(days=1), group_by, **narrowed)
    return {each.key: each for each in measure_tools(actor, asked)}


@given(TIMES)
def test_a_step_is_within_the_stated_error_of_each_time_in_it(milliseconds: float) -> None:
    assert abs(time_of(bucket_of(milliseconds)) - milliseconds) <= ERROR * milliseconds


@given(st.lists(TIMES, min_size=1), st.sampled_from([0.5, 0.95, 0.99]))
def test_a_percentile_is_within_the_error_of_the_exact_one(times: list[float], share: float) -> None:
    exact = sorted(times)[max(1, ceil(share * len(times))) - 1]

    told = percentile(Counter(map(bucket_of, times)), share)

    assert told is not None
    assert abs(told - exact) <= ERROR * exact + 0.001


@given(TIMES)
def test_the_database_takes_the_same_steps(milliseconds: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {tallying.BUCKET % '%s::float8'}", [milliseconds])
        assert abs(cursor.fetchone()[0] - bucket_of(milliseconds)) <= 1, "at the very edge, logarithms differ"


def test_nothing_has_no_percentile() -> None:
    assert percentile({}, 0.5) is None


def test_tallied_figures_are_those_of_the_calls(caller: Caller) -> None:
    times = [1.7**power for power in range(18)]
    make([ended(caller.actor, took=each) for each in times])
    make([ended(caller.actor, status=CallStatus.FAILED, code="timeout", took=5000)])
    make([ended(caller.actor, status=CallStatus.REFUSED, code="no_room", took=3) for _ in range(2)])
    exact = sorted([*times, 5000, 3, 3])
    fresh = figures(caller.actor)["echo_words"]

    tally()

    told = figures(caller.actor)["echo_words"]
    assert told == fresh, "counted or not yet: the same"
    assert (told.calls, told.succeeded, told.failed, told.refused, told.open) == (21, 18, 1, 2, 0)
    assert (str(told.success_rate), told.refusals) == ("0.8571", {"no_room": 2})
    for share, found in ((0.5, told.p50), (0.95, told.p95), (0.99, told.p99)):
        assert found == pytest.approx(exact[ceil(share * 21) - 1], rel=ERROR)


def test_each_call_is_counted_once_however_often_and_in_what_batches(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tallying, "BATCH", 7)
    make([ended(caller.actor) for _ in range(20)])
    seal()

    taken = [tally_calls() for _ in range(5)]

    assert (taken[0], sum(taken), taken[-1]) == (7, read_mark(), 0)
    counted = CallTally.objects.filter(actor_id=caller.actor.id, tool="echo_words", span="hour")
    assert sum(counted.values_list("count", flat=True)) == 20
    assert figures(caller.actor)["echo_words"].calls == 20


def test_a_batch_that_breaks_leaves_neither_counts_nor_mark(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    make([ended(caller.actor)])
    seal()

    def break_down(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Series, "save", break_down)
    with pytest.raises(ZeroDivisionError):
        tally_calls()

    assert (read_mark(), CallTally.objects.count()) == (0, 0)


def test_what_gates_stopped_is_told_by_reason_and_is_no_call(caller: Caller) -> None:
    audit_refusal(caller, "echo_words", Forbidden("Not you.", code="not_permitted"))
    now = timezone.now()
    asked = Asked(now - timedelta(hours=1), now + timedelta(hours=1))
    before = measure_tools(caller.actor, asked)

    tally()

    (told,) = measure_tools(caller.actor, asked)
    assert [told] == before
    assert (told.calls, told.p50, told.success_rate, told.refusals) == (0, None, None, {"not_permitted": 1})


def test_a_flood_that_was_written_down_as_one_entry_counts_as_many(caller: Caller) -> None:
    record_audit(
        actor_id=caller.actor.id,
        principal_id=caller.actor.id,
        interface="rest",
        action="echo_words",
        outcome="REFUSED",
        code="rate_limited",
        details={"more": 41},
    )
    now = timezone.now()
    asked = Asked(now - timedelta(hours=1), now + timedelta(hours=1))
    (fresh,) = measure_tools(caller.actor, asked)

    tally()

    assert measure_tools(caller.actor, asked) == [fresh]
    assert fresh.refusals == {"rate_limited": 41}


def test_figures_by_agent_category_and_hour(caller: Caller, agent: Actor) -> None:
    other = create_actor(kind=Actor.Kind.AGENT, name="Other", parent=caller.actor)
    make([ended(agent) for _ in range(3)])
    make([ended(other, tool="make_child", at=NOON + timedelta(hours=2)), ended(caller.actor)])
    make([ended(other, tool="gone_tool")])
    tally()

    assert {key: each.calls for key, each in figures(caller.actor, Grouping.AGENT).items()} == {
        str(agent.id): 3,
        str(other.id): 2,
    }
    assert {key: each.calls for key, each in figures(caller.actor, Grouping.CATEGORY).items()} == {
        "data": 5,
        "unknown": 1,
    }
    assert {key: each.calls for key, each in figures(caller.actor, Grouping.HOUR).items()} == {
        "2026-03-10T12:00:00Z": 5,
        "2026-03-10T14:00:00Z": 1,
    }
    assert {key: each.calls for key, each in figures(caller.actor, Grouping.DAY).items()} == {
        "2026-03-10T00:00:00Z": 6
    }
    assert figures(caller.actor, below=agent.id)["echo_words"].calls == 3
    assert set(figures(caller.actor, tools=["make_child"])) == {"make_child"}


@pytest.mark.parametrize("is_tallied", [True, False])
@pytest.mark.parametrize(
    ("since", "until", "calls"),
    [
        (NOON, NOON + timedelta(hours=1), 1),
        (NOON - timedelta(days=2), NOON + timedelta(days=2, hours=1), 4),
        (NOON.replace(hour=0), NOON.replace(hour=0) + timedelta(days=2), 2),
        (NOON + timedelta(minutes=30), NOON + timedelta(days=1, minutes=1), 2),
        (NOON - timedelta(days=300), NOON - timedelta(days=1), 1),
    ],
)
def test_days_and_hours_add_up_to_the_period(
    caller: Caller, since: datetime, until: datetime, calls: int, *, is_tallied: bool
) -> None:
    days = (-2, 0, 1, 2)
    make([ended(caller.actor, at=NOON + timedelta(days=day, minutes=5)) for day in days])
    if is_tallied:
        tally()

    assert [each.calls for each in measure_tools(caller.actor, Asked(since, until))] == [calls]


def test_each_sees_their_own_and_an_admin_everything_once(caller: Caller, agent: Actor) -> None:
    stranger, admin = make_person(Role.OPERATOR).actor, make_person(Role.ADMIN).actor
    make([ended(agent), ended(caller.actor), ended(admin)])
    tally()

    assert figures(stranger) == {}
    assert figures(agent)["echo_words"].calls == 1
    assert figures(admin)["echo_words"].calls == 3, "their own stands below the root, and is counted once"


def rows_read(actor: Actor) -> int:
    """The rows that all parts of the plan read, as PostgreSQL counts them."""
    with CaptureQueriesContext(connection) as captured:
        figures(actor)
    statement = next(each["sql"] for each in captured if "mcp_call_tally" in each["sql"])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}")
        answer = cursor.fetchone()[0]
    plan = (answer if isinstance(answer, list) else json.loads(answer))[0]["Plan"]
    return _scanned(plan)


def _scanned(node: dict[str, Any]) -> int:
    own = node["Actual Rows"] * node["Actual Loops"] if "Scan" in node["Node Type"] else 0
    return int(own + node.get("Rows Removed by Filter", 0)) + sum(
        _scanned(each) for each in node.get("Plans", [])
    )


def test_figures_cost_the_same_after_ten_times_the_calls(caller: Caller) -> None:
    make([ended(caller.actor) for _ in range(200)])
    tally()
    few = rows_read(caller.actor)
    make([ended(caller.actor) for _ in range(1800)])
    tally()

    many = rows_read(caller.actor)

    assert figures(caller.actor)["echo_words"].calls == 2000
    assert many <= few + 5


def test_statistics_over_rest_are_grouped_and_narrowed(
    client: APIClient, caller: Caller, agent: Actor
) -> None:
    now = timezone.now()
    make([ended(agent, at=now), ended(caller.actor, tool="make_child", at=now)])
    place = "/api/v1/mcp/stats"

    body = client.get(f"{place}?groupBy=agent").json()

    assert (body["groupBy"], body["percentileError"], body["tools"]) == ("agent", ERROR, [])
    assert [(each["key"], each["calls"]) for each in body["groups"]] == [(str(agent.id), 1)]
    assert [each["tool"] for each in client.get(f"{place}?tool=make_child").json()["tools"]] == ["make_child"]
    assert client.get(f"{place}?category=trading").json()["tools"] == []
    assert client.get(f"{place}?groupBy=moon").status_code == 422
    assert client.get(f"{place}?groupBy=hour&since=2026-01-01T00:00:00Z").status_code == 422
    assert client_of(make_person()).get(f"{place}?agentId={agent.id}").status_code == 404


def test_old_months_of_calls_go_and_their_tallies_stay(caller: Caller) -> None:
    old = datetime(2020, 1, 15, tzinfo=UTC)
    with connection.cursor() as cursor:
        for statement in month_statements("mcp_tool_call", old)[:2]:
            cursor.execute(statement)
    gone, is_open = (ended(caller.actor, at=at) for at in (old, old + timedelta(days=31)))
    gone.id = id_floor(old)
    make([gone])
    is_open.id, is_open.finished_at, is_open.status = (
        id_floor(old + timedelta(days=31)),
        None,
        CallStatus.QUEUED,
    )
    is_open.save(force_insert=True)
    tally()

    assert forget_calls(timezone.now()) == ["mcp_tool_call_202001"]
    assert list_partitions("mcp_tool_call")[0].name == "mcp_tool_call_202002"
    assert not ToolCall.objects.filter(id=gone.id).exists()
    assert ToolCall.objects.filter(id=is_open.id).exists()
    day = Asked(old, old + timedelta(days=1))
    assert [each.calls for each in measure_tools(caller.actor, day)] == [1]
