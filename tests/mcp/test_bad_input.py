"""Whatever is sent, the answer is a 4xx that says why; never a 500."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from apps.mcp.models import ToolCall

EXECUTE = "/api/v1/mcp/execute"

ECHO = '{"toolId": "echo_words", "parameters": {"words": "a", "amount": %s}}'


def post(client: APIClient, body: bytes | str, content_type: str = "application/json", **headers: str) -> Any:
    data = body if isinstance(body, bytes) else body.encode()
    return client.generic("POST", EXECUTE, data, content_type, headers=headers)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("", 422, "invalid_body"),
        ("{}", 422, "invalid_body"),
        ("{", 400, "malformed"),
        ("[]", 400, "malformed"),
        ("null", 400, "malformed"),
        ('"text"', 400, "malformed"),
        ("\xff\xfe", 400, "malformed"),
        (b"\xff\xfe{}", 400, "malformed"),
        ("[" * 100_000, 400, "malformed"),
        ('{"a":' * 100 + "1" + "}" * 100, 400, "malformed"),
        ('{"toolId": "a", "toolId": "b"}', 400, "malformed"),
        ('{"toolId": "a", "tool_id": "b"}', 400, "duplicate_key"),
        ('{"toolId": "a", "tool": "b"}', 422, "invalid_body"),
        ('{"toolId": 5}', 422, "invalid_body"),
        ('{"toolId": "a", "parameters": []}', 422, "invalid_body"),
        ('{"toolId": "a", "agentId": "x"}', 422, "invalid_body"),
        ('{"toolId": "a", "agentId": 12}', 422, "invalid_body"),
        ('{"toolId": "a", "surprise": 1}', 422, "invalid_body"),
        ('{"toolId": "\\u0000"}', 422, "invalid_body"),
        ('{"toolId": "\\ud800"}', 422, "invalid_body"),
        (json.dumps({"toolId": "x" * 500_000}), 422, "invalid_body"),
        ('{"toolId": "nothing"}', 404, "unknown_tool"),
        (ECHO % "NaN", 400, "malformed"),
        (ECHO % "Infinity", 400, "malformed"),
        (ECHO % "1e400", 400, "malformed"),
        (ECHO % ("9" * 5000), 400, "malformed"),
        (ECHO % "1e50", 422, "invalid_parameters"),
        (ECHO % "-1", 422, "invalid_parameters"),
        (ECHO % '"1e999999"', 422, "invalid_parameters"),
        (ECHO % '"NaN"', 422, "invalid_parameters"),
        (ECHO % "{}", 422, "invalid_parameters"),
        (ECHO % '"\\ud800"', 422, "invalid_parameters"),
        (ECHO % '"\\u0000"', 422, "invalid_parameters"),
        (ECHO % '1, "times": 1e40', 422, "invalid_parameters"),
        (ECHO % '1, "times": 99999999999999999999999999', 422, "invalid_parameters"),
        (ECHO % '1, "\\u0000": 1', 422, "invalid_parameters"),
        (ECHO % '1, "\\ud800": 1', 422, "invalid_parameters"),
    ],
)
def test_a_bad_body_is_told_what_is_wrong(
    client: APIClient, body: bytes | str, status: int, code: str
) -> None:
    answer = post(client, body)

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (status, code)
    assert answer["Content-Type"] == "application/problem+json"
    assert problem["detail"]
    assert ToolCall.objects.count() == 0


def test_ten_megabytes_are_not_read(client: APIClient) -> None:
    answer = post(client, ECHO % ('"' + "9" * 10_000_000 + '"'))

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_thousand_wrong_fields_are_told_in_few_words(client: APIClient) -> None:
    wrong = {f"field{number}": number for number in range(5000)}

    answer = post(client, json.dumps({"toolId": "echo_words", "parameters": wrong}))

    assert (answer.status_code, len(answer.json()["errors"])) == (422, 50)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "multipart/form-data; boundary=x", "nonsense"]
)
def test_another_kind_of_body_is_not_read(client: APIClient, kind: str) -> None:
    answer = post(client, ECHO % "1", kind)

    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize("key", ["x" * 201, "a\tb", "ü\x7f"])
def test_a_bad_idempotency_key_is_refused(client: APIClient, key: str) -> None:
    answer = post(client, ECHO % "1", **{"Idempotency-Key": key})

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_idempotency_key")


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_another_method_is_not_allowed(client: APIClient, method: str) -> None:
    answer = getattr(client, method)(EXECUTE)

    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


@pytest.mark.parametrize("place", ["executions", "audit-log", "stats", "tools"])
@pytest.mark.parametrize(
    "query",
    [
        "agentId=x",
        "agentId=%00",
        "since=yesterday",
        "since=2026-01-01T00:00:00",
        "since=99999-01-01T00:00:00Z",
        "since=0001-01-01T00:00:00Z",
        "until=0001-01-01T00:00:00%2B14:00",
        "until=9999-12-31T23:59:59-14:00",
        "surprise=1",
        "status=SLEEPING",
        "text=%00",
        "tool=%00",
        "tool=" + "x" * 100,
        "agentId=a&agent_id=b",
        "toolset=none",
        "correlationId=1",
    ],
)
def test_a_bad_query_is_refused(client: APIClient, place: str, query: str) -> None:
    answer = client.get(f"/api/v1/mcp/{place}?{query}")

    assert answer.status_code in (200, 400, 404, 422)
    if answer.status_code != 200:
        assert answer.json()["detail"]


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "cursor=x", "cursor=%00", "limit=-1"])
@pytest.mark.parametrize("place", ["executions", "audit-log"])
def test_a_bad_page_is_refused(client: APIClient, place: str, query: str) -> None:
    assert client.get(f"/api/v1/mcp/{place}?{query}").status_code == 422


@pytest.mark.parametrize("identifier", ["1", "x" * 50, "00000000-0000-0000-0000-000000000000"])
def test_an_execution_that_is_none_is_not_found(client: APIClient, identifier: str) -> None:
    assert client.get(f"/api/v1/mcp/executions/{identifier}").status_code == 404
    assert client.post(f"/api/v1/mcp/executions/{identifier}/cancel").status_code == 404


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(codec=None)),  # halves of surrogate pairs, too
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)
parameters = st.dictionaries(st.sampled_from(["words", "amount", "times"]) | st.text(), anything, max_size=5)
bodies = (
    st.fixed_dictionaries({"toolId": st.just("echo_words"), "parameters": parameters | anything}).map(
        json.dumps
    )
    | st.dictionaries(st.sampled_from(["toolId", "tool", "agentId", "parameters"]) | st.text(), anything).map(
        json.dumps
    )
    | anything.map(json.dumps)
    | st.text()
).map(lambda text: text.encode(errors="replace")) | st.binary()


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(body=bodies)
def test_no_body_breaks_it(client: APIClient, body: bytes) -> None:
    answer = post(client, body)

    assert answer.status_code < 500
    assert answer.json()
