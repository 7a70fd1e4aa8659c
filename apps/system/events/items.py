"""Events of many (`catalogue.EventPayload.many`), item by item: for whoever asks for some of them only."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from apps.system.events.catalogue import is_many
from apps.system.events.models import Event
from apps.system.events.rows import EventRow

Keeps = Callable[[EventRow], bool]


def one_by_one(events: Iterable[Event]) -> Iterator[tuple[Event, Mapping[str, Any]]]:
    """What events say, those of many item by item, each with its event."""
    for event in events:
        for said in _said(event.payload) if is_many(event.type) else [event.payload]:
            yield event, said


@lru_cache(maxsize=8)
def items_of(row: EventRow) -> tuple[EventRow, ...]:
    """Each item of an event of many as a row of its own: what it says, and what it is about.

    Kept of the latest only, which all readers ask for in turn: they are a thousand rows each.
    """
    return tuple(_item(row, each) for each in _said(json.loads(row.payload)))


def part_of(row: EventRow, keeps: Keeps) -> EventRow | None:
    """An event that is kept; of one of many that is not, the same event with those items that are.

    None where nothing is left.
    """
    if keeps(row):
        return row
    return _with_items(row, keeps) if is_many(row.type) else None


def rest_of(row: EventRow, is_known: Keeps) -> EventRow | None:
    """What is not known of an event yet; None where all is."""
    if is_known(row):
        return None
    return _with_items(row, lambda item: not is_known(item)) if is_many(row.type) else row


def _with_items(row: EventRow, keeps: Keeps) -> EventRow | None:
    items = items_of(row)
    kept = [each.payload for each in items if keeps(each)]
    if len(kept) == len(items):
        return row
    return row._replace(payload=f'{{"same": {{}}, "items": [{", ".join(kept)}]}}') if kept else None


def _said(payload: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What each item says. Older events have nothing in common."""
    same = payload.get("same", {})
    return (same | item for item in payload["items"])


def _item(row: EventRow, said: Mapping[str, Any]) -> EventRow:
    agent_id, symbol = said.get("agentId"), said.get("symbol") or ""
    whose = UUID(agent_id) if agent_id else None
    about = said.get("executionId") or ""
    return row._replace(agent_id=whose, symbol=symbol, payload=json.dumps(said), about=about)
