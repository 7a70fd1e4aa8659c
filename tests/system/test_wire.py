"""JSON on the wire: exact, read once, never too deep or too large; and never a 500."""

import json
from contextlib import suppress
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from rest_framework.test import APIClient

from apps.system.access.models import Role
from apps.system.errors import Malformed, TooLarge
from apps.system.types import ExactDecimal, WireModel, plain
from apps.system.wire import MAX_DEPTH, WireParser, WireRenderer, camelized, read_object, snake_keys
from tests.system.people import client_of, make_person

V1 = "/api/v1"
AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=18)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
with_a_database = effort(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(AMOUNTS)
def test_a_number_is_read_exactly_as_it_is_written(amount: Decimal) -> None:
    assert read_object(f'{{"amount": {amount:f}}}')["amount"] == amount


@given(AMOUNTS)
def test_an_amount_goes_out_in_plain_notation_and_comes_back_the_same(amount: Decimal) -> None:
    text = plain(amount)
    assert "E" not in text
    assert Decimal(text) == amount
    assert plain(Decimal(text)) == text


@pytest.mark.parametrize(
    "body",
    [
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": -Infinity}',
        b'{"a": 1e400}',
        b'{"a": 1e-400}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"a": 1, "a": 2}',
        b'{"a": {"b": 1, "b": 1}}',
        b'{"a": 1',
        b"{'a': 1}",
        b"[1]",
        b'"text"',
        b"null",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b'{"a": ' + b"[" * MAX_DEPTH + b"]" * MAX_DEPTH + b"}",
    ],
    ids=lambda body: repr(body[:20]),
)
def test_what_is_not_one_readable_object_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        read_object(body)


def test_a_value_as_deep_as_allowed_is_read() -> None:
    depth = MAX_DEPTH - 2
    assert read_object(b'{"a": ' + b"[" * depth + b"]" * depth + b"}")


@given(st.binary(max_size=200))
def test_bytes_are_read_or_refused_and_nothing_else(body: bytes) -> None:
    with suppress(Malformed):
        assert isinstance(read_object(body), dict)


def test_a_body_is_read_up_to_the_limit_and_no_further() -> None:
    body = BytesIO(b'{"a": "' + b"x" * 10_000_000 + b'"}')
    with pytest.raises(TooLarge):
        WireParser().parse(body)
    assert body.tell() <= settings.MAX_BODY_BYTES + 1


def test_keys_come_in_either_spelling_but_not_in_both() -> None:
    assert snake_keys({"agentId": 1, "order_type": 2}) == {"agent_id": 1, "order_type": 2}
    with pytest.raises(Malformed) as refused:
        snake_keys({"agentId": 1, "agent_id": 1})
    assert refused.value.reason_code == "duplicate_key"


def test_keys_go_out_in_camel_case_except_in_what_belongs_to_others() -> None:
    given = {"agent_id": 1, "parameters": {"order_type": 1}, "rows": [{"seq_no": 1}]}
    assert camelized(given) == {"agentId": 1, "parameters": {"order_type": 1}, "rows": [{"seqNo": 1}]}


def test_a_model_goes_out_by_its_aliases_with_exact_amounts() -> None:
    class Quote(WireModel):
        last_price: ExactDecimal

    assert WireRenderer().render(Quote(last_price=Decimal("1.10"))) == b'{"lastPrice":"1.1"}'


@pytest.mark.parametrize("wrong", ["NaN", "Infinity", "1e21", "1." + "1" * 19, "x", "", True])
def test_an_amount_is_finite_and_fits_the_database(wrong: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(ExactDecimal).validate_python(wrong)


@pytest.fixture
def admin(db: None) -> APIClient:
    return client_of(make_person(Role.ADMIN))


def _assert_problem(answer: Any) -> None:
    assert 400 <= answer.status_code < 500, answer.content
    assert answer["Content-Type"].startswith("application/problem+json")
    problem = json.loads(answer.content)
    assert problem["status"] == answer.status_code
    assert problem["code"]
    assert problem["detail"]
    assert problem["correlationId"] == answer["X-Correlation-Id"]


@with_a_database
@given(body=st.binary(max_size=300))
def test_no_bytes_break_a_write(admin: APIClient, body: bytes) -> None:
    _assert_problem(admin.generic("POST", f"{V1}/account/keys", body, content_type="application/json"))


@with_a_database
@given(name=JSON, scopes=JSON, actor=JSON)
def test_no_values_break_a_write(admin: APIClient, name: Any, scopes: Any, actor: Any) -> None:
    body = json.dumps({"name": name, "scopes": scopes, "actorId": actor, "extra": name})
    _assert_problem(admin.generic("POST", f"{V1}/account/keys", body, content_type="application/json"))


@with_a_database
@given(query=st.dictionaries(st.sampled_from(["cursor", "limit"]), st.text(), min_size=1))
def test_no_query_breaks_a_list(admin: APIClient, query: dict[str, str]) -> None:
    assert admin.get(f"{V1}/account/keys", query).status_code in (200, 422)


@with_a_database
@given(key=st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=300))
def test_no_idempotency_key_breaks_a_write(admin: APIClient, key: str) -> None:
    answer = admin.post(
        f"{V1}/account/teams", {"name": "desk"}, format="json", headers={"Idempotency-Key": key}
    )
    assert answer.status_code in (201, 422)


@pytest.mark.parametrize(
    ("method", "path", "content_type", "body", "status", "code"),
    [
        ("POST", "/account/keys", "application/json", b"{", 400, "malformed"),
        ("POST", "/account/keys", "text/plain", b"x", 415, "unsupported_media_type"),
        ("POST", "/account/keys", "application/x-www-form-urlencoded", b"a=b", 415, "unsupported_media_type"),
        ("POST", "/account/keys", "application/json", b'{"a": "' + b"x" * 10_000_000, 413, "too_large"),
        ("PUT", "/account/keys", "application/json", b"{}", 405, "method_not_allowed"),
        ("GET", "/account/keys?limit=0", "", b"", 422, "invalid_limit"),
        ("GET", "/account/keys?cursor=%00", "", b"", 422, "invalid_cursor"),
        ("GET", "/account/keys?cursor=bjox", "", b"", 422, "invalid_cursor"),
        ("DELETE", f"/account/keys/{UUID(int=7)}", "", b"", 404, "not_found"),
        ("DELETE", "/account/keys/7", "", b"", 404, "not_found"),
        ("GET", "/nowhere/%00/%ff", "", b"", 404, "not_found"),
        ("GET", "/account/keys/", "", b"", 404, "not_found"),
    ],
)
def test_each_bad_request_has_its_own_problem(
    admin: APIClient, method: str, path: str, content_type: str, body: bytes, status: int, code: str
) -> None:
    answer = admin.generic(method, f"{V1}{path}", body, content_type=content_type)
    _assert_problem(answer)
    assert (answer.status_code, json.loads(answer.content)["code"]) == (status, code)


def test_an_unknown_host_is_refused_with_a_problem(client: Client) -> None:
    _assert_problem(client.get(f"{V1}/account/me", headers={"Host": "evil.example"}))


@pytest.mark.parametrize("sent", ["", "not-a-uuid", "x\u00e9", str(UUID(int=7))])
@pytest.mark.django_db
def test_a_story_keeps_the_callers_id_when_it_is_one(client: Client, sent: str) -> None:
    answer = client.get(f"{V1}/account/me", headers={"X-Correlation-Id": sent})
    assert (answer["X-Correlation-Id"] == sent) is (len(sent) == 36)
