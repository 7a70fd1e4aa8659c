"""Calls of tools are counted once each, when they have ended, under names that clients cannot make up."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from apps.mcp.gateway import request_call
from apps.mcp.metrics import measure_tools, read_oldest_call, read_open_calls
from apps.mcp.models import ToolCall
from apps.mcp.runner import run_call
from apps.mcp.services import finish_call
from apps.system.access.models import Actor
from apps.system.access.types import Caller
from apps.system.errors import CivalError
from apps.system.measuring.counting import OTHER
from apps.system.measuring.figures import View
from tests.counters import counted, growth, series
from tests.system.people import client_of, make_person

pytestmark = pytest.mark.django_db(transaction=True)

EXECUTIONS, REFUSALS = "mcp_tool_executions_total", "mcp_gate_refusals_total"
DURATIONS = "mcp_tool_execution_duration_seconds_count"
WORDS = {"words": "a", "amount": "1"}


def _run(caller: Caller, tool: str, **parameters: Any) -> ToolCall:
    call = request_call(caller, tool, parameters)
    if not call.is_finished:
        run_call(call.id)
    return ToolCall.objects.get(id=call.id)


@pytest.mark.parametrize(
    ("end", "outcome"), [("well", "succeeded"), ("refused", "refused"), ("broken", "failed")]
)
def test_a_command_is_counted_by_what_it_came_to(caller: Caller, end: str, outcome: str) -> None:
    labels = {"tool": "make_child", "outcome": outcome}
    for _ in range(3):
        assert growth(lambda: _run(caller, "make_child", name="a", end=end), EXECUTIONS, **labels) == 1


def test_a_call_that_runs_twice_is_counted_once(caller: Caller) -> None:
    call = request_call(caller, "make_child", {"name": "a"})
    labels = {"tool": "make_child", "outcome": "succeeded"}
    assert growth(lambda: [run_call(call.id) for _ in range(3)], EXECUTIONS, **labels) == 1


def test_a_replayed_read_is_counted_once(caller: Caller) -> None:
    labels = {"tool": "echo_words", "outcome": "succeeded"}
    asked = growth(
        lambda: [request_call(caller, "echo_words", WORDS, key="one") for _ in range(4)], EXECUTIONS, **labels
    )
    assert asked == 1


def test_a_deferred_call_is_counted_when_it_is_finished(caller: Caller) -> None:
    labels, took = {"tool": "start_long", "outcome": "succeeded"}, counted(DURATIONS, tool="start_long")
    before = counted(EXECUTIONS, **labels)
    call = _run(caller, "start_long", name="a")
    assert counted(EXECUTIONS, **labels) == before
    result = {"child_id": str(call.id), "name": "a"}
    assert growth(lambda: [finish_call(call.id, result) for _ in range(2)], EXECUTIONS, **labels) == 1
    assert counted(DURATIONS, tool="start_long") == took + 1


def test_what_a_gate_refuses_is_counted_by_its_code(caller: Caller, agent_caller: Caller) -> None:
    def refused(who: Caller, tool: str, parameters: dict[str, Any]) -> None:
        with pytest.raises(CivalError):
            request_call(who, tool, parameters)

    assert growth(lambda: refused(caller, "make_child", {}), REFUSALS, code="invalid_parameters") == 1
    assert growth(lambda: refused(caller, "make_chidl", {}), REFUSALS, code="unknown_tool") == 1
    assert (
        growth(lambda: refused(agent_caller, "run_fleet", {"name": "a"}), REFUSALS, code="unknown_tool") == 1
    )


def test_tools_that_clients_make_up_make_no_series(client: APIClient) -> None:
    client.post("/api/v1/mcp/execute", {"toolId": "no_tool", "parameters": {}}, format="json")
    before = [series(EXECUTIONS), series(DURATIONS), series(REFUSALS)]
    for number in range(20):
        body = {"toolId": f"made_up_{number}", "parameters": {}}
        assert client.post("/api/v1/mcp/execute", body, format="json").status_code == 404
    assert [series(EXECUTIONS), series(DURATIONS), series(REFUSALS)] == before


def test_a_call_of_a_tool_that_is_gone_is_told_as_other(caller: Caller) -> None:
    call = _run(caller, "start_long", name="a")
    ToolCall.objects.filter(id=call.id).update(tool="forgotten_tool")
    grown = growth(lambda: finish_call(call.id, {"x": 1}), EXECUTIONS, tool=OTHER, outcome="succeeded")
    assert grown == 1


# --- Figures


def test_figures_are_of_the_calls_that_were_made(caller: Caller, client: APIClient) -> None:
    for _ in range(3):
        _run(caller, "make_child", name="a")
    _run(caller, "make_child", name="a", end="refused")
    _run(caller, "make_child", name="a", end="broken")
    request_call(caller, "echo_words", WORDS)
    seen = client.get("/api/v1/system/metrics").json()["tools"]
    for window in (seen["fiveMinutes"], seen["hour"]):
        assert (window["calls"], window["succeeded"], window["refused"], window["failed"]) == (6, 4, 1, 1)
        assert window["successRate"] == "0.6667"
        made = window["tools"]["make_child"]
        assert (made["calls"], made["succeeded"], made["successRate"]) == (5, 3, "0.6")
        assert window["tools"]["echo_words"]["successRate"] == "1"
    assert (seen["fiveMinutes"]["callsPerMinute"], seen["hour"]["callsPerMinute"]) == (1.2, 0.1)


def test_percentiles_are_those_of_the_calls(caller: Caller) -> None:
    now = timezone.now()
    for seconds in (1, 2, 3, 4, 5):
        call = _run(caller, "make_child", name="a")
        ToolCall.objects.filter(id=call.id).update(
            recorded_at=now, finished_at=now + timedelta(seconds=seconds)
        )
    window = measure_tools(View(None, timezone.now())).hour
    assert (window.p50, window.p95, window.p99) == (3000, 4800, 4960)


def test_the_window_ends_where_it_says(caller: Caller) -> None:
    _run(caller, "make_child", name="a")
    later = timezone.now() + timedelta(minutes=6)
    assert measure_tools(View(None, later)).five_minutes.calls == 0
    assert measure_tools(View(None, later)).hour.calls == 1
    assert measure_tools(View(None, later + timedelta(hours=1))).hour.calls == 0


def test_owners_see_their_own_calls_alone(caller: Caller, agent: Actor) -> None:
    stranger = make_person()
    _run(caller, "make_child", name="a")
    assert measure_tools(View(caller.actor.seats, timezone.now())).hour.calls == 1
    assert client_of(stranger).get("/api/v1/system/metrics").json()["tools"]["hour"]["calls"] == 0


def test_open_calls_and_the_oldest_are_told(caller: Caller) -> None:
    assert read_open_calls(timezone.now()) == {("deferred",): 0, ("queued",): 0}
    request_call(caller, "make_child", {"name": "a"})
    _run(caller, "start_long", name="a")
    assert read_open_calls(timezone.now()) == {("deferred",): 1, ("queued",): 1}
    assert read_oldest_call(timezone.now() + timedelta(seconds=30)) >= 30


def test_an_hour_is_read_by_index(caller: Caller) -> None:
    """However long history is: with sequential scans forbidden, the plan has none of the calls."""
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
    try:
        with connection.execute_wrapper(_explain_first):
            measure_tools(View(None, timezone.now()))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET enable_seqscan")


def _explain_first(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    execute(f"EXPLAIN {sql}", params, many, context)
    plan = "\n".join(row[0] for row in context["cursor"].fetchall())
    assert "Seq Scan on mcp_tool_call" not in plan, plan
    return execute(sql, params, many, context)
