"""Many at once, on connections of their own: the same key never runs twice, and limits are exact."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from time import monotonic
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.utils import timezone

from apps.mcp import gateway, registry
from apps.mcp.gateway import request_call
from apps.mcp.limits import Draw, take_tokens
from apps.mcp.models import IdempotencyKey, ToolCall
from apps.mcp.runner import PAUSE, run_call
from apps.mcp.services import finish_call
from apps.system.access.types import Caller
from apps.system.audit.models import AuditEntry
from apps.system.controls.models import SettingValue
from apps.system.controls.registry import get_setting
from apps.system.controls.services import engage_halt
from apps.system.controls.services.configuration import change_setting
from apps.system.errors import Conflict, RateLimited
from apps.system.ids import new_id
from tests.mcp.sample_tools import children

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 8


@pytest.fixture(autouse=True)
def _unpublished(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker listens here; calls are run by hand."""
    monkeypatch.setattr(gateway, "publish_call", lambda *_, **__: None)


def at_once(work: Callable[[int], Any], times: int = AT_ONCE) -> list[Any]:
    """What each of several threads answered that began together; exceptions are answers, too."""
    start = Barrier(times)

    def begin(number: int) -> Any:
        start.wait()
        try:
            return work(number)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(begin, range(times)))


def test_the_same_key_at_the_same_moment_is_one_call(caller: Caller) -> None:
    calls = at_once(lambda _: request_call(caller, "make_child", {"name": "a"}, key="k"))

    assert {call.id for call in calls} == {ToolCall.objects.get().id}
    assert IdempotencyKey.objects.count() == 1


def test_the_same_key_of_a_read_at_the_same_moment_is_one_call(caller: Caller) -> None:
    calls = at_once(lambda _: request_call(caller, "echo_words", {"words": "a", "amount": 1}, key="k"))

    assert len({call.id for call in calls}) == 1
    assert (ToolCall.objects.count(), AuditEntry.objects.filter(action="echo_words").count()) == (1, 1)


def test_one_key_for_different_requests_lets_one_pass(caller: Caller) -> None:
    answers = at_once(lambda number: request_call(caller, "make_child", {"name": f"a{number}"}, key="k"))

    assert [type(each) for each in answers].count(Conflict) == AT_ONCE - 1
    assert ToolCall.objects.count() == 1


def test_many_workers_run_a_call_once(caller: Caller) -> None:
    call = request_call(caller, "make_child", {"name": "a"})

    assert at_once(lambda _: run_call(call.id)) == [None] * AT_ONCE

    call.refresh_from_db()
    assert (call.status, children("a")) == ("SUCCEEDED", 1)
    assert AuditEntry.objects.filter(call_id=call.id).count() == 1


def test_a_second_worker_leaves_a_running_call_alone(caller: Caller) -> None:
    """Even its counter of attempts: a slow call must not be taken for a crashing one."""
    inside, go_on = Event(), Event()

    def wait_inside(*args: Any, **named: Any) -> Any:
        inside.set()
        assert go_on.wait(10)
        return child(*args, **named)

    child = registry.get_tool("make_child").run
    object.__setattr__(registry.get_tool("make_child"), "run", wait_inside)
    call = request_call(caller, "make_child", {"name": "a"})

    def first(number: int) -> None:
        if number == 0:
            run_call(call.id)
        else:
            assert inside.wait(10)
            for _ in range(5):
                ToolCall.objects.update(started_at=call.recorded_at - PAUSE)
                run_call(call.id)
            go_on.set()

    assert at_once(first, times=2) == [None, None]

    call.refresh_from_db()
    assert (call.status, call.attempts, children("a")) == ("SUCCEEDED", 1, 1)


def test_what_tightened_when_it_was_asked_for_does_not_loosen_what_another_set_meanwhile(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit, whom = get_setting("risk.max_open_orders"), caller.actor

    def change(value: int) -> None:
        change_setting(limit, value, target=whom, by=whom, now=timezone.now())

    def run_beside_another(call_id: UUID) -> None:
        with ThreadPoolExecutor(1) as thread, transaction.atomic():
            change(5)
            running = thread.submit(run_and_leave, call_id)
            wait_for_a_waiting_lock()
        running.result()

    change(100)
    engage_halt(by=whom, target=whom, reason="Storm.", now=timezone.now())
    monkeypatch.setattr(gateway, "run_call", run_beside_another)
    call = request_call(caller, "update_configuration", {"key": limit.key, "value": 50})

    assert (call.status, call.code) == ("REFUSED", "kill_switch")
    assert SettingValue.objects.get(key=limit.key, actor=whom).value == 5


def run_and_leave(call_id: UUID) -> None:
    """Run a call in a thread of its own, which keeps no connection."""
    try:
        run_call(call_id)
    finally:
        connection.close()


def wait_for_a_waiting_lock() -> None:
    """Until somebody waits for an advisory lock."""
    deadline = monotonic() + 20
    with connection.cursor() as cursor:
        while monotonic() < deadline:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database ="
                " (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
            if cursor.fetchone() != (0,):
                return
    raise AssertionError("Nobody waits.")


def test_as_many_calls_pass_as_the_limit_allows(caller: Caller) -> None:
    answers = at_once(lambda number: request_call(caller, "make_few", {"name": f"a{number}"}))

    assert [type(each) for each in answers].count(RateLimited) == AT_ONCE - 3
    assert ToolCall.objects.count() == 3


def test_a_bucket_gives_exactly_what_it_holds() -> None:
    actor = new_id()

    asked = at_once(lambda _: [take_tokens([Draw(actor, "t", 60)])[0] for _ in range(20)])
    taken = [wait.seconds for waits in asked for wait in waits]

    # One more may have dropped in while 160 were asked for.
    assert 60 <= taken.count(0) <= 62


def test_a_call_that_is_rolled_back_was_never_finished(caller: Caller) -> None:
    call = request_call(caller, "start_long", {"name": "a"})
    run_call(call.id)

    with transaction.atomic():
        assert finish_call(call.id, {"child_id": str(new_id()), "name": "done"})
        transaction.set_rollback(True)

    call.refresh_from_db()
    assert call.status == "DEFERRED"
    assert not AuditEntry.objects.filter(call_id=call.id).exists()
