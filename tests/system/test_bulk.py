"""Many rows at once: what is written is what is read, whatever it holds."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from apps.system.bulk import Texts, array_of, copy_rows, ids_of, read_rows
from apps.system.prepared import execute_prepared

pytestmark = pytest.mark.django_db

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, places=18, min_value=-(10**19), max_value=10**19)
MOMENTS = st.datetimes(timezones=st.just(UTC))
ROWS = st.lists(st.tuples(st.uuids(), TEXTS, AMOUNTS | st.none(), st.booleans(), MOMENTS))
COLUMNS = "id uuid, words varchar, amount numeric, truth bool, moment timestamptz"


def make_table() -> None:
    """A table that goes with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE many ({COLUMNS}, CHECK (amount <> 13)) ON COMMIT DROP")


@given(ROWS)
def test_rows_that_were_copied_read_the_same(rows: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        make_table()
        copy_rows("many", COLUMNS, rows)
        assert read_rows("SELECT * FROM many ORDER BY ctid", []) == rows
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE many")


@given(st.lists(TEXTS | st.none()), st.lists(AMOUNTS | st.none()), st.lists(st.uuids()))
def test_an_array_is_what_it_was_made_of(
    texts: list[str | None], amounts: list[Decimal | None], ids: list[UUID]
) -> None:
    arrays = [array_of(each) for each in (texts, amounts, ids, [True, False, None])]
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text[], %s::numeric[], %s::uuid[], %s::bool[]", arrays)
        assert cursor.fetchone() == (texts, amounts, ids, [True, False, None])
    spelt = ids_of(form(each) for each in ids for form in (str, lambda each: each.hex))
    for read in (read_rows, execute_prepared):
        assert read("SELECT %s::uuid[]", [array_of(ids)]) == [(ids,)]
        assert read("SELECT %s::uuid[]", [spelt]) == [([each for each in ids for _ in range(2)],)]


@given(st.lists(TEXTS | st.none()))
def test_texts_arrive_as_they_were_given(texts: list[str | None]) -> None:
    assert read_rows("SELECT %s::text[]", [Texts(texts)]) == [(texts,)]


def test_what_a_copy_breaks_on_is_an_error_of_the_database_as_django_knows_it() -> None:
    row = (UUID(int=1), "", Decimal(13), True, datetime(2026, 1, 1, tzinfo=UTC))

    with transaction.atomic():
        make_table()
        with pytest.raises(IntegrityError), transaction.atomic():
            copy_rows("many", COLUMNS, [row])
        assert read_rows("SELECT count(*) FROM many", []) == [(0,)]
