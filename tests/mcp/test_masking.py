"""No record shows a secret: not the call, not the audit trail, not an event; and the tool still gets it."""

import json
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from apps.mcp.batches import Ask, request_calls
from apps.mcp.gateway import request_call
from apps.mcp.masking import MASK, SECRET_NAMES, masked
from apps.mcp.models import ToolCall
from apps.mcp.registry import get_tool, list_tools
from apps.mcp.request import Request
from apps.mcp.runner import run_call
from apps.system.access.types import Caller
from apps.system.errors import Invalid
from apps.system.ids import new_id
from tests.mcp.running_tools import declare_running_tools, opened

SECRETS = ("1234-pin", "sk-exchange", "a note of mine", "hunter2")
GIVEN = {
    "login": {"name": "anna", "pin": SECRETS[0], "tags": {"Password": SECRETS[3], "city": "Bern"}},
    "exchange_api_key": SECRETS[1],
    "note": SECRETS[2],
}


@pytest.fixture(autouse=True)
def _running_tools(_tools: None) -> None:
    declare_running_tools()


def everything_stored() -> str:
    """All rows of all tables of ours that tell of calls, as text."""
    found = []
    for table in ("mcp_tool_call", "system_audit_entry", "system_event", "mcp_idempotency_key"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT coalesce(json_agg(t)::text, '') FROM {table} AS t")
            found.append(cursor.fetchone()[0])
    return "".join(found)


def test_the_tool_gets_its_secrets_and_no_record_does(client: APIClient, caller: Caller) -> None:
    call = request_call(caller, "sign_in", GIVEN, key="once")
    waiting = everything_stored()
    run_call(call.id)

    call.refresh_from_db()
    shown = client.get(f"/api/v1/mcp/executions/{call.id}").json()
    assert opened == list(SECRETS[:3])
    assert (call.status, call.sealed) == ("SUCCEEDED", "")
    for stored in (waiting, everything_stored(), json.dumps(shown)):
        assert not [secret for secret in SECRETS if secret in stored]
    assert shown["parameters"] == {
        "login": {"name": "anna", "pin": MASK, "tags": {"Password": MASK, "city": "Bern"}},
        "exchange_api_key": MASK,
        "note": MASK,
    }


def test_of_many_requests_at_once_no_record_shows_a_secret_either(caller: Caller) -> None:
    (answer,) = request_calls([Ask(caller, "sign_in", GIVEN, key="once")])
    waiting = everything_stored()
    assert answer.call is not None
    run_call(answer.call.id)

    assert opened == list(SECRETS[:3])
    assert answer.call.parameters == ToolCall.objects.get(id=answer.call.id).parameters
    for stored in (waiting, everything_stored()):
        assert not [secret for secret in SECRETS if secret in stored]


@pytest.mark.parametrize("name", sorted(each.name for each in list_tools()))
def test_what_many_record_of_a_tools_examples_is_what_each_would(name: str, caller: Caller) -> None:
    tool = get_tool(name)
    for example in tool.examples:
        given = {key: str(new_id()) if "{" in str(each) else each for key, each in example.parameters.items()}
        with suppress(Invalid):
            request = Request(caller, tool, tool.parse(given), None, timezone.now())
            together = request.new_draft(new_id(), timezone.now())
            alone = request.new_call()
            assert (together.parameters, together.sealed) == (alone.parameters, alone.sealed)
            if not alone.sealed:
                assert tool.parse(alone.parameters) == request.parameters


@pytest.mark.parametrize(
    ("name", "given", "left_out"),
    [
        ("place_order", {"limit_price": None, "account_id": None}, {"limit_price", "account_id"}),
        ("set_autonomy", {"level": None}, set()),
    ],
)
def test_a_null_is_recorded_only_where_it_says_something(
    name: str, given: dict[str, Any], left_out: set[str], caller: Caller
) -> None:
    tool = get_tool(name)
    required = {"place_order": {"symbol": "BTC/USD", "side": "buy", "quantity": "1"}}.get(name, {})
    call = Request(caller, tool, tool.parse(required | given), None, timezone.now()).new_call()
    assert set(given) - set(call.parameters) == left_out


def test_a_call_without_secrets_seals_nothing(caller: Caller) -> None:
    call = request_call(caller, "make_child", {"name": "a"})

    assert ToolCall.objects.get(id=call.id).sealed == ""


def test_clients_are_told_which_parameters_are_secret() -> None:
    schema = get_tool("sign_in").parameters_schema

    assert schema["properties"]["note"]["writeOnly"] is True
    assert schema["$defs"]["Login"]["properties"]["pin"]["format"] == "password"


NAMES = st.sampled_from(SECRET_NAMES)
SPELLINGS = st.sampled_from(
    [str, str.upper, lambda name: f"exchange_{name}", lambda name: name.replace("_", "-"), str.title]
)
PLAIN = st.recursive(
    st.integers() | st.text("xyz"), lambda inner: st.lists(inner) | st.dictionaries(st.text("abc"), inner)
)


@given(NAMES, SPELLINGS, PLAIN)
def test_whatever_is_called_a_secret_is_masked_at_any_depth(name: str, spelling: Any, plain: Any) -> None:
    data = {"a": [{"b": {spelling(name): "the-secret", "rest": plain}}]}

    assert masked(data) == {"a": [{"b": {spelling(name): MASK, "rest": plain}}]}


@pytest.mark.parametrize("name", ["token_in", "symbol", "secretary", "key", "passwords_changed", "apikeys"])
def test_what_only_sounds_like_one_is_shown(name: str) -> None:
    assert masked({name: "ETH"}) == {name: "ETH"}
