"""Floods of refusals: the first are audited singly, the rest as a number, and none is lost."""

from datetime import UTC, datetime, timedelta

import pytest

from apps.mcp.floods import MORE, SINGLY, WINDOW, Refusal, Told, audit_or_count, tell_refusals
from apps.mcp.gateway import request_call
from apps.mcp.models import RefusalTally
from apps.mcp.statistics import Asked, measure_tools
from apps.system.access.models import Actor
from apps.system.access.types import Caller
from apps.system.audit.models import AuditEntry
from apps.system.errors import CivalError

NOW = datetime(2026, 5, 5, 12, tzinfo=UTC)


def refuse(actor: Actor, now: datetime, *, tool: str = "make_child", code: str = "not_permitted") -> None:
    refusal = Refusal(actor.id, actor.id, "agent", tool, code)
    audit_or_count([(refusal, Told("", "No."))], now=now)


def told() -> int:
    """For how many refusals the entries of the trail stand."""
    return sum(each.details.get(MORE, 1) for each in AuditEntry.objects.filter(outcome="REFUSED"))


def test_a_thousand_refusals_are_a_few_entries_and_an_exact_number(agent: Actor) -> None:
    for number in range(1000):
        refuse(agent, NOW + timedelta(milliseconds=number))

    assert AuditEntry.objects.filter(outcome="REFUSED").count() == SINGLY
    assert tell_refusals(NOW + timedelta(seconds=30)) == 0, "the window is not over"
    assert tell_refusals(NOW + WINDOW) == 1
    last = AuditEntry.objects.filter(outcome="REFUSED").order_by("-id")[0]
    assert (last.actor_id, last.action, last.code, last.details[MORE]) == (
        agent.id,
        "make_child",
        "not_permitted",
        1000 - SINGLY,
    )
    assert told() == 1000
    assert not RefusalTally.objects.exists()
    assert tell_refusals(NOW + 2 * WINDOW) == 0


def test_a_new_window_tells_of_the_last_one_first(agent: Actor) -> None:
    for number in range(SINGLY + 5):
        refuse(agent, NOW + timedelta(milliseconds=number))

    refuse(agent, NOW + WINDOW + timedelta(seconds=1))

    assert AuditEntry.objects.filter(outcome="REFUSED").count() == SINGLY + 2
    assert told() == SINGLY + 6
    assert RefusalTally.objects.get().seen == 1


def test_actors_tools_and_codes_are_counted_apart(agent: Actor, caller: Caller) -> None:
    for _ in range(SINGLY):
        refuse(agent, NOW)
    refuse(caller.actor, NOW)
    refuse(agent, NOW, tool="close_risk")
    refuse(agent, NOW, code="rate_limited")

    assert AuditEntry.objects.filter(outcome="REFUSED").count() == SINGLY + 3


def test_the_gates_count_what_they_refuse_and_statistics_know_the_number(agent_caller: Caller) -> None:
    for _ in range(SINGLY + 30):
        with pytest.raises(CivalError):
            request_call(agent_caller, "place_nothing", {})
    began = RefusalTally.objects.get()
    tell_refusals(began.window_started_at + WINDOW)

    assert AuditEntry.objects.filter(outcome="REFUSED").count() == SINGLY + 1
    since = began.window_started_at - timedelta(minutes=1)
    (found,) = measure_tools(agent_caller.actor, Asked(since, since + timedelta(hours=1)))
    assert found.refusals == {"unknown_tool": SINGLY + 30}
