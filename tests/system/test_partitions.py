"""Tables that grow are cut by month along the time within their ids."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import InternalError, ProgrammingError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from apps.system.audit.models import AuditEntry
from apps.system.events.models import Event
from apps.system.ids import id_floor, made_at, new_id
from apps.system.partitions import MONTHS_AHEAD, ensure_partitions, month_statements, partitioned_models

TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def _partitions(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::regclass", [table]
        )
        return {name for (name,) in cursor.fetchall()}


def _event(identifier: UUID) -> Event:
    return Event.objects.create(
        id=identifier, type="x.y", payload={}, correlation_id=UUID(int=1), recorded_at=timezone.now()
    )


def _home_of(event: Event) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM system_event WHERE id = %s", [event.id])
        (table,) = cursor.fetchone()
    return str(table)


@given(TIMES)
def test_an_id_tells_when_it_was_made(at: datetime) -> None:
    assert abs(made_at(id_floor(at)) - at) < timedelta(milliseconds=1.1)


def test_ids_grow_with_time() -> None:
    began = timezone.now()
    ids = [new_id() for _ in range(1000)]
    ended = timezone.now()
    assert ids == sorted(ids)
    assert id_floor(began) <= ids[0]
    assert ids[-1] < id_floor(ended + timedelta(milliseconds=1))


@pytest.mark.django_db
def test_every_growing_table_has_this_month_and_the_next_three() -> None:
    now = timezone.now()
    for model in partitioned_models():
        table = model._meta.db_table
        found = _partitions(table)
        assert f"{table}_default" in found
        assert f"{table}_{now:%Y%m}" in found
        assert len(found) >= MONTHS_AHEAD + 2


@pytest.mark.django_db
def test_partitions_are_made_once_and_across_the_turn_of_a_year() -> None:
    december = datetime(2031, 12, 31, 23, 59, tzinfo=UTC)
    assert ensure_partitions(december) == ensure_partitions(december)
    assert {"system_event_203112", "system_event_203201", "system_event_203203"} <= _partitions(
        "system_event"
    )


@pytest.mark.django_db
def test_a_row_lives_in_the_month_of_its_id_to_the_millisecond() -> None:
    turn = datetime(2031, 6, 1, tzinfo=UTC)
    ensure_partitions(turn - timedelta(days=1))
    before, after = _event(id_floor(turn - timedelta(milliseconds=1))), _event(id_floor(turn))
    assert (_home_of(before), _home_of(after)) == ("system_event_203105", "system_event_203106")


@pytest.mark.django_db
def test_no_row_is_refused_for_want_of_a_partition() -> None:
    assert _home_of(_event(id_floor(datetime(2099, 1, 1, tzinfo=UTC)))) == "system_event_default"


@pytest.mark.django_db
def test_a_lookup_by_id_reads_one_partition() -> None:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN SELECT * FROM system_event WHERE id = %s", [new_id()])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert plan.count("Scan") == 1


@given(TIMES)
def test_months_follow_each_other_without_a_gap(now: datetime) -> None:
    statements = month_statements("t", now)
    bounds = [text.split("'")[1::2] for text in statements]
    assert [end for _, end in bounds[:-1]] == [start for start, _ in bounds[1:]]
    assert UUID(bounds[0][0]) <= id_floor(now) < UUID(bounds[0][1])


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Event, AuditEntry])
def test_what_was_recorded_can_be_neither_changed_nor_deleted(model: type[Event | AuditEntry]) -> None:
    _event(new_id())
    AuditEntry.objects.create(
        recorded_at=timezone.now(),
        actor_id=new_id(),
        principal_id=new_id(),
        interface="rest",
        action="x",
        outcome="SUCCEEDED",
        correlation_id=new_id(),
        details={},
    )
    with pytest.raises((InternalError, ProgrammingError), match="append-only"), transaction.atomic():
        model.objects.update(correlation_id=new_id())
    with pytest.raises((InternalError, ProgrammingError), match="append-only"), transaction.atomic():
        model.objects.all()._raw_delete("default")
