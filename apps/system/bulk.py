"""Many rows at once, in the formats that cost least."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, cast
from uuid import UUID

from django.db import connection
from psycopg import Cursor
from psycopg.abc import AdaptContext
from psycopg.adapt import Buffer, Loader
from psycopg.pq import Format

Row = tuple[Any, ...]


class Ids(Loader):
    """Reads ids; one that comes again is the same object, for it is found sooner than made."""

    format = Format.BINARY

    def __init__(self, oid: int, context: AdaptContext | None = None) -> None:
        super().__init__(oid, context)
        self.known: dict[bytes, UUID] = {}

    def load(self, data: Buffer) -> UUID:
        """The id of these sixteen bytes."""
        key = bytes(data)
        if (found := self.known.get(key)) is None:
            found = self.known[key] = UUID(bytes=key)
        return found


Parameters = Sequence[Any] | Mapping[str, Any]


def read_rows(sql: str, parameters: Parameters) -> list[Row]:
    """The rows of a statement. Read as text, their ids and times would take most of the time.

    Django's own cursors merge parameters into the statement, and such ones read text only.
    """
    with _binary_cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[Row] = cursor.fetchall()
    return rows


def _binary_cursor() -> Any:
    connection.ensure_connection()
    plain: Any = Cursor(connection.connection)
    plain.format = Format.BINARY
    plain.adapters.register_loader("uuid", Ids)
    return (connection.make_debug_cursor if connection.queries_logged else connection.make_cursor)(plain)


@contextmanager
def sent_ahead() -> Iterator[Callable[[str, Parameters], Callable[[], list[Row]]]]:
    """Send statements without waiting: PostgreSQL works on one while the next is made.

    What sends one answers what reads its rows, after the block. The block ends when all are done, and raises
    what went wrong with any.
    """
    connection.ensure_connection()

    def send(sql: str, parameters: Parameters) -> Callable[[], list[Row]]:
        cursor = _binary_cursor()
        cursor.execute(sql, parameters)
        return cast("Callable[[], list[Row]]", cursor.fetchall)

    with connection.wrap_database_errors, connection.connection.pipeline():
        yield send


def copy_rows(table: str, columns: str, rows: Iterable[Row]) -> None:
    """Add rows to a table; `columns` are their names and types, as in `id uuid, amount numeric`.

    PostgreSQL stores the first rows while the next are still made.
    """
    names, types = zip(*(column.split() for column in columns.split(",")), strict=True)
    statement = f"COPY {table} ({', '.join(names)}) FROM STDIN (FORMAT BINARY)"
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)


def array_of(values: Iterable[Any]) -> str:
    """Ids, numbers, truths or texts as PostgreSQL writes an array; psycopg takes ten times as long for it."""
    return "{" + ",".join([_quoted(each) if isinstance(each, str) else _plain(each) for each in values]) + "}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _plain(value: Any) -> str:
    if isinstance(value, UUID):
        return value.hex
    return "NULL" if value is None else str(value)
