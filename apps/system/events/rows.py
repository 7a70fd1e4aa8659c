"""Events as the streams read them: plain tuples, the payload still text, so that no stream parses it."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID


class EventRow(NamedTuple):
    """One event of the log, or an ephemeral one, which has no `seq`, and says what it is `about`; so does an
    item of an event of many, of a call."""

    seq: int | None
    id: UUID
    type: str
    audience: UUID | None
    agent_id: UUID | None
    farm_id: UUID | None
    symbol: str
    source: str
    payload: str
    correlation_id: UUID | None
    causation_id: UUID | None
    recorded_at: datetime
    about: str = ""


COLUMNS = (
    "seq, id, type, audience, agent_id, farm_id, symbol, source, payload::text, "
    "correlation_id, causation_id, recorded_at"
)


def some_item(condition: str) -> str:
    """SQL: whether a row tells of many (types `%(many)s`), and the condition holds for one `item` of it."""
    items = "jsonb_array_elements(CASE WHEN type = ANY(%(many)s) THEN payload -> 'items' END) AS own"
    said = f"SELECT coalesce(payload -> 'same', '{{}}') || own AS item FROM {items}"
    return f"(type = ANY(%(many)s) AND EXISTS (SELECT FROM ({said}) AS said WHERE {condition}))"
