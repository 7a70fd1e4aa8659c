"""What happened when: counts by hour, audience and type, folded from the log."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from apps.system.events.models import Event

_ADD = """
    INSERT INTO system_event_tally AS tally (starts_at, audience, type, count, last_seq)
    SELECT * FROM unnest(%s::timestamptz[], %s::uuid[], %s::text[], %s::bigint[], %s::bigint[])
    ON CONFLICT (starts_at, audience, type) DO UPDATE
        SET count = tally.count + excluded.count, last_seq = excluded.last_seq
"""


def tally_events(events: Sequence[Event]) -> None:
    """Count events into their hours, in one statement however many they are."""
    tallies: dict[tuple[datetime, UUID | None, str], tuple[int, int]] = {}
    for event in events:
        hour = event.recorded_at.replace(minute=0, second=0, microsecond=0)
        key = (hour, event.audience, event.type)
        tallies[key] = (tallies.get(key, (0, 0))[0] + 1, event.seq or 0)
    keys = sorted(tallies, key=lambda key: (key[0], str(key[1]), key[2]))
    columns = zip(*((*key, *tallies[key]) for key in keys), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [list(column) for column in columns])
