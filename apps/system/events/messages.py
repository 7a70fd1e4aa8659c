"""The envelope that everything on the socket travels in."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from apps.system.events.cursors import encode_cursor
from apps.system.events.rows import EventRow
from apps.system.ids import new_id

BACKEND = "backend"
CLIENT = "frontend"


def render_event(row: EventRow, *, correlation: str | None = None) -> str:
    """An event as a message; `correlation` replaces its own where it answers a command."""
    metadata = {
        "agentId": row.agent_id and str(row.agent_id),
        "correlationId": correlation or (row.correlation_id and str(row.correlation_id)),
        "causationId": row.causation_id and str(row.causation_id),
        "seq": None if row.seq is None else encode_cursor(row.seq),
    }
    head = {
        "id": str(row.id),
        "timestamp": _milliseconds(row.recorded_at),
        "type": row.type,
        "source": row.source,
        "target": CLIENT,
        "metadata": {name: value for name, value in metadata.items() if value is not None},
    }
    return f'{json.dumps(head)[:-1]}, "payload": {row.payload}}}'


def message(
    kind: str, payload: Mapping[str, Any], metadata: Mapping[str, str | None], *, source: str = BACKEND
) -> dict[str, Any]:
    """A message of our own (an answer, an error), which is not in the log."""
    return {
        "id": str(new_id()),
        "timestamp": _milliseconds(datetime.now(UTC)),
        "type": kind,
        "source": source,
        "target": CLIENT,
        "payload": payload,
        "metadata": {name: value for name, value in metadata.items() if value is not None},
    }


def read_ephemeral(body: bytes) -> EventRow:
    """An ephemeral event as `services.publish_ephemeral` sent it. Raises ValueError or KeyError."""
    said = json.loads(body)
    return EventRow(
        seq=None,
        id=UUID(said["id"]),
        type=said["type"],
        audience=_uuid(said["audience"]),
        agent_id=_uuid(said["agent_id"]),
        farm_id=_uuid(said["farm_id"]),
        symbol=said["symbol"],
        source=BACKEND,
        payload=json.dumps(said["payload"]),
        correlation_id=_uuid(said.get("correlation_id")),
        causation_id=None,
        recorded_at=datetime.fromisoformat(said["recorded_at"]),
        about=said.get("about", ""),
    )


def _uuid(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
