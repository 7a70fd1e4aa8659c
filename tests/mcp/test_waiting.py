"""Waiting for the end of a call: woken at once, bounded in time and number, and without Redis as well."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import Any

import pytest
from django.db import connection, connections
from redis import ConnectionError as RedisGone

from apps.mcp import gateway, waiting, wakeups
from apps.mcp.models import ToolCall
from apps.mcp.runner import run_call
from apps.mcp.services import finish_call
from apps.mcp.tasks import sweep_calls
from apps.mcp.waiting import call_tool, wait_for_call
from apps.system.access.types import Caller
from apps.system.ids import new_id
from tests.mcp.sample_tools import children

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def unpublished(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway, "publish_call", lambda *_, **__: None)


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


def closing(work: Any, *args: Any, **named: Any) -> Any:
    """Work in a thread, its database connection given back."""
    try:
        return work(*args, **named)
    finally:
        connection.close()


def test_a_worker_does_it_and_the_one_who_waits_is_woken(worker: None, caller: Caller) -> None:
    call = call_tool(caller, "make_child", {"name": "a"}, patience=20)

    assert (call.status, children("a")) == ("SUCCEEDED", 1)
    assert call_tool(caller, "make_child", {"name": "b", "end": "refused"}, patience=20).code == "no_room"


def test_a_call_whose_message_was_lost_is_swept_up(worker: None, unpublished: None, caller: Caller) -> None:
    call = call_tool(caller, "make_child", {"name": "a"}, patience=0)
    ToolCall.objects.update(retry_at=call.recorded_at)

    sweep_calls.delay()

    assert wait_for_call(call, patience=20).status == "SUCCEEDED"


def test_the_answer_after_patience_is_an_open_call(unpublished: None, caller: Caller) -> None:
    began = time.monotonic()

    call = call_tool(caller, "make_child", {"name": "a"}, patience=0.2)

    assert call.status == "QUEUED"
    assert time.monotonic() - began >= 0.2


def test_no_database_connection_is_held_while_waiting(
    unpublished: None, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[Any] = []
    monkeypatch.setattr(waiting, "listen", lambda *_: held.append(connections["default"].connection))

    call_tool(caller, "make_child", {"name": "a"})

    assert held == [None]


def test_two_who_wait_for_one_call_are_both_woken(
    unpublished: None, caller: Caller, threads: ThreadPoolExecutor
) -> None:
    waiters = [
        threads.submit(closing, call_tool, caller, "make_child", {"name": "a"}, key="k", patience=20)
        for _ in range(3)
    ]
    while ToolCall.objects.count() == 0:
        time.sleep(0.01)
    run_call(ToolCall.objects.get().id)

    assert [each.result(20).status for each in waiters] == ["SUCCEEDED"] * 3
    assert children("a") == 1


def test_the_end_of_a_deferred_call_wakes_as_well(
    unpublished: None, caller: Caller, threads: ThreadPoolExecutor
) -> None:
    call = call_tool(caller, "start_long", {"name": "a"}, patience=0)
    waiter = threads.submit(closing, wait_for_call, call, patience=20)
    run_call(call.id)

    finish_call(call.id, {"child_id": str(new_id()), "name": "done"})

    assert waiter.result(20).result["name"] == "done"


def test_beyond_the_bound_nobody_waits(
    unpublished: None, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = BoundedSemaphore(1)
    full.acquire()
    monkeypatch.setattr(waiting, "_waiters", full)
    began = time.monotonic()

    assert call_tool(caller, "make_child", {"name": "a"}, patience=20).status == "QUEUED"
    assert time.monotonic() - began < 10


def test_without_redis_the_row_is_looked_at(
    unpublished: None, caller: Caller, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> Any:
        raise RedisGone("gone")

    call = call_tool(caller, "make_child", {"name": "a"}, patience=0)
    monkeypatch.setattr(wakeups, "redis_client", gone)
    waiter = threads.submit(closing, wait_for_call, call, patience=20)

    run_call(call.id)

    assert waiter.result(20).status == "SUCCEEDED"
