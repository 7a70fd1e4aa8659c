"""AG-UI events as data and as frames of server-sent events."""

import json
from datetime import datetime
from typing import Any, NamedTuple

from ag_ui.core.events import BaseEvent

NUL, UNKNOWN = "\0", "\N{REPLACEMENT CHARACTER}"


class Frame(NamedTuple):
    """One event of a run, with its place."""

    seq: int
    event: dict[str, Any]


def as_data(event: BaseEvent, now: datetime) -> dict[str, Any]:
    """An event as JSON data under its wire names, with the time at which it was written."""
    data: dict[str, Any] = event.model_dump(mode="json", by_alias=True, exclude_none=True)
    data.setdefault("timestamp", int(now.timestamp() * 1000))
    return {name: storable(each) for name, each in data.items()}


def storable(value: Any) -> Any:
    """The same data without what PostgreSQL cannot hold (NUL, half a surrogate pair): models say anything."""
    if isinstance(value, str):
        return value.replace(NUL, UNKNOWN).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {storable(name): storable(each) for name, each in value.items()}
    if isinstance(value, list):
        return [storable(each) for each in value]
    return value


def as_sse(frame: Frame) -> bytes:
    """A frame as a server-sent event; its id is what `Last-Event-ID` brings back."""
    data = json.dumps(frame.event, separators=(",", ":"), ensure_ascii=False)
    return f"id: {frame.seq}\ndata: {data}\n\n".encode()
