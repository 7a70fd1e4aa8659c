"""Rates: exact across processes, for one tool and for all of somebody's tools together."""

import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from apps.mcp.gateway import request_call
from apps.mcp.limits import Draw, Wait, take_tokens
from apps.mcp.models import ToolCall
from apps.mcp.settings import CALLS_PER_MINUTE
from apps.system.access.types import Caller
from apps.system.controls.services.configuration import change_setting
from apps.system.errors import RateLimited
from apps.system.ids import new_id
from apps.system.redis import key, redis_client

HAMMER = """
import json, sys
import django
django.setup()
from uuid import UUID
from apps.mcp.limits import Draw, take_tokens
actor = UUID(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
draw = Draw(actor, "slow_tool", int(sys.argv[2]))
waits = [take_tokens([draw])[0].seconds for _ in range(100)]
print(json.dumps(waits))
"""
PROCESSES = 4
PER_MINUTE = 20


def test_in_four_processes_exactly_as_many_pass_as_are_allowed(project: Path) -> None:
    actor = new_id()
    hammers = [
        subprocess.Popen(
            [sys.executable, "-c", HAMMER, str(actor), str(PER_MINUTE)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=project,
        )
        for _ in range(PROCESSES)
    ]
    for each in hammers:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"

    began = time.monotonic()
    answers = [each.communicate("go\n", timeout=120)[0] for each in hammers]
    refilled = (time.monotonic() - began) * PER_MINUTE / 60
    waits = [wait for answer in answers for wait in json.loads(answer)]

    assert len(waits) == PROCESSES * 100
    assert PER_MINUTE <= waits.count(0) <= PER_MINUTE + refilled
    assert all(0 < wait <= 3 for wait in waits if wait)


def test_a_token_is_taken_from_both_buckets_or_from_neither() -> None:
    actor, principal = new_id(), new_id()
    for _ in range(2):
        assert take_tokens([Draw(actor, "some_tool", 10, principal, in_all=2)]) == [Wait(0, is_in_all=False)]

    (wait,) = take_tokens([Draw(actor, "some_tool", 10, principal, in_all=2)])
    assert (0 < wait.seconds <= 30, wait.is_in_all) == (True, True)
    left = take_tokens([Draw(actor, "some_tool", 10)] * 9)

    assert [each.seconds for each in left].count(0) == 8, "the refused call took none of the tool's"


def test_a_bucket_outlives_the_younger_hash() -> None:
    actor, younger = new_id(), key("rate", "younger")
    drawn = [take_tokens([Draw(actor, "some_tool", 2)])[0].seconds for _ in range(2)]
    redis_client().hset(younger, "since", f"{time.time() - 61:.6f}")

    late, fresh = take_tokens([Draw(actor, "some_tool", 2), Draw(actor, "other_tool", 2)])

    assert drawn == [0, 0]
    assert 0 < late.seconds <= 30
    assert fresh.seconds == 0
    assert redis_client().hexists(key("rate", "older"), f"{actor.hex} some_tool")
    assert not redis_client().hexists(younger, f"{actor.hex} some_tool")


def test_a_clock_that_was_set_back_keeps_nobody_waiting() -> None:
    actor, younger, later = new_id(), key("rate", "younger"), f"{time.time() + 3600:.6f}"
    take_tokens([Draw(actor, "some_tool", 2)] * 2)
    redis_client().hset(younger, mapping={f"{actor.hex} some_tool": later, "since": later})

    waits = take_tokens([Draw(actor, "some_tool", 2)] * 3)

    assert [each.seconds > 0 for each in waits] == [False, False, True]
    assert all(each.seconds <= 30 for each in waits)
    assert redis_client().hget(younger, "since") != later, "the next minute has begun"


def test_a_bucket_is_full_again_when_its_time_has_come() -> None:
    actor, younger = new_id(), key("rate", "younger")
    take_tokens([Draw(actor, "some_tool", 3)] * 3)
    redis_client().hset(younger, f"{actor.hex} some_tool", f"{time.time() - 1:.6f}")

    waits = take_tokens([Draw(actor, "some_tool", 3)] * 4)

    assert [each.seconds > 0 for each in waits] == [False, False, False, True]


@given(
    st.lists(st.tuples(st.integers(0, 2), st.booleans(), st.booleans()), max_size=40),
    st.integers(1, 7),
    st.integers(1, 11),
)
def test_in_a_batch_exactly_as_many_pass_as_are_allowed(
    asked: list[tuple[int, bool, bool]], own: int, whole: int
) -> None:
    actors, principal = [new_id() for _ in range(3)], new_id()
    left = {(who, tool): own for who in range(3) for tool in (True, False)}
    in_all = whole
    expected: list[bool] = []
    for who, tool, counts in asked:
        has_own, has_all = left[who, tool] > 0, not counts or in_all > 0
        if has_own and has_all:
            left[who, tool] -= 1
            in_all -= counts
        expected.append(has_own and has_all)

    waits = take_tokens(
        [
            Draw(actors[who], "one" if tool else "other", own, principal if counts else None, whole)
            for who, tool, counts in asked
        ]
    )

    assert [each.seconds == 0 for each in waits] == expected


def test_whoever_acts_as_many_agents_has_one_limit_for_all(caller: Caller, agent_caller: Caller) -> None:
    change_setting(CALLS_PER_MINUTE, 2, target=caller.actor, by=caller.actor, now=timezone.now())
    as_agent = replace(caller, actor=agent_caller.actor)
    request_call(as_agent, "make_child", {"name": "a"})
    request_call(caller, "make_child", {"name": "b"})

    with pytest.raises(RateLimited) as caught:
        request_call(as_agent, "make_few", {"name": "c"})

    assert caught.value.details["of"] == "tools"
    assert caught.value.retry_after is not None
    assert 0 < caught.value.retry_after <= 30
    assert request_call(as_agent, "close_risk", {"name": "d"}).status == "QUEUED", "an exit is not held up"
    assert request_call(agent_caller, "make_child", {"name": "e"}).status == "QUEUED"
    assert ToolCall.objects.count() == 4
