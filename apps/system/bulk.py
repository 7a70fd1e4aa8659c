"""Many rows at once, in the formats that cost least."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from struct import Struct
from typing import Any, cast
from uuid import UUID

from django.db import connection
from psycopg import Cursor, adapters
from psycopg.adapt import Dumper
from psycopg.postgres import types
from psycopg.pq import Format

Row = tuple[Any, ...]

TEXT, UUID_ = types["text"], types["uuid"]
_ARRAY, _LENGTH, _NULL = Struct("!iiIii").pack, Struct("!i").pack, b"\xff\xff\xff\xff"
_ID_LENGTH = _LENGTH(16)


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts as a parameter of `read_rows`: long ones, such as JSON, cost a tenth of what `array_of` takes."""

    texts: Sequence[str | None]


class TextsDumper(Dumper):
    """Writes texts as PostgreSQL sends an array: dimensions, then each with its length before it."""

    format = Format.BINARY
    oid = TEXT.array_oid

    def dump(self, obj: Texts) -> bytes:
        """One dimension, counted from 1, that may have nulls."""
        parts = [_ARRAY(1, 1, TEXT.oid, len(obj.texts), 1)]
        for text in obj.texts:
            if text is None:
                parts.append(_NULL)
            else:
                encoded = text.encode()
                parts += (_LENGTH(len(encoded)), encoded)
        return b"".join(parts)


@dataclass(frozen=True, slots=True)
class Ids:
    """Ids as a parameter, each as PostgreSQL has it: it reads them in a fifth of the time that text takes."""

    ids: Sequence[bytes]


def id_array(ids: Sequence[bytes]) -> bytes:
    """Ids as PostgreSQL sends an array: one dimension, counted from 1, without nulls."""
    return _ARRAY(1, 0, UUID_.oid, len(ids), 1) + b"".join([_ID_LENGTH + each for each in ids])


class IdsDumper(Dumper):
    """Writes ids in that form."""

    format = Format.BINARY
    oid = UUID_.array_oid

    def dump(self, obj: Ids) -> bytes:
        """As `id_array` does."""
        return id_array(obj.ids)


class IdsTextDumper(Dumper):
    """The same as text, for statements that values are merged into."""

    oid = UUID_.array_oid

    def dump(self, obj: Ids) -> bytes:
        """Digits between braces."""
        return b"{" + ",".join(map(bytes.hex, obj.ids)).encode() + b"}"


# A connection has a copy of these, and the apps are loaded before the first is made.
adapters.register_dumper(Ids, IdsTextDumper)
adapters.register_dumper(Ids, IdsDumper)  # the last one is taken wherever either would do
adapters.register_dumper(Texts, TextsDumper)

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


def array_of(values: Iterable[Any]) -> Any:
    """Ids, numbers, truths or texts as PostgreSQL writes an array; psycopg takes ten times as long for it."""
    known = list(values)
    kinds = set(map(type, known))
    if kinds <= _NUMBERS:
        return "{" + ",".join(map(str, known)) + "}"
    if kinds == {UUID}:
        return Ids([each.int.to_bytes(16, "big") for each in known])
    return "{" + ",".join([_quoted(each) if isinstance(each, str) else _plain(each) for each in known]) + "}"


def ids_of(texts: Iterable[str]) -> Ids:
    """The same of the texts of ids."""
    return Ids([bytes.fromhex(each.replace("-", "")) for each in texts])


_NUMBERS = {Decimal, int, bool}


def _quoted(text: str) -> str:
    if '"' in text or "\\" in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def _plain(value: Any) -> str:
    if isinstance(value, UUID):
        return value.hex
    return "NULL" if value is None else str(value)
