"""Rows that stencils make read as what they were made of."""

import json
from datetime import UTC
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from apps.system.bulk import read_rows
from apps.system.ids import new_id
from apps.system.packing import (
    Cells,
    Stencil,
    copy_cells,
    copy_packed,
    id_cell,
    ids_cell,
    json_cell,
    text_cell,
)

pytestmark = pytest.mark.django_db

COLUMNS = """
    id uuid, words varchar, told jsonb, other uuid, all_of uuid[], label text, count int4, few int2,
    moment timestamptz
"""
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
SAME = st.fixed_dictionaries(
    {
        "label": TEXTS | st.just("100 % of %b"),
        "count": st.integers(-(2**31), 12),
        "few": st.none() | st.integers(0, 2**15 - 1),
        "moment": st.none() | st.datetimes(timezones=st.just(UTC)),
    }
)
TOLD = st.sampled_from(["{}", '{"a": ["ü", null]}'])
OWN = st.tuples(st.uuids(), TEXTS, TOLD, st.none() | st.uuids(), st.lists(st.uuids(), max_size=3))


def make_table() -> None:
    """A table that goes with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE many ({COLUMNS}, CHECK (count <> 13)) ON COMMIT DROP")


def copy(same: dict[str, Any], rows: list[tuple[Any, ...]]) -> None:
    """Write rows with one stencil."""
    stencil = Stencil(COLUMNS, same)
    fields = (
        (id_cell(own), text_cell(words), json_cell(told.encode()), id_cell(other), ids_cell(all_of))
        for own, words, told, other, all_of in rows
    )
    copy_packed("many", COLUMNS, (stencil.row(*each) for each in fields))


@given(SAME, st.lists(OWN, max_size=300))
def test_rows_of_a_stencil_read_as_what_they_were_made_of(
    same: dict[str, Any], rows: list[tuple[Any, ...]]
) -> None:
    shared = tuple(same[name] for name in ("label", "count", "few", "moment"))
    with transaction.atomic():
        make_table()
        copy(same, rows)
        found = read_rows("SELECT id, words, told, other, all_of, label, count, few, moment FROM many", [])
        transaction.set_rollback(True)

    assert found == [
        (own, words, json.loads(told), other, all_of, *shared) for own, words, told, other, all_of in rows
    ]


def test_what_a_copy_breaks_on_is_an_error_of_the_database_as_django_knows_it() -> None:
    same = {"label": "", "count": 13, "few": None, "moment": None}

    with transaction.atomic():
        make_table()
        with pytest.raises(IntegrityError), transaction.atomic():
            copy(same, [(new_id(), "", "{}", None, [])])
        assert read_rows("SELECT count(*) FROM many", []) == [(0,)]


AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, places=18, min_value=-(10**19), max_value=10**19)
MOMENTS = st.datetimes(timezones=st.just(UTC))


@given(st.lists(st.tuples(st.uuids(), TEXTS, AMOUNTS, st.booleans(), MOMENTS)))
def test_rows_of_cells_read_as_what_the_cells_were_made_of(rows: list[tuple[Any, ...]]) -> None:
    words, amounts, truths, times = map(Cells, ("varchar", "numeric", "bool", "timestamptz"))
    columns = "id uuid, words varchar, amount numeric, truth bool, moment timestamptz"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE cells ({columns}) ON COMMIT DROP")
        made = [(id_cell(own), words[a], amounts[b], truths[c], times[d]) for own, a, b, c, d in rows]
        copy_cells("cells", columns, made)
        assert read_rows("SELECT * FROM cells ORDER BY ctid", []) == rows
        cursor.execute("DROP TABLE cells")
