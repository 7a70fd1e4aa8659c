"""Reading the log."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection

from apps.system.errors import NotFound
from apps.system.events.cursors import StreamReset, encode_cursor
from apps.system.events.interests import Interest
from apps.system.events.items import Keeps, part_of
from apps.system.events.models import DeadLetter
from apps.system.events.rows import COLUMNS, EventRow
from apps.system.events.sights import Sight

PAGE = 200
WINDOW = 20_000
"""How many numbers one reading goes through at most, whoever they belong to, so that none takes long."""


def read_head() -> int:
    """The `seq` of the last numbered event, 0 where there is none."""
    return int(_one("SELECT last FROM system_counter WHERE name = 'events'") or 0)


def check_cursor(since: int) -> None:
    """Raise StreamReset where the log cannot tell all that came after a cursor."""
    head = read_head()
    if since > head:
        raise StreamReset("This cursor is ahead of the log.", details={"seq": encode_cursor(head)})
    oldest = _one("SELECT min(seq) FROM system_event")
    if since < head and (oldest is None or since + 1 < oldest):
        raise StreamReset(
            "Events after this cursor are past retention.", details={"seq": encode_cursor(head)}
        )


def list_events_after(
    sight: Sight, interest: Interest, after: int, until: int, *, limit: int = PAGE
) -> tuple[list[EventRow], int]:
    """Events with `after < seq <= until` in order, and the `seq` up to which nothing else of them is left.

    A reading goes through WINDOW numbers at most; it is complete when the second answer has reached `until`.
    """
    until = min(until, after + WINDOW)
    if until <= after:
        return [], after
    rows = _select(sight, interest, "seq > %(after)s AND seq <= %(until)s", "seq", after, until, limit)
    reached = (rows[-1].seq or until) if len(rows) == limit else until
    return _parts(rows, _seen_and_asked_for(sight, interest)), reached


def list_events_before(sight: Sight, interest: Interest, until: int, *, limit: int = PAGE) -> list[EventRow]:
    """The newest events up to a `seq`, oldest first, of the last WINDOW."""
    found = _select(
        sight, interest, "seq > %(after)s AND seq <= %(until)s", "seq DESC", until - WINDOW, until, limit
    )
    return _parts(found[::-1], _seen_and_asked_for(sight, interest))


def find_event(event_id: UUID) -> EventRow | None:
    """An event, whoever it belongs to, or None where it is past retention."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM system_event WHERE id = %s", [event_id])
        row = cursor.fetchone()
    return EventRow(*row) if row else None


def list_story(sight: Sight, correlation_id: UUID, *, limit: int) -> list[EventRow]:
    """The events of one story that may be seen, from its first on."""
    allowed, seats = sight.condition()
    statement = (
        f"SELECT {COLUMNS} FROM system_event WHERE correlation_id = %(story)s AND {allowed} "
        "ORDER BY seq NULLS LAST, id LIMIT %(limit)s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {**seats, "story": correlation_id, "limit": limit})
        return _parts((EventRow(*row) for row in cursor.fetchall()), sight.sees)


def get_letter(letter_id: UUID) -> DeadLetter:
    """A parked event. Raises NotFound."""
    found = DeadLetter.objects.filter(id=letter_id).first()
    if found is None:
        raise NotFound(f"There is no dead letter {letter_id}.", code="unknown_letter")
    return found


def _select(
    sight: Sight, interest: Interest, between: str, order: str, after: int, until: int, limit: int
) -> list[EventRow]:
    allowed, seats = sight.condition()
    wanted, filters = interest.condition()
    statement = (
        f"SELECT {COLUMNS} FROM system_event WHERE {between} AND {allowed} AND {wanted} "
        f"ORDER BY {order} LIMIT %(limit)s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {**seats, **filters, "after": after, "until": until, "limit": limit})
        return [EventRow(*row) for row in cursor.fetchall()]


def _seen_and_asked_for(sight: Sight, interest: Interest) -> Keeps:
    return lambda row: sight.sees(row) and interest.covers(row)


def _parts(rows: Iterable[EventRow], keeps: Keeps) -> list[EventRow]:
    """The events, those of many as far as they are for whoever reads."""
    parts = (part_of(row, keeps) for row in rows)
    return [part for part in parts if part is not None]


def _one(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return row[0] if row else None
