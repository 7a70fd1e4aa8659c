"""Telling what happened, in the transaction that made it so."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import redis
from django.db import transaction
from django.utils import timezone
from psycopg.types.json import Jsonb

from apps.system.bulk import Row, copy_rows
from apps.system.correlation import current_correlation
from apps.system.events.catalogue import EventPayload
from apps.system.events.metrics import count_appended
from apps.system.ids import new_id
from apps.system.prepared import Insertion
from apps.system.redis import key, redis_client

logger = logging.getLogger(__name__)

APPENDED = "events.appended"
NUMBERED = "events.numbered"
EPHEMERAL = "events.ephemeral"

_EVENT = """
    id uuid, type varchar, audience uuid, agent_id uuid, farm_id uuid, symbol varchar, source varchar,
    payload jsonb, correlation_id uuid, causation_id uuid, recorded_at timestamptz
"""


@dataclass(frozen=True, slots=True)
class Written:
    """The facts of an event of some type as the JSON text that they are kept as."""

    type: str
    text: str


@dataclass(frozen=True)
class NewEvent:
    """An event to append: its facts, whose it is (None: public), and the event that caused it."""

    payload: EventPayload | Written
    audience: UUID | None
    causation_id: UUID | None = None
    correlation_id: UUID | None = None
    source: str = "backend"


def append_event(
    payload: EventPayload, *, audience: UUID | None, causation_id: UUID | None = None, source: str = "backend"
) -> UUID:
    """Append one event; it commits or vanishes with the change it tells of. Answers its id."""
    return append_events([NewEvent(payload, audience, causation_id, source=source)])[0]


def append_events(events: Sequence[NewEvent]) -> list[UUID]:
    """Append many events in one statement, in order."""
    rows = [_row(event) for event in events]
    copy_rows("system_event", _EVENT, rows)
    note_appended(events)
    return [row[0] for row in rows]


def event_insertion(event: NewEvent) -> Insertion:
    """One event, for a statement that makes the change it tells of, too. Counting and a poke follow it."""
    return Insertion("system_event", _EVENT, _row(event))


def note_appended(events: Sequence[NewEvent]) -> None:
    """Count appended events and wake the sequencer, once they have committed."""
    count_appended([event.payload.type for event in events])
    if events:
        transaction.on_commit(poke_sequencer, robust=True)


def _row(event: NewEvent) -> Row:
    facts = event.payload
    named = (getattr(facts, "agent_id", None), getattr(facts, "farm_id", None))
    what = (new_id(), facts.type, event.audience, *named, getattr(facts, "symbol", None) or "", event.source)
    causes = (event.correlation_id or current_correlation(), event.causation_id)
    return (*what, Jsonb(facts, _as_json), *causes, timezone.now())


def _as_json(facts: EventPayload | Written) -> str:
    return facts.text if isinstance(facts, Written) else facts.model_dump_json(by_alias=True)


def poke_sequencer() -> None:
    """Wake the sequencer. It also looks by itself, so an unreachable Redis only costs time."""
    _publish(APPENDED, b"1")


def poke_sequencer_through(pipe: "redis.client.Pipeline") -> None:
    """The same among other commands."""
    pipe.publish(key(APPENDED), b"1")


def poke_readers(seq: int) -> None:
    """Wake whoever follows the log: it reaches to `seq` now."""
    _publish(NUMBERED, str(seq).encode())


def publish_ephemeral(
    payload: EventPayload, *, audience: UUID | None, correlation_id: UUID | None = None
) -> None:
    """Send a passing fact (a tick, progress) to whoever listens now. It has no `seq`; the latest wins.

    Of those about the same, that is: agent, symbol, and whatever else keeps a type apart (`apart_by`); with
    `correlation_id`, of the same story.
    """
    facts = payload.model_dump(mode="json", by_alias=True)
    message: dict[str, Any] = {
        "id": str(new_id()),
        "type": payload.type,
        "audience": audience and str(audience),
        "agent_id": _text(getattr(payload, "agent_id", None)),
        "farm_id": _text(getattr(payload, "farm_id", None)),
        "symbol": getattr(payload, "symbol", None) or "",
        "about": " ".join(str(getattr(payload, name)) for name in payload.apart_by),
        "payload": facts,
        "correlation_id": _text(correlation_id),
        "recorded_at": timezone.now().isoformat(),
    }
    _publish(EPHEMERAL, json.dumps(message).encode())


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def _publish(channel: str, message: bytes) -> None:
    try:
        redis_client().publish(key(channel), message)
    except redis.RedisError as error:
        logger.warning("Redis does not take %s: %s", channel, error)
