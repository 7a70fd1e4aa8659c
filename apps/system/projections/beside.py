"""Tables beside the live ones: made empty, written by the same code, compared, and taken over.

They have the names of the live ones in a schema of their own, which comes first in the search path while a
projection writes them. To take them over only the rows that differ are exchanged, so that readers never wait
and see either what was or what is.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import AutoField, Model

SCHEMA = "cival_rebuild"

Tables = Sequence[type[Model]]


def make_tables(tables: Tables) -> None:
    """Make them empty, with the keys, checks and defaults of the live ones."""
    _run(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    for each in tables:
        _run(f"DROP TABLE IF EXISTS {_new(each)}")
        _run(f"CREATE TABLE {_new(each)} (LIKE {_live(each)} INCLUDING ALL)")


def drop_tables(tables: Tables) -> None:
    """Let them go."""
    for each in tables:
        _run(f"DROP TABLE IF EXISTS {_new(each)}")


def carry_over(tables: Tables, dated: str, before: datetime) -> None:
    """Copy the live rows of the time before: the events that they came from are no more."""
    for each in tables:
        columns = _columns(each)
        _run(
            f'INSERT INTO {_new(each)} ({columns}) SELECT {columns} FROM {_live(each)} WHERE "{dated}" < %s',
            before,
        )


@contextmanager
def writing_beside() -> Iterator[None]:
    """Within the block, and within its transaction, what is written goes to the new tables.

    A transaction or savepoint that is rolled back brings the search path back by itself.
    """
    (path,) = _one("SELECT current_setting('search_path')")
    _run("SELECT set_config('search_path', %s, true)", f"{SCHEMA}, {path}")
    yield
    _run("SELECT set_config('search_path', %s, true)", path)


def digest_live(tables: Tables) -> str:
    """The digest of what the live tables hold: the same rows have the same, in whatever order they came."""
    return _digest([(_live(each), _row(each, "held")) for each in tables])


def digest_new(tables: Tables) -> str:
    """The digest of what the new tables hold."""
    return _digest([(_new(each), _row(each, "held")) for each in tables])


def take_over(tables: Tables) -> int:
    """Make the live tables hold what the new ones hold; answers how many rows went or came."""
    changed = 0
    for each in tables:
        columns, live, new = _columns(each), _live(each), _new(each)
        is_same = f"{_row(each, 'old')} = {_row(each, 'made')}"
        changed += _run(
            f"DELETE FROM {live} AS old WHERE NOT EXISTS (SELECT FROM {new} AS made WHERE {is_same})"
        )
        changed += _run(
            f"INSERT INTO {live} ({columns}) SELECT {columns} FROM {new} AS made "
            f"WHERE NOT EXISTS (SELECT FROM {live} AS old WHERE {is_same})"
        )
    return changed


def _digest(places: Sequence[tuple[str, str]]) -> str:
    total = hashlib.sha256()
    for table, row in places:
        digests = f"sha256(convert_to({row}, 'UTF8'))"
        (found,) = _one(f"SELECT sha256(string_agg({digests}, '' ORDER BY {digests})) FROM {table} AS held")
        total.update(bytes(found or b""))
    return total.hexdigest()


def _columns(table: type[Model]) -> str:
    """All columns but a key that the database counts up, which says nothing."""
    fields = table._meta.concrete_fields
    return ", ".join(f'"{each.column}"' for each in fields if not isinstance(each, AutoField))


def _row(table: type[Model], alias: str) -> str:
    """A row as text, by which equal ones are found."""
    columns = _columns(table).split(", ")
    return f"ROW({', '.join(f'{alias}.{each}' for each in columns)})::text"


def _live(table: type[Model]) -> str:
    (schema,) = _one("SELECT current_schema()")
    return f'"{schema}"."{table._meta.db_table}"'


def _new(table: type[Model]) -> str:
    return f'{SCHEMA}."{table._meta.db_table}"'


def _run(statement: str, *parameters: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)
        return int(cursor.rowcount)


def _one(statement: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row: tuple[Any, ...] = cursor.fetchone()
    return row
