"""Reading what a client sends, and the frame that a text for clients is."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apps.system.errors import Malformed
from apps.system.wire import read_object

MAX_BYTES = 64 * 1024
MAX_ID = 128
FINAL_TEXT = 0x81
_ENVELOPE = {"id", "timestamp", "type", "source", "target", "payload", "metadata"}


@dataclass(frozen=True)
class ClientMessage:
    """One message of a client: its own id (or None), its type, and what it says."""

    id: str | None
    type: str
    said: Mapping[str, Any]


def read_message(text: str) -> ClientMessage:
    """Read a message; what it says may stand in `payload` or beside `type`. Raises Malformed."""
    found = read_object(text)
    kind, identifier, payload = found.get("type"), found.get("id"), found.get("payload")
    if not isinstance(kind, str) or not kind or len(kind) > MAX_ID:
        raise Malformed("A message has a `type`, as text.", code="invalid_message")
    if identifier is not None and (not isinstance(identifier, str) or not 1 <= len(identifier) <= MAX_ID):
        raise Malformed(f"`id` is a text of {MAX_ID} characters at most.", code="invalid_message")
    if payload is not None and not isinstance(payload, dict):
        raise Malformed("`payload` is an object.", code="invalid_message")
    beside = {name: value for name, value in found.items() if name not in _ENVELOPE}
    return ClientMessage(identifier, kind, {**beside, **(payload or {})})


def peek_id(text: str) -> str | None:
    """The id of a message that was refused, where it can be read at all."""
    try:
        found = read_object(text).get("id")
    except Malformed:
        return None
    return found if isinstance(found, str) and len(found) <= MAX_ID else None


def text_frame(text: str) -> bytes:
    """A text as one whole frame, unmasked as a server's are (RFC 6455, 5.2): the same for every client."""
    body = text.encode()
    size = len(body)
    if size < 126:
        return struct.pack("!BB", FINAL_TEXT, size) + body
    if size < 2**16:
        return struct.pack("!BBH", FINAL_TEXT, 126, size) + body
    return struct.pack("!BBQ", FINAL_TEXT, 127, size) + body
