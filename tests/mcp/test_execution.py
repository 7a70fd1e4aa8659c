"""Running: tried again where that is safe, stopped when called off, told meanwhile, whole however long."""

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from apps.mcp import gateway, progress
from apps.mcp.cancelling import interrupt
from apps.mcp.finishing import MOST_RESULT
from apps.mcp.gateway import request_call
from apps.mcp.models import ToolCall
from apps.mcp.progress import Reporter, follow_progress, read_progress
from apps.mcp.registry import tool
from apps.mcp.results import INLINE
from apps.mcp.retrying import FIRST_DELAY, LONGEST_DELAY, delay_after, is_transient
from apps.mcp.runner import PAUSE, run_call
from apps.mcp.services import cancel_call
from apps.system.access.types import Caller
from apps.system.audit.models import AuditEntry
from apps.system.errors import RateLimited, Unavailable
from apps.system.events.messages import read_ephemeral
from apps.system.events.readers import Reader, Waiting
from apps.system.events.sights import Sight
from apps.system.ids import new_id
from tests.mcp.running_tools import declare_running_tools, reach_far, started, tries, wait_until_asleep
from tests.mcp.sample_tools import children

API = "/api/v1"
committed = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _running_tools(_tools: None) -> None:
    declare_running_tools()


@pytest.fixture(autouse=True)
def _unpublished(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker listens here; calls are run by hand."""
    monkeypatch.setattr(gateway, "publish_call", lambda *_, **__: None)


@pytest.fixture
def thread() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


def work(call: ToolCall) -> Any:
    """What a worker does, its database connection given back."""
    try:
        return run_call(call.id)
    finally:
        connection.close()


def let_time_pass(call: ToolCall) -> None:
    """As if the last attempt had been a while ago."""
    ToolCall.objects.filter(id=call.id).update(started_at=timezone.now() - PAUSE)


def outcomes(call: ToolCall) -> list[tuple[str, str]]:
    """What the audit trail has of a call."""
    return list(AuditEntry.objects.filter(call_id=call.id).values_list("outcome", "code"))


def test_what_did_not_answer_is_tried_again_and_each_try_is_recorded(caller: Caller) -> None:
    call = request_call(caller, "reach_far", {"name": "far", "fails": 1})

    delay = run_call(call.id)

    call.refresh_from_db()
    assert delay is not None
    assert (call.status, call.attempts, children("far"), outcomes(call)) == ("QUEUED", 1, 0, [])
    assert [each["code"] for each in call.tries] == ["far_away"]
    assert call.retry_at is not None
    assert call.tries[0]["retry_at"] == call.retry_at.isoformat()
    let_time_pass(call)
    assert run_call(call.id) is None
    call.refresh_from_db()
    assert (call.status, call.attempts, call.result) == ("SUCCEEDED", 2, {"words": "after 2"})
    assert (children("far"), outcomes(call)) == (1, [("SUCCEEDED", "")])


def test_after_the_last_retry_the_call_ends_as_it_failed(caller: Caller) -> None:
    call = request_call(caller, "reach_far", {"name": "gone", "fails": 9})
    for _ in range(3):
        run_call(call.id)
        let_time_pass(call)

    call.refresh_from_db()
    assert (call.status, call.code, len(call.tries), tries["gone"]) == ("REFUSED", "far_away", 2, 3)


def test_a_refusal_by_the_domain_is_not_tried_again(caller: Caller) -> None:
    call = request_call(caller, "reach_far", {"name": "closed", "refused": True})

    assert run_call(call.id) is None

    call.refresh_from_db()
    assert (call.status, call.code, call.tries) == ("REFUSED", "closed", [])


@pytest.mark.parametrize(
    "hints",
    [{"idempotent": False}, {"idempotent": True, "retries": 6}, {"idempotent": True, "cheap": True}],
)
def test_only_what_may_run_twice_can_be_declared_to(hints: dict[str, Any]) -> None:
    declared = {"retries": 1, "kind": "command", "scope": "trade", "category": "data", **hints}

    def reach_again() -> None: ...

    reach_again.__doc__, reach_again.__annotations__ = "Again.", reach_far.__annotations__
    with pytest.raises(ValueError, match="is tried again"):
        tool(destructive=False, per_minute=60, **declared)(reach_again)


@given(st.integers(1, 20), st.floats(0, 1000) | st.none())
def test_the_pause_grows_up_to_a_limit_and_heeds_what_was_asked(times: int, asked: float | None) -> None:
    least, on_top = min(LONGEST_DELAY, max(FIRST_DELAY, asked or 0)), min(LONGEST_DELAY, 2 ** (times - 1))

    delay = delay_after(times, Unavailable("Nobody answers.", retry_after=asked)).total_seconds()

    assert least - 1e-6 <= delay <= least + on_top + 1e-6


@committed
def test_a_call_that_runs_is_stopped_and_leaves_nothing(caller: Caller, thread: ThreadPoolExecutor) -> None:
    call = request_call(caller, "sleep_through", {"name": "asleep"})
    running = thread.submit(work, call)
    wait_until_asleep()
    began = timezone.now()

    cancel_call(caller.actor, call.id, timezone.now())

    assert running.result(20) is None
    assert (timezone.now() - began).total_seconds() < 3.5, "its sleep of four seconds was cut short"
    call.refresh_from_db()
    assert (call.status, children("asleep"), outcomes(call)) == ("CANCELLED", 0, [("CANCELLED", "cancelled")])


@committed
def test_work_outside_a_transaction_sees_that_it_is_called_off(
    caller: Caller, thread: ThreadPoolExecutor
) -> None:
    call = request_call(caller, "prepare_long", {"name": "late"})
    running = thread.submit(work, call)
    assert started.wait(20)

    cancel_call(caller.actor, call.id, timezone.now())

    assert running.result(20) is None
    call.refresh_from_db()
    assert (call.status, children("late")) == ("CANCELLED", 0)


@committed
def test_a_statement_that_was_stopped_by_mistake_costs_its_call_only_an_attempt(
    caller: Caller, thread: ThreadPoolExecutor
) -> None:
    call = request_call(caller, "sleep_through", {"name": "innocent"})
    running = thread.submit(work, call)
    wait_until_asleep()

    assert interrupt(call.id) is True

    assert "user request" in str(running.exception(20))
    call.refresh_from_db()
    assert (call.status, call.attempts, children("innocent")) == ("QUEUED", 1, 0)
    assert interrupt(new_id()) is False


def test_progress_is_told_now_and_then_and_at_the_end(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    monkeypatch.setattr(
        progress, "publish_ephemeral", lambda news, *, audience, correlation_id: told.append(news)
    )
    call = request_call(caller, "tell_progress", {"steps": 50})

    run_call(call.id)

    assert (told[0].done, told[-1].done, told[-1].total, told[-1].message) == (1, 50, 50, "step 50")
    assert len(told) < 10
    assert {each.execution_id for each in told} == {call.id}
    assert read_progress(call.id) == progress.Progress(50, 50, "step 50")
    assert read_progress(new_id()) is None


def test_progress_never_goes_back(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "EVERY", 0.0)
    call_id = new_id()
    reporter = Reporter(call_id, caller.actor)

    reporter.report(10, 10, "all")
    reporter.report(3, 10, "some")

    assert read_progress(call_id) == progress.Progress(10, 10, "all")


def test_a_socket_keeps_the_latest_of_each_call() -> None:
    call, other = new_id(), new_id()
    told = [(call, 1), (other, 5), (call, 2)]
    reader = Reader(Sight(everything=True), lambda code: None)
    for story, done in told:
        said = {
            "id": str(new_id()),
            "type": "mcp.progress",
            "audience": None,
            "agent_id": None,
            "farm_id": None,
            "symbol": "",
            "payload": {},
            "correlation_id": str(story),
            "recorded_at": timezone.now().isoformat(),
        }
        reader.offer(Waiting(read_ephemeral(json.dumps(said).encode()), str(done)))

    taken = asyncio.run(reader.take())

    assert [each.text for each in taken] == ["5", "2"]


@pytest.mark.django_db
def test_whoever_follows_a_call_hears_where_it_is_and_each_step_from_there(caller: Caller) -> None:
    call_id = new_id()
    reporter = Reporter(call_id, caller.actor)
    reporter.report(1, 3, "first")

    async def follow() -> list[float]:
        heard = []
        async with aclosing(follow_progress(call_id)) as steps:
            async for each in steps:
                heard.append(each.done)
                if each.done == 3:
                    return heard
                await asyncio.to_thread(reporter.report, 3, 3, "last")
        return heard

    assert asyncio.run(asyncio.wait_for(follow(), 20)) == [1, 3]


def test_a_long_result_is_fetched_in_pieces_and_is_whole(client: APIClient, caller: Caller) -> None:
    call = request_call(caller, "tell_much", {"length": 2 * INLINE})
    run_call(call.id)

    shown = client.get(f"{API}/mcp/executions/{call.id}").json()
    text, cursor, pieces = "", "", 0
    while cursor is not None:
        piece = client.get(f"{API}/mcp/executions/{call.id}/result?cursor={cursor}").json()
        text, cursor, pieces = text + piece["text"], piece["next"], pieces + 1
        assert pieces < 5, "it goes on without an end"

    assert (shown["result"], shown["resultUrl"]) == (None, f"{API}/mcp/executions/{call.id}/result")
    assert shown["resultSize"] > INLINE
    assert (len(text), json.loads(text)) == (piece["size"], {"words": "ä" * 2 * INLINE})
    listed = client.get(f"{API}/mcp/executions?tool=tell_much").json()["results"][0]
    assert (listed["result"], listed["resultUrl"]) == (None, shown["resultUrl"])


def test_a_short_result_comes_with_the_answer(client: APIClient, caller: Caller) -> None:
    call = request_call(caller, "tell_much", {"length": 3})
    run_call(call.id)

    listed = client.get(f"{API}/mcp/executions?tool=tell_much").json()["results"][0]

    assert (listed["result"], listed["resultUrl"]) == ({"words": "äää"}, None)
    assert client.get(f"{API}/mcp/executions/{call.id}").json()["result"] == {"words": "äää"}


def test_there_are_no_pieces_of_nothing(client: APIClient, caller: Caller) -> None:
    call = request_call(caller, "tell_much", {"length": 1})
    place = f"{API}/mcp/executions/{call.id}/result"

    assert client.get(place).json()["code"] == "no_result"
    run_call(call.id)
    assert client.get(f"{place}?cursor=100").json()["code"] == "invalid_cursor"
    assert client.get(f"{place}?cursor=x").json()["code"] == "invalid_cursor"
    assert client.get(f"{API}/mcp/executions/{new_id()}/result").status_code == 404


def test_a_result_beyond_the_limit_is_told_and_not_cut(caller: Caller) -> None:
    call = request_call(caller, "tell_much", {"length": MOST_RESULT})

    run_call(call.id)

    call.refresh_from_db()
    assert (call.status, call.code, call.result) == ("FAILED", "result_too_large", None)
    assert call.details["most"] == MOST_RESULT


def test_what_asks_for_patience_is_transient_and_a_limit_is_not() -> None:
    assert is_transient(Unavailable("Nobody answers."))
    assert is_transient(ConnectionResetError())
    assert not is_transient(RateLimited("Too often."))
    assert not is_transient(ZeroDivisionError())
