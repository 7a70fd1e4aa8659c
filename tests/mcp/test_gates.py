"""Each gate stops what it is there for, with a code of its own, and leaves nothing but an audit entry."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone
from redis import ConnectionError as RedisGone

from apps.mcp import limits
from apps.mcp.circuits import LIMIT, REST, WINDOW, count_failure
from apps.mcp.gateway import request_call
from apps.mcp.models import IdempotencyKey, ToolCall
from apps.mcp.selectors import tools_of
from apps.mcp.services import revoke_tools
from apps.mcp.standing import look
from apps.system.access.models import Actor
from apps.system.access.types import Caller
from apps.system.audit.models import AuditEntry
from apps.system.controls.services import engage_halt, release_halt
from apps.system.errors import CivalError
from apps.system.events.models import Event


def refused(caller: Caller, tool: str, parameters: dict[str, Any], key: str | None = None) -> CivalError:
    """The refusal of a request, having looked that it left an audit entry and nothing else."""
    before = (
        ToolCall.objects.count(),
        Event.objects.count(),
        Actor.objects.count(),
        IdempotencyKey.objects.count(),
    )
    audited = AuditEntry.objects.count()
    with pytest.raises(CivalError) as caught:
        request_call(caller, tool, parameters, key=key)
    after = (
        ToolCall.objects.count(),
        Event.objects.count(),
        Actor.objects.count(),
        IdempotencyKey.objects.count(),
    )
    entry = AuditEntry.objects.order_by("-id")[0]
    assert after == before
    assert AuditEntry.objects.count() == audited + 1
    assert (entry.outcome, entry.code, entry.call_id) == ("REFUSED", caught.value.reason_code, None)
    assert (entry.actor_id, entry.principal_id) == (caller.actor.id, caller.principal.id)
    return caught.value


def test_an_unknown_tool_is_refused_with_its_neighbours(caller: Caller) -> None:
    refusal = refused(caller, "make_chid", {})

    assert (refusal.status, refusal.reason_code) == (404, "unknown_tool")
    assert "make_child" in refusal.details["nearest"]


@pytest.mark.parametrize("name", ["", "\0", "\ud800", "x" * 5000, "'; DROP TABLE mcp_tool_call; --"])
def test_a_strange_name_is_only_unknown(caller: Caller, name: str) -> None:
    assert refused(caller, name, {}).reason_code == "unknown_tool"


def test_operators_tools_do_not_exist_for_agents(agent_caller: Caller, caller: Caller) -> None:
    refusal = refused(agent_caller, "run_fleet", {"name": "a"})

    assert (refusal.status, refusal.reason_code) == (404, "unknown_tool")
    assert "run_fleet" not in [each.name for each in tools_of(caller.actor)]
    assert request_call(caller, "run_fleet", {"name": "a"}).status == "QUEUED"


def test_bad_parameters_are_refused_by_field(caller: Caller) -> None:
    refusal = refused(caller, "make_child", {"name": "", "surprise": 1})

    assert (refusal.status, refusal.reason_code) == (422, "invalid_parameters")
    assert {each["pointer"] for each in refusal.errors} == {"/name", "/surprise"}


def test_the_kill_switch_stops_what_adds_risk(caller: Caller, agent_caller: Caller) -> None:
    engage_halt(by=caller.actor, target=caller.actor, reason="storm", now=timezone.now())

    refusal = refused(agent_caller, "make_child", {"name": "a"})

    assert (refusal.status, refusal.reason_code) == (403, "kill_switch")
    assert "storm" in refusal.detail
    assert request_call(agent_caller, "close_risk", {"name": "a"}).status == "QUEUED"
    assert request_call(agent_caller, "echo_words", {"words": "a", "amount": 1}).status == "SUCCEEDED"

    release_halt(by=caller.actor, target=caller.actor, reason="calm", now=timezone.now())
    assert request_call(agent_caller, "make_child", {"name": "a"}).status == "QUEUED"


def test_a_kill_switch_elsewhere_binds_nobody_here(caller: Caller, agent: Actor) -> None:
    engage_halt(by=caller.actor, target=agent, reason="only this one", now=timezone.now())

    assert request_call(caller, "make_child", {"name": "a"}).status == "QUEUED"


def test_a_scope_that_is_missing_is_named(caller: Caller) -> None:
    refusal = refused(replace(caller, scopes=frozenset({"read"})), "make_child", {"name": "a"})

    assert (refusal.status, refusal.reason_code) == (403, "scope_missing")
    assert "trade" in refusal.detail


def test_an_agent_may_only_what_it_is_granted(agent_caller: Caller) -> None:
    assert request_call(agent_caller, "make_child", {"name": "a"}).status == "QUEUED"
    revoke_tools(agent_caller.actor)

    refusal = refused(agent_caller, "make_child", {"name": "b"})

    assert (refusal.status, refusal.reason_code) == (403, "not_permitted")
    assert tools_of(agent_caller.actor) == []


def test_an_owner_who_acts_as_an_agent_is_bound_by_its_permissions(caller: Caller, agent: Actor) -> None:
    assert refused(caller.acting_as(agent), "make_child", {"name": "a"}).reason_code == "not_permitted"


def resting_until(now: datetime) -> datetime | None:
    """When `make_child` may be called again; None if it may be now."""
    return look([], "make_child", now).rests_until


def test_a_tool_that_breaks_again_and_again_rests(caller: Caller) -> None:
    now = timezone.now()
    for _ in range(LIMIT):
        assert resting_until(now) is None
        count_failure("make_child", now)

    refusal = refused(caller, "make_child", {"name": "a"})

    assert (refusal.status, refusal.reason_code) == (503, "circuit_open")
    assert refusal.retry_after is not None
    assert 0 < refusal.retry_after <= REST.total_seconds()
    assert request_call(caller, "close_risk", {"name": "a"}).status == "QUEUED"


def test_a_rested_tool_gets_one_chance(db: None) -> None:
    now = timezone.now()
    for _ in range(LIMIT):
        count_failure("make_child", now)
    later = now + REST

    assert resting_until(later) is None
    count_failure("make_child", later)
    assert resting_until(later) == later + REST

    much_later = now + WINDOW + REST
    count_failure("make_child", much_later)
    assert resting_until(much_later) is None


def test_calling_too_often_is_refused_with_the_time_to_wait(caller: Caller) -> None:
    for number in range(3):
        request_call(caller, "make_few", {"name": f"a{number}"})

    refusal = refused(caller, "make_few", {"name": "b"})

    assert (refusal.status, refusal.reason_code) == (429, "rate_limited")
    assert refusal.retry_after is not None
    assert 0 < refusal.retry_after <= 20
    assert request_call(caller, "make_child", {"name": "other tool"}).status == "QUEUED"


def test_another_actor_has_a_limit_of_its_own(caller: Caller, agent_caller: Caller) -> None:
    for number in range(3):
        request_call(caller, "make_few", {"name": f"a{number}"})

    assert request_call(agent_caller, "make_few", {"name": "a"}).status == "QUEUED"


def test_without_redis_nothing_adds_risk_and_looking_goes_on(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> Any:
        raise RedisGone("gone")

    monkeypatch.setattr(limits, "redis_client", gone)

    refusal = refused(caller, "make_child", {"name": "a"})

    assert (refusal.status, refusal.reason_code) == (503, "limits_unavailable")
    assert request_call(caller, "close_risk", {"name": "a"}).status == "QUEUED"
    assert request_call(caller, "echo_words", {"words": "a", "amount": 1}).status == "SUCCEEDED"


def test_the_same_key_and_request_is_the_same_call(caller: Caller) -> None:
    first = request_call(caller, "make_few", {"name": "a"}, key="k")
    for _ in range(5):
        assert request_call(caller, "make_few", {"name": "a"}, key="k").id == first.id

    assert ToolCall.objects.count() == 1


def test_a_known_key_is_answered_whatever_stands_in_the_way_now(caller: Caller) -> None:
    first = request_call(caller, "make_child", {"name": "a"}, key="k")
    engage_halt(by=caller.actor, target=caller.actor, reason="storm", now=timezone.now())

    assert request_call(caller, "make_child", {"name": "a"}, key="k").id == first.id


@pytest.mark.parametrize("other", [("make_child", {"name": "b"}), ("close_risk", {"name": "a"})])
def test_a_key_with_another_request_is_refused(caller: Caller, other: tuple[str, dict[str, Any]]) -> None:
    request_call(caller, "make_child", {"name": "a"}, key="k")

    refusal = refused(caller, *other, key="k")

    assert (refusal.status, refusal.reason_code) == (409, "idempotency_key_reused")


def test_a_key_used_for_another_agent_is_refused(caller: Caller, agent_caller: Caller) -> None:
    request_call(caller, "make_child", {"name": "a"}, key="k")

    refusal = refused(caller.acting_as(agent_caller.actor), "make_child", {"name": "a"}, key="k")

    assert refusal.reason_code == "idempotency_key_reused"


def test_a_key_belongs_to_who_chose_it(caller: Caller, agent_caller: Caller) -> None:
    first = request_call(caller, "make_child", {"name": "a"}, key="k")

    assert request_call(agent_caller, "make_child", {"name": "a"}, key="k").id != first.id


def test_a_key_is_forgotten_after_a_day(caller: Caller) -> None:
    first = request_call(caller, "make_child", {"name": "a"}, key="k")
    IdempotencyKey.objects.update(expires_at=timezone.now())

    assert request_call(caller, "make_child", {"name": "b"}, key="k").id != first.id


@pytest.mark.parametrize("key", ["", " \n", "x" * 201, "a\0", "\ud800"])
def test_a_key_that_cannot_be_kept_is_refused(caller: Caller, key: str) -> None:
    assert refused(caller, "make_child", {"name": "a"}, key=key).reason_code == "invalid_idempotency_key"


def test_equal_amounts_are_the_same_request(caller: Caller) -> None:
    first = request_call(caller, "echo_words", {"words": "a", "amount": "0.10"}, key="k")

    assert (
        request_call(caller, "echo_words", {"words": "a", "amount": "0.1", "times": 1}, key="k").id
        == first.id
    )
