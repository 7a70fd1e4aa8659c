"""Events over REST: the same envelope as on the socket."""

import json
from typing import Any
from uuid import UUID

from pydantic import SerializerFunctionWrapHandler, model_serializer
from pydantic.json_schema import SkipJsonSchema

from apps.system.events.cursors import encode_cursor
from apps.system.events.messages import render_event
from apps.system.events.rows import EventRow
from apps.system.types import WireModel


class MessageMetadata(WireModel):
    """Whom a message is about, the story it belongs to, and the cursor that stands right behind it.

    What does not apply is left out: what passes, such as a tick, has no cursor.
    """

    agent_id: UUID | SkipJsonSchema[None] = None
    session_id: UUID | SkipJsonSchema[None] = None
    correlation_id: str | SkipJsonSchema[None] = None
    causation_id: UUID | SkipJsonSchema[None] = None
    seq: str | SkipJsonSchema[None] = None

    @model_serializer(mode="wrap")
    def leave_out(self, handler: SerializerFunctionWrapHandler):  # type: ignore[no-untyped-def]
        """Only what applies."""
        return {name: value for name, value in handler(self).items() if value is not None}


class EventMessage(WireModel):
    """One event; `timestamp` is in milliseconds, `payload` as its type declares it."""

    id: UUID
    timestamp: int
    type: str
    source: str
    target: str
    payload: dict[str, Any]
    metadata: MessageMetadata


class EventPage(WireModel):
    """Events in order. `next` is the cursor for `after`, also where nothing follows yet.

    `count` is how many are on the page; it is exact where the page reaches the end of the log.
    """

    results: list[EventMessage]
    next: str
    previous: None = None
    count: int
    count_is_exact: bool


def present_event(row: EventRow) -> EventMessage:
    """An event as the socket brings it."""
    return EventMessage.model_validate(json.loads(render_event(row)))


def present_page(rows: list[EventRow], reached: int, head: int) -> EventPage:
    """A page of events that was read up to a `seq` of a log that ends at `head`."""
    return EventPage(
        results=[present_event(row) for row in rows],
        next=encode_cursor(reached),
        count=len(rows),
        count_is_exact=reached >= head,
    )
