"""Digests of JSON data: SHA-256 of one canonical form, the same for as long as there is an audit trail."""

import hashlib
import json
from contextlib import suppress
from types import NoneType
from typing import Any, NamedTuple

import orjson

_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
_SIMPLE = frozenset({str, int, bool, NoneType, dict, list})
_NESTED = frozenset({dict, list})
_DELETE = b"\x7f"
"""The one character of ASCII that only the standard library escapes."""


class Digested(NamedTuple):
    """JSON data that was read from text, and its digest. Canonical text is left as it is: see `read`."""

    data: Any
    digest: str


NOTHING = Digested(None, "")


class Canonical(str):
    """JSON text that is in the canonical form as it is."""

    __slots__ = ()


def orderly(text: str) -> str:
    """What orjson wrote with its keys in order and without fractions: as a rule canonical, and marked so."""
    return Canonical(text) if text.isascii() and chr(_DELETE[0]) not in text else text


def digest(data: Any) -> str:
    """SHA-256 of JSON data in its canonical form."""
    return _sha256(canonical(data))


def canonical(data: Any) -> bytes:
    """JSON data in ASCII, its keys in order and nothing between: as `json` of the standard library says."""
    return _quickly(data) or _CANONICAL.encode(data).encode()


def compact(data: Any) -> str:
    """JSON data as text, its keys as they come and nothing between."""
    if _is_simple(data):
        with suppress(orjson.JSONEncodeError):
            return orjson.dumps(data).decode()
    return _COMPACT.encode(data)


def digest_text(text: str) -> Digested:
    """What JSON text says, as `json` of the standard library reads it, and the digest of that."""
    return digest_exact(text) or _digested(json.loads(text))


def digest_exact(text: str) -> Digested | None:
    """The same of text that has neither fractions nor integers beyond 64 bits nor other letters than ASCII's.

    None where it has: only such text is sure to be kept by PostgreSQL as it was given, `1e16` for one is not.
    """
    if isinstance(text, Canonical):
        return Digested(text, _sha256(text.encode()))
    data = orjson.loads(text)
    written = _quickly(data)
    return None if written is None else Digested(data, _sha256(written))


def read(data: Any) -> Any:
    """JSON data; what was left as canonical text is read here: of a fleet's calls nobody asks for it."""
    return orjson.loads(str(data)) if isinstance(data, Canonical) else data


def _digested(data: Any) -> Digested:
    return Digested(data, digest(data))


def _sha256(written: bytes) -> str:
    return hashlib.sha256(written).hexdigest()


def _quickly(data: Any) -> bytes | None:
    """The canonical form by orjson, in an eighth of the time; None where it might write or read otherwise.

    It writes fractions and what is not ASCII otherwise, and reads integers beyond 64 bits as fractions.
    """
    if _is_simple(data):
        with suppress(orjson.JSONEncodeError):  # an integer that is too large for it, or too many levels
            written = orjson.dumps(data, option=orjson.OPT_SORT_KEYS)
            if written.isascii() and _DELETE not in written:
                return written
    return None


def _is_simple(data: Any) -> bool:
    if type(data) not in _NESTED:
        return type(data) in _SIMPLE
    values = data.values() if type(data) is dict else data
    kinds = set(map(type, values))
    if kinds.isdisjoint(_NESTED):
        return kinds <= _SIMPLE
    return kinds <= _SIMPLE and all([_is_simple(each) for each in values if type(each) in _NESTED])
