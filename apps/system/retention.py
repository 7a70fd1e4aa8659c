"""Dropping the old end of the log, month by month. Who comes back from before it gets `stream.reset`."""

import logging
from datetime import datetime

from django.db import connection, transaction

from apps.system.controls.reading import read_setting
from apps.system.controls.settings import EVENTS_KEPT
from apps.system.events.models import Event, SubscriberCursor
from apps.system.events.subscribers import list_subscribers
from apps.system.ids import id_floor
from apps.system.partitions import Partition, list_partitions, months_before

logger = logging.getLogger(__name__)


def cut_events(now: datetime) -> list[str]:
    """Drop the months of events that are kept no longer; answers the tables.

    A month stays while one of its events has no number yet, and while a subscriber has not come past it.
    """
    before = months_before(now, read_setting(EVENTS_KEPT))
    old = [each for each in list_partitions(Event._meta.db_table) if each.end <= before]
    slowest = _slowest()
    gone = []
    for month in old:
        if not _is_done_with(month, slowest):
            logger.warning("%s is kept: something has yet to read it.", month.name)
            break
        gone.append(month.name)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '5s'")
        for name in gone:
            cursor.execute(f'DROP TABLE "{name}"')
    return gone


def _slowest() -> int:
    """How far the subscriber is that is furthest behind."""
    positions = dict(SubscriberCursor.objects.values_list("name", "seq"))
    return min((positions.get(name, 0) for name in list_subscribers()), default=0)


def _is_done_with(month: Partition, slowest: int) -> bool:
    within = Event.objects.filter(id__lt=id_floor(month.end))
    last = within.filter(seq__isnull=False).order_by("-seq").first()
    return not within.filter(seq=None).exists() and (last is None or (last.seq or 0) <= slowest)
