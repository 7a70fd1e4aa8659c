"""What a tool changes, its result, its audit entry and its events commit together, and once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from apps.mcp.gateway import request_call
from apps.mcp.models import ToolCall
from apps.mcp.registry import get_tool
from apps.mcp.runner import MAX_ATTEMPTS, PAUSE, run_call
from apps.mcp.services import (
    cancel_call,
    fail_call,
    finish_call,
    finish_calls,
    refuse_call,
    take_waiting_calls,
)
from apps.mcp.types import CallOutcome, CallStatus
from apps.system.access.models import Actor
from apps.system.access.types import Caller
from apps.system.audit.models import AuditEntry
from apps.system.controls.services import engage_halt
from apps.system.correlation import correlate
from apps.system.errors import Conflict, NotFound
from apps.system.events.models import Event
from apps.system.ids import new_id
from tests.mcp.sample_tools import LATER, WorkerDied, children
from tests.system.people import actor_of


def told(call: ToolCall) -> list[str]:
    """The events of a call, in order."""
    return list(
        Event.objects.filter(payload__executionId=str(call.id)).order_by("id").values_list("type", flat=True)
    )


def audited(call: ToolCall) -> list[tuple[str, str]]:
    """The outcomes and codes that the audit trail has of a call."""
    return list(AuditEntry.objects.filter(call_id=call.id).values_list("outcome", "code"))


def let_time_pass(call: ToolCall) -> None:
    """As if the last attempt had been a while ago."""
    ToolCall.objects.filter(id=call.id).update(started_at=timezone.now() - PAUSE)


def run(caller: Caller, tool: str, **parameters: object) -> ToolCall:
    """A call, requested and run to its end."""
    call = request_call(caller, tool, parameters)
    run_call(call.id)
    call.refresh_from_db()
    return call


def test_a_command_that_succeeds_is_recorded_whole(agent_caller: Caller) -> None:
    with correlate() as story:
        call = run(agent_caller, "make_child", name="a")

    assert (call.status, call.attempts, call.correlation_id) == ("SUCCEEDED", 1, story)
    assert call.result is not None
    assert call.result["name"] == "a"
    assert call.finished_at is not None
    assert children("a") == 1
    assert audited(call) == [("SUCCEEDED", "")]
    assert told(call) == ["mcp.execute", "mcp.result"]
    events = Event.objects.filter(correlation_id=story)
    assert {each.audience for each in events} == {agent_caller.actor.owner_id}
    assert {each.agent_id for each in events} == {agent_caller.actor.id}


def test_a_refusal_is_a_result_with_its_reason_and_no_effect(caller: Caller) -> None:
    call = run(caller, "make_child", name="a", end="refused")

    assert (call.status, call.code, call.reason) == ("REFUSED", "no_room", "There is no room.")
    assert (call.details, call.error_status) == ({"room": 0}, 422)
    assert children("a") == 0
    assert audited(call) == [("REFUSED", "no_room")]
    assert told(call) == ["mcp.execute", "mcp.error"]


def test_a_defect_fails_the_call_and_says_nothing_of_itself(
    caller: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    call = run(caller, "make_child", name="a", end="broken")

    assert (call.status, call.code) == ("FAILED", "internal_error")
    assert "ZeroDivision" not in call.reason
    assert "ZeroDivisionError: a defect" in caplog.text
    assert children("a") == 0
    assert audited(call) == [("FAILED", "internal_error")]


def test_a_worker_that_dies_leaves_nothing_and_the_call_runs_again(caller: Caller) -> None:
    call = request_call(caller, "make_child", {"name": "a", "end": "killed"})
    with pytest.raises(WorkerDied):
        run_call(call.id)

    call.refresh_from_db()
    assert (call.status, call.attempts, children("a"), audited(call)) == ("QUEUED", 1, 0, [])

    ToolCall.objects.filter(id=call.id).update(parameters={"name": "a", "end": "well"})
    let_time_pass(call)
    run_call(call.id)
    call.refresh_from_db()
    assert (call.status, call.attempts, children("a")) == ("SUCCEEDED", 2, 1)


def test_the_third_death_fails_the_call(caller: Caller) -> None:
    call = request_call(caller, "make_child", {"name": "a", "end": "killed"})
    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(WorkerDied):
            run_call(call.id)
        let_time_pass(call)

    run_call(call.id)

    call.refresh_from_db()
    assert (call.status, call.code, children("a")) == ("FAILED", "crashed", 0)
    assert audited(call) == [("FAILED", "crashed")]


def test_a_second_worker_that_comes_late_changes_nothing(caller: Caller) -> None:
    call = run(caller, "make_child", name="a")
    before = ToolCall.objects.values().get(id=call.id)

    run_call(call.id)

    assert ToolCall.objects.values().get(id=call.id) == before
    assert (children("a"), audited(call)) == (1, [("SUCCEEDED", "")])


def test_a_call_that_does_not_exist_is_nobodys(db: None) -> None:
    run_call(new_id())


def test_what_is_prepared_arrives(caller: Caller) -> None:
    assert run(caller, "fetch_first", name="a").result is not None

    assert children("fetched a") == 1


def test_the_kill_switch_is_looked_at_again_when_the_call_runs(caller: Caller) -> None:
    risky = request_call(caller, "make_child", {"name": "a"})
    closing = request_call(caller, "close_risk", {"name": "b"})
    engage_halt(by=caller.actor, target=caller.actor, reason="storm", now=timezone.now())

    run_call(risky.id)
    run_call(closing.id)

    risky.refresh_from_db()
    assert (risky.status, risky.code, risky.error_status) == ("REFUSED", "kill_switch", 403)
    assert (children("a"), children("b")) == (0, 1)


def test_a_deferred_call_is_finished_by_what_it_started(caller: Caller) -> None:
    call = run(caller, "start_long", name="a")
    assert (call.status, call.deferred_kind, call.deferred_id) == ("DEFERRED", "order", LATER)
    assert (children("a"), audited(call), told(call)) == (1, [], ["mcp.execute"])

    assert finish_call(call.id, {"child_id": str(LATER), "name": "done"}) is True
    assert finish_call(call.id, {"child_id": str(LATER), "name": "twice"}) is False
    assert refuse_call(call.id, "late", "Too late.") is False
    assert fail_call(call.id, "late", "Too late.") is False

    call.refresh_from_db()
    assert (call.status, call.result) == ("SUCCEEDED", {"child_id": str(LATER), "name": "done"})
    assert audited(call) == [("SUCCEEDED", "")]
    assert told(call) == ["mcp.execute", "mcp.result"]


def test_many_deferred_calls_are_finished_in_few_statements(
    caller: Caller, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    calls = [run(caller, "start_long", name=f"a{number}") for number in range(40)]
    outcomes = [
        CallOutcome(call.id, CallStatus.SUCCEEDED, {"child_id": call.id, "name": "done"})
        for call in calls[:20]
    ] + [
        CallOutcome(call.id, CallStatus.REFUSED, None, "no_depth", "Nobody sells.", {}, 422)
        for call in calls[20:]
    ]

    with django_assert_max_num_queries(11):  # type: ignore[operator]
        finished = finish_calls(outcomes)

    assert len(finished) == 40
    assert sorted(ToolCall.objects.values_list("status", flat=True)) == ["REFUSED"] * 20 + ["SUCCEEDED"] * 20
    assert AuditEntry.objects.filter(call_id__in=[call.id for call in calls]).count() == 40


def test_a_result_that_does_not_fit_ends_a_deferred_call_as_broken(caller: Caller) -> None:
    call = run(caller, "start_long", name="a")

    finish_call(call.id, {"name": "no id"})

    call.refresh_from_db()
    assert (call.status, call.code, call.result) == ("FAILED", "internal_error", None)


def test_a_waiting_call_can_be_called_off(caller: Caller) -> None:
    call = request_call(caller, "make_child", {"name": "a"})

    assert cancel_call(caller.actor, call.id, timezone.now()).status == "CANCELLED"
    run_call(call.id)

    call.refresh_from_db()
    assert (call.status, call.attempts, children("a")) == ("CANCELLED", 0, 0)
    assert audited(call) == [("CANCELLED", "cancelled")]
    with pytest.raises(Conflict):
        cancel_call(caller.actor, call.id, timezone.now())


def test_nobody_else_can_call_it_off(caller: Caller) -> None:
    call = request_call(caller, "make_child", {"name": "a"})

    with pytest.raises(NotFound):
        cancel_call(actor_of(), call.id, timezone.now())


def test_the_sweeper_finds_what_was_forgotten_and_not_what_is_at_work(caller: Caller) -> None:
    call = request_call(caller, "make_child", {"name": "a", "end": "killed"})
    now = timezone.now()

    assert take_waiting_calls(now) == []
    assert take_waiting_calls(now + timedelta(seconds=6)) == [(call.id, call.tool)]
    assert take_waiting_calls(now + timedelta(seconds=12)) == [], "it was published a moment ago"
    with pytest.raises(WorkerDied):
        run_call(call.id)
    assert take_waiting_calls(timezone.now() + timedelta(seconds=10)) == [], "a worker may still have it"
    assert take_waiting_calls(timezone.now() + timedelta(seconds=16)) == [(call.id, call.tool)]


def test_a_cheap_read_is_finished_at_once_and_recorded(caller: Caller) -> None:
    call = request_call(caller, "echo_words", {"words": "a", "amount": "0.30"})

    kept = ToolCall.objects.get(id=call.id)
    assert (kept.status, kept.result) == ("SUCCEEDED", {"words": "a", "times": 1, "amount": "0.3"})
    assert audited(call) == [("SUCCEEDED", "")]
    assert told(call) == []


def test_a_cheap_read_that_takes_long_is_cut_off(caller: Caller) -> None:
    call = request_call(caller, "sleep_long", {})

    assert (call.status, call.code, call.error_status) == ("FAILED", "timeout", 503)
    assert call.milliseconds is not None
    assert call.milliseconds < 3000
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",), "the bound is gone with the call"


def test_a_read_cannot_write(caller: Caller, caplog: pytest.LogCaptureFixture) -> None:
    call = request_call(caller, "write_slyly", {})

    assert (call.status, call.code, children("sly")) == ("FAILED", "internal_error", 0)
    assert "read-only transaction" in caplog.text


def test_a_read_that_takes_a_worker_emits_no_event(caller: Caller) -> None:
    call = run(caller, "count_actors")

    assert (call.status, told(call), audited(call)) == ("SUCCEEDED", [], [("SUCCEEDED", "")])


def test_what_an_agent_asked_for_ends_with_the_agent(agent_caller: Caller) -> None:
    call = request_call(agent_caller, "make_child", {"name": "late"})
    Actor.objects.filter(id=agent_caller.actor.id).update(archived_at=timezone.now())
    run_call(call.id)
    call.refresh_from_db()

    assert (call.status, call.code, children("late")) == ("REFUSED", "agent_archived", 0)


def test_failures_open_the_circuit_and_refusals_do_not(caller: Caller) -> None:
    for _ in range(6):
        run(caller, "make_child", name="a", end="refused")
    assert request_call(caller, "make_child", {"name": "a"}).status == "QUEUED"

    for _ in range(5):
        run(caller, "make_child", name="a", end="broken")
    with pytest.raises(Exception, match="rests"):
        request_call(caller, "make_child", {"name": "a"})


def test_results_are_json_and_amounts_exact(caller: Caller) -> None:
    echo = get_tool("echo_words")

    assert echo.dump({"words": "a", "times": 2, "amount": "1e2"}) == {
        "words": "a",
        "times": 2,
        "amount": "100",
    }
