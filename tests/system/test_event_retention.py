"""Old months of the log go, once everybody is past them; who comes back from before is told so."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from apps.system.access.services import ensure_root
from apps.system.events.models import Counter, Event, SubscriberCursor
from apps.system.events.sequencer import number_events
from apps.system.events.subscribers import deliver_due
from apps.system.ids import id_floor
from apps.system.partitions import list_partitions, month_statements
from apps.system.projections.models import EventTally
from apps.system.projections.services import carry_out, start_rebuild
from apps.system.retention import cut_events
from apps.system.tasks import cut_events as cut_events_task
from tests.system.people import client_of, make_person

pytestmark = pytest.mark.django_db

JANUARY, FEBRUARY, MARCH = (datetime(2010, month, 1, tzinfo=UTC) for month in (1, 2, 3))
OLD = ["system_event_201001", "system_event_201002"]


@pytest.fixture(autouse=True)
def _old_months() -> None:
    """Partitions as they were made long ago."""
    with connection.cursor() as cursor:
        for statement in month_statements("system_event", JANUARY)[:2]:
            cursor.execute(statement)
    Counter.objects.get_or_create(name="events")


def happen_at(*times: datetime) -> None:
    """Numbered events of those times."""
    for at in times:
        Event.objects.create(
            id=UUID(int=id_floor(at).int + Event.objects.count() + 1),
            type="test.happened",
            payload={"number": 1},
            correlation_id=UUID(int=1),
            recorded_at=at,
        )
    number_events(connection.connection)


def kept() -> list[str]:
    return [each.name for each in list_partitions("system_event") if each.name in OLD]


def test_months_go_that_are_kept_no_longer_and_the_stream_says_so() -> None:
    happen_at(JANUARY, FEBRUARY, timezone.now(), timezone.now())
    deliver_due(timezone.now())
    assert cut_events(timezone.now()) == OLD
    assert (kept(), Event.objects.count()) == ([], 2)
    client = client_of(make_person())
    behind = client.get("/api/v1/system/events", {"after": "1"})
    assert (behind.status_code, behind.json()["code"]) == (410, "stream_reset")
    assert client.get("/api/v1/system/events", {"after": "2"}).json()["next"] == "4"


def test_a_month_stays_until_its_events_are_numbered_and_read() -> None:
    happen_at(JANUARY, timezone.now())
    assert cut_events(timezone.now()) == []
    deliver_due(timezone.now())
    Event.objects.create(
        id=id_floor(FEBRUARY), type="late", payload={}, correlation_id=UUID(int=1), recorded_at=FEBRUARY
    )
    assert cut_events(timezone.now()) == OLD[:1]
    assert kept() == OLD[1:]


def test_the_young_stay() -> None:
    happen_at(JANUARY, timezone.now())
    deliver_due(timezone.now())
    assert cut_events(JANUARY.replace(month=12)) == []
    assert kept() == OLD


def test_a_rebuild_after_a_cut_keeps_what_was_counted_before() -> None:
    happen_at(JANUARY, FEBRUARY, timezone.now())
    deliver_due(timezone.now())
    before = EventTally.objects.count()
    cut_events_task()
    started = start_rebuild("system.activity", asked_by=ensure_root().id, now=timezone.now())
    carry_out(started.id)
    started.refresh_from_db()
    assert (started.status, started.changed, started.digest_before) == ("COMPLETED", 0, started.digest_after)
    assert EventTally.objects.count() == before == 3
    assert SubscriberCursor.objects.get(name="system.activity").seq == 3
