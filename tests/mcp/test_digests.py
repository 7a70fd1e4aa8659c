"""Digests are what the first entry of the trail was digested by, however fast they are made."""

import hashlib
import json
from typing import Any

import orjson
import pytest
from django.db import connection
from hypothesis import example, given, settings
from hypothesis import strategies as st

from apps.mcp.digests import canonical, compact, digest, digest_exact, digest_text, orderly, read

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
JSON = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner))
LARGE = st.sampled_from([2**63 - 1, 2**63, 2**64 - 1, 2**64, -(2**63), -(2**63) - 1, 10**40])


def plainly(data: Any) -> bytes:
    """The canonical form as the standard library alone writes it."""
    return json.dumps(data, sort_keys=True, separators=(",", ":")).encode()


def storable(data: Any) -> Any:
    """The same without the one character that PostgreSQL cannot keep."""
    if isinstance(data, str):
        return data.replace("\x00", "")
    if isinstance(data, list):
        return [storable(each) for each in data]
    return {storable(k): storable(v) for k, v in data.items()} if isinstance(data, dict) else data


def nested(depth: int) -> Any:
    """Lists within lists."""
    data: Any = 1
    for _ in range(depth):
        data = [data]
    return data


@given(JSON)
@example({"b": 1, "a": ["\x7f", "\u00e9\n", {"large": 2**64}]})
def test_compact_text_is_that_of_the_standard_library(data: Any) -> None:
    assert compact(data) == json.dumps(data, ensure_ascii=False, separators=(",", ":"))


@given(JSON)
@example({"b": 1, "a": {"é": "\x7f", '\x00\x1f\n"\\/': "\u2028"}})
@example({"large": 2**64, "larger": -(2**63) - 1})
@example({"fraction": 1e16, "small": 1e-7, "whole": 1.0, "negative": -0.0})
@example({"𐀀": 1, "\uffff": 2})
@example(nested(300))
def test_the_canonical_form_is_that_of_the_standard_library(data: Any) -> None:
    assert canonical(data) == plainly(data)
    assert digest(data) == hashlib.sha256(plainly(data)).hexdigest()


@given(st.dictionaries(TEXTS, LARGE | LEAVES))
def test_large_numbers_are_digested_exactly(data: dict[str, Any]) -> None:
    assert canonical(data) == plainly(data)


@given(JSON)
@example({"large": 2**64, "larger": -(2**63) - 1, "inner": [10**40]})
@example({"a": 1, "b": [True, None, {"c": "d"}]})
def test_text_is_read_and_digested_as_the_standard_library_would(data: Any) -> None:
    text = json.dumps(data, ensure_ascii=False)

    read, digested = digest_text(text)

    assert repr(read) == repr(json.loads(text))
    assert digested == hashlib.sha256(plainly(data)).hexdigest()
    assert digest_exact(text) in (None, (read, digested))


def test_what_json_takes_of_python_is_digested_alike() -> None:
    data = [("a", 1), {2: "x", 1: (2, 3)}]

    assert canonical(data) == plainly([["a", 1], {"1": [2, 3], "2": "x"}])


@pytest.mark.django_db
@settings(max_examples=50)
@given(st.dictionaries(TEXTS.map(storable), JSON.map(storable)))
@example({"fraction": 1e16, "small": 1e-7, "whole": 1.0, "zero": -0.0, "large": 2**70})
@example({"words": "plain", "flags": [True, False, None], "numbers": [0, -5, 2**63 - 1]})
def test_what_is_digested_before_it_is_kept_is_kept_like_that(data: dict[str, Any]) -> None:
    text = json.dumps(data)
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::jsonb::text", [text])
        kept = cursor.fetchone()[0]

    assert digest_text(kept).digest == hashlib.sha256(plainly(json.loads(kept))).hexdigest()
    if exact := digest_exact(text):
        assert exact == digest_text(kept)


def test_what_a_fleet_says_is_digested_before_it_is_kept() -> None:
    assert digest_exact('{"symbol": "BTC/USD", "quantity": "0.25", "risk_score": 1, "post_only": false}')


@given(st.dictionaries(TEXTS, st.none() | st.booleans() | TEXTS | st.lists(TEXTS)))
@example({"b": "\x7f", "a": "1"})
@example({"é": "1"})
def test_text_with_its_keys_in_order_is_digested_as_what_it_says(data: dict[str, Any]) -> None:
    text = orjson.dumps(data, option=orjson.OPT_SORT_KEYS).decode()
    found = digest_text(orderly(text))
    assert (read(found.data), found.digest) == (data, digest(data))
