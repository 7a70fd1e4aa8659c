"""What was asked for is kept where a gate refused: masked, short whatever came in, and erasable."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import assume, given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from apps.mcp import registry
from apps.mcp.abridging import ROOM, abridge
from apps.mcp.batches import Ask, request_calls
from apps.mcp.digests import digest
from apps.mcp.erasing import erase_payloads
from apps.mcp.floods import SINGLY
from apps.mcp.gateway import request_call
from apps.mcp.masking import MASK
from apps.mcp.models import RefusedRequest
from apps.system.access.types import Caller
from apps.system.audit.models import AuditEntry
from apps.system.bodies import is_storable
from apps.system.errors import CivalError
from tests.mcp.running_tools import declare_running_tools

LOG = "/api/v1/mcp/audit-log"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=60,
)


def refuse(caller: Caller, tool: str, parameters: dict[str, Any]) -> AuditEntry:
    """The entry of a request that a gate refuses."""
    with pytest.raises(CivalError):
        request_call(caller, tool, parameters)
    return AuditEntry.objects.filter(outcome="REFUSED").order_by("-id")[0]


def test_the_trail_shows_what_was_asked_for_and_proves_it(client: APIClient, caller: Caller) -> None:
    asked = {"name": "", "end": "well", "api_key": "hidden"}

    entry = refuse(caller, "make_child", asked)

    shown = client.get(f"{LOG}?code=invalid_parameters").json()["results"][0]
    assert shown["parameters"] == {"name": "", "end": "well", "api_key": MASK}
    assert entry.details["parameters_digest"] == digest(shown["parameters"])
    assert (shown["callId"], shown["erasedAt"]) == (None, None)


def test_what_a_tool_marks_as_secret_is_masked_though_nothing_could_be_parsed(caller: Caller) -> None:
    before = dict(registry._tools)
    declare_running_tools()
    try:
        entry = refuse(caller, "sign_in", {"login": {"pin": "1234", "tags": "none"}, "more": 1})
    finally:
        registry._tools.clear()
        registry._tools.update(before)

    kept = RefusedRequest.objects.get(id=entry.id)
    assert kept.parameters == {"login": {"pin": MASK, "tags": "none"}, "more": 1}


def test_a_batch_keeps_what_each_of_its_requests_asked_for(caller: Caller) -> None:
    request_calls([Ask(caller, "make_child", {"name": "", "end": each}) for each in ("one", "two")])

    assert sorted(each.parameters["end"] for each in RefusedRequest.objects.all()) == ["one", "two"]


def test_of_a_flood_the_first_are_kept(caller: Caller) -> None:
    for number in range(SINGLY + 5):
        with pytest.raises(CivalError):
            request_call(caller, "make_child", {"name": "", "number": number})

    kept = [each.parameters["number"] for each in RefusedRequest.objects.order_by("id")]
    assert kept == list(range(SINGLY))


def test_it_can_be_erased_and_its_digest_stays(
    client: APIClient, caller: Caller, agent_caller: Caller
) -> None:
    entry, other = (
        refuse(caller, "make_child", {"name": ""}),
        refuse(agent_caller, "make_child", {"name": ""}),
    )
    now = timezone.now() + timedelta(seconds=1)

    assert erase_payloads(caller.actor, before=now, now=now).requests == 1
    assert erase_payloads(caller.actor, before=now, now=now).requests == 0

    assert (RefusedRequest.objects.get(id=entry.id).parameters, entry.details["parameters_digest"]) == (
        {},
        digest({"name": ""}),
    )
    assert RefusedRequest.objects.get(id=other.id).parameters == {"name": ""}
    shown = client.get(f"{LOG}?agentId={caller.actor.id}&tool=make_child").json()["results"][0]
    assert (shown["parameters"], shown["erasedAt"] is not None) == (None, True)


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "\0", "\0": "\ud800"},
        {"name": float("nan"), "size": 10**5000, "depth": float("-inf")},
        {f"field {number}": "x" * 1000 for number in range(1000)},
        {"rows": [[1] * 1000] * 1000},
    ],
)
def test_whatever_comes_in_the_refusal_is_recorded(caller: Caller, asked: dict[str, Any]) -> None:
    deep: Any = []
    for _ in range(400):
        deep = [deep]

    entry = refuse(caller, "make_child", {**asked, "deep": deep})

    assert len(json.dumps(RefusedRequest.objects.get(id=entry.id).parameters)) < 4 * ROOM


@given(st.dictionaries(st.text(st.characters()), JSON))
def test_what_is_kept_is_short_and_storable(asked: dict[str, Any]) -> None:
    text = json.dumps(abridge(asked), allow_nan=False, ensure_ascii=False)

    assert is_storable(text)
    assert "\\u0000" not in text
    assert len(text) < 4 * ROOM


@given(st.dictionaries(st.text("abc", max_size=9), st.integers(-9, 9) | st.text(max_size=9), max_size=9))
def test_what_is_short_is_kept_as_it_is(asked: dict[str, Any]) -> None:
    assume(all(is_storable(str(each)) for each in asked.values()))

    assert abridge(asked) == asked


def test_names_that_are_cut_hide_what_they_name() -> None:
    assert list(abridge({"x" * 90 + "_password": "hidden"}).values()) == [MASK]
