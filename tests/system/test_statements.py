"""Several statements in one round trip do what each would alone, and what follows a failure is not done."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DataError, IntegrityError, InternalError, OperationalError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from psycopg.types.json import Jsonb

from apps.system import statements
from apps.system.audit.models import AuditEntry
from apps.system.audit.services import action_insertion
from apps.system.prepared import (
    ask_each,
    ask_last,
    bounded_reading,
    end_and_ask,
    end_and_insert,
    execute_prepared,
)
from apps.system.statements import Statement
from tests.system.streams import plain_link
from tests.system.test_prepared import action

pytestmark = pytest.mark.django_db(transaction=True)

COUNT = "SELECT count(*) FROM statements_seen"
ADD = "INSERT INTO statements_seen VALUES (%s::int4)"
ECHO = """
    SELECT %(text)s::text, %(number)s::int8, %(id)s::uuid, %(at)s::timestamptz, %(data)s::jsonb::text,
        %(texts)s::text[], %(text)s::text = 'x' AS is_x, '100%%' AS percent
"""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)))
MOMENTS = st.integers(0, 7_000_000_000_000_000).map(lambda micros: EPOCH + timedelta(microseconds=micros))


@pytest.fixture
def _table(transactional_db: None) -> Any:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE statements_seen (number int4 PRIMARY KEY)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE statements_seen")


def seen_by_others() -> int:
    """The rows that are committed."""
    with plain_link() as other:
        row = other.execute(COUNT).fetchone()
    return int(str(row[0])) if row else 0


@given(
    text=TEXTS,
    number=st.integers(-(2**63), 2**63 - 1),
    id=st.uuids(),
    at=MOMENTS,
    texts=st.lists(TEXTS, max_size=3),
)
def test_values_are_the_same_beside_a_statement_and_within_it(**given_values: Any) -> None:
    values = given_values | {"data": Jsonb(given_values["texts"])}
    ((*alone, percent),) = execute_prepared(ECHO, values)
    assert ask_last(Statement("SELECT 1"), Statement(ECHO, values)) == [(*alone, percent)]
    text, number, id_, at, data, texts, is_x = alone
    assert (text, number, id_, at, texts) == tuple(
        given_values[name] for name in ("text", "number", "id", "at", "texts")
    )
    assert (json.loads(data), is_x, percent) == (texts, text == "x", "100%")


def test_what_postgresql_cannot_keep_is_refused_and_not_cut_off() -> None:
    for ask in (ask_last, lambda *both: ask_each(*both)):
        with pytest.raises(DataError, match="NUL"):
            ask(Statement("SELECT 1"), Statement("SELECT %s::text", ["a\0'); DROP TABLE system_actor; --"]))


@pytest.mark.usefixtures("_table")
def test_a_declared_transaction_begins_with_the_first_statements_and_is_undone_whole() -> None:
    with transaction.atomic():
        assert ask_each(Statement(ADD, [1]), Statement(COUNT)) == [[], [(1,)]]
        assert seen_by_others() == 0
        transaction.set_rollback(True)
    assert seen_by_others() == 0
    with transaction.atomic():
        execute_prepared(ADD, [2])
        assert seen_by_others() == 0
    assert seen_by_others() == 1


@pytest.mark.usefixtures("_table")
def test_after_one_that_fails_none_is_executed() -> None:
    with pytest.raises(IntegrityError, match="duplicate"):
        ask_last(*[Statement(ADD, [number]) for number in (1, 1, 2)])
    assert seen_by_others() == 0
    with transaction.atomic():
        with pytest.raises(IntegrityError, match="duplicate"), transaction.atomic():
            ask_each(*[Statement(ADD, [number]) for number in (3, 3, 4)])
        execute_prepared(ADD, [5])
    assert [row[0] for row in execute_prepared("SELECT number FROM statements_seen", [])] == [5]


@pytest.mark.usefixtures("_table")
def test_a_transaction_that_reads_cannot_write_and_ends_with_what_is_asked_after_it() -> None:
    with bounded_reading(5, Statement(COUNT)) as rows:
        assert rows == [(0,)]
        with pytest.raises(InternalError, match="read-only"):
            execute_prepared(ADD, [1])
        end_and_ask(Statement(ADD, [2]))  # a statement that failed does not stand in its way
        assert seen_by_others() == 1
    execute_prepared(ADD, [3])
    assert seen_by_others() == 2


def test_what_ends_a_reading_that_failed_need_not_be_planned_yet() -> None:
    connection.close()
    connection.close_pool()
    with bounded_reading(5):
        with pytest.raises(DataError):
            execute_prepared("SELECT 1 / %s::int4", [0])
        end_and_insert([action_insertion(action("read"))])
    assert AuditEntry.objects.get().action == "read"


def test_a_reading_that_broke_ends_like_any_other() -> None:
    with bounded_reading(5):
        transaction.set_rollback(True)
        end_and_ask(Statement("SELECT 1"))
        assert not AuditEntry.objects.exists()


def test_a_record_that_fails_after_a_reading_is_raised_and_leaves_the_connection_as_it_was() -> None:
    with pytest.raises(DataError), bounded_reading(5):
        end_and_insert([action_insertion(action("x" * 1000))])
    end_and_ask(Statement("SELECT 1"))
    assert not AuditEntry.objects.exists()
    assert connection.get_autocommit()


def test_a_statement_in_a_reading_takes_no_longer_than_it_may() -> None:
    with pytest.raises(OperationalError, match="statement timeout"), bounded_reading(0.05):
        execute_prepared("SELECT pg_sleep(5)", [])


def test_a_connection_keeps_so_many_plans(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "MOST_PLANNED", 3)
    connection.close()
    connection.close_pool()
    for _ in range(2):
        for number in range(5):
            assert execute_prepared(f"SELECT {number} + %s::int4 AS many_plans", [1]) == [(number + 1,)]
    held = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%many_plans%%'"
    assert execute_prepared(held, []) == [(3,)]


def test_a_connection_that_was_cut_is_said_to_be_and_another_taken() -> None:
    ((pid,),) = execute_prepared("SELECT pg_backend_pid()", [])
    with plain_link() as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])
    with pytest.raises(OperationalError, match=r"terminat|closed"):
        execute_prepared("SELECT 1", [])
    connection.close()
    assert ask_each(Statement("SELECT 1"), Statement("SELECT 2")) == [[(1,)], [(2,)]]


def test_what_watches_statements_sees_these() -> None:
    seen: list[str] = []

    def watch(run: Any, sql: str, *rest: Any) -> Any:
        seen.append(sql)
        return run(sql, *rest)

    with connection.execute_wrapper(watch):
        assert ask_each(Statement("SELECT 1"), Statement("SELECT %s::int4", [2])) == [[(1,)], [(2,)]]
    assert seen == ["SELECT 1", "SELECT %s::int4"]
