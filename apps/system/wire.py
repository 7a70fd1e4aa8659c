"""JSON on the wire: camelCase out, camelCase or snake_case in, exact numbers, nothing twice or too large."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from pydantic import BaseModel
from pydantic.alias_generators import to_snake
from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer
from rest_framework.utils.encoders import JSONEncoder

from apps.system.errors import Malformed, TooLarge
from apps.system.types import SPELT, plain, wire_name

OPAQUE = frozenset(
    {
        "parameters",
        "result",
        "payload",
        "parametersSchema",
        "outputSchema",
        "details",
        "inputs",
        "context",
        "form",
        "answer",
    }
)
"""Keys whose content belongs to somebody else's schema and is passed on as it is."""

_NESTING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[\]{}]', re.DOTALL)
"""Texts, to be skipped, and the brackets outside them."""

_STEP = {"{": 1, "[": 1, "}": -1, "]": -1}

MAX_DEPTH = 64
MAX_DIGITS = 60


class WireEncoder(JSONEncoder):
    """Decimals in plain notation, ids and times as text, pydantic models by their aliases."""

    def default(self, obj: Any) -> Any:
        if isinstance(obj, BaseModel):
            return obj.model_dump(mode="json", by_alias=True)
        if isinstance(obj, Decimal):
            return plain(obj)
        if isinstance(obj, UUID):
            return str(obj)
        return super().default(obj)


class WireRenderer(JSONRenderer):
    """The one way out of the REST interface."""

    encoder_class = WireEncoder
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return super().render(camelized(data), accepted_media_type, renderer_context)


class ProblemRenderer(WireRenderer):
    """Refusals, as RFC 9457 wants them."""

    media_type = "application/problem+json"


class WireParser(BaseParser):
    """The one way into the REST interface: an object in JSON. Raises Malformed or TooLarge."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        limit = settings.MAX_BODY_BYTES
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise TooLarge(f"A request may have {limit} bytes at most.")
        return snake_keys(read_object(body)) if body.strip() else {}


def read_object(body: bytes | str) -> dict[str, Any]:
    """Read one JSON object with exact numbers; a key given twice, NaN and Infinity are refused."""
    try:
        text = body if isinstance(body, str) else body.decode()
        _check_depth(text)
        found = json.loads(
            text,
            parse_float=_exact,
            parse_int=_whole,
            parse_constant=_refuse_constant,
            object_pairs_hook=_pairs,
        )
    except ValueError as error:
        raise Malformed(f"This is not valid JSON: {error}") from error
    if not isinstance(found, dict):
        raise Malformed("Send one JSON object.")
    return found


def camelized(data: Any) -> Any:
    """The same data with camelCase keys, except inside opaque fields."""
    if isinstance(data, Mapping):
        return {_camel(k): v if _camel(k) in OPAQUE else camelized(v) for k, v in data.items()}
    if isinstance(data, list | tuple):
        return [camelized(each) for each in data]
    return data


def snake_keys(body: Mapping[str, Any]) -> dict[str, Any]:
    """A body's own keys in snake_case; values are left alone. Both spellings of one key raise Malformed."""
    found: dict[str, Any] = {}
    for name, value in body.items():
        snake = snake_key(name)
        if snake in found:
            raise Malformed(
                f"{wire_name(snake)} and {snake} are the same key; send one of them.", code="duplicate_key"
            )
        found[snake] = value
    return found


_READ = {camel: snake for snake, camel in SPELT.items()}


def snake_key(name: str) -> str:
    """A key, in either spelling, in snake_case."""
    if name in _READ:
        return _READ[name]
    return to_snake(name) if name != name.lower() else name


def _camel(name: Any) -> Any:
    return wire_name(name) if isinstance(name, str) and "_" in name.strip("_") else name


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is given twice")
    return found


def _exact(literal: str) -> Decimal:
    number = Decimal(literal)
    if number.is_finite() and abs(number.adjusted()) <= MAX_DIGITS:
        return number
    raise ValueError(f"the number {literal[:32]} is out of range")


def _whole(literal: str) -> int:
    if len(literal) > MAX_DIGITS:
        raise ValueError(f"the number {literal[:32]}… is out of range")
    return int(literal)


def _refuse_constant(literal: str) -> None:
    raise ValueError(f"{literal} is not a number")


def _check_depth(text: str) -> None:
    """Refuse deep nesting before it is read: the parser recurses, and would take the process down with it.

    Python's own limit does not save us: a library for elliptic curves raises it beyond what the stack takes.
    """
    depth = 0
    for token in _NESTING.finditer(text):
        depth += _STEP.get(token.group(), 0)
        if depth > MAX_DEPTH:
            raise Malformed(f"Nothing may be nested deeper than {MAX_DEPTH} levels.")
