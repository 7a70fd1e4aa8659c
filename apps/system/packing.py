"""Rows in the binary form of COPY, written at the speed of joining bytes.

Of thousands of rows that are added at once most columns are the same, or have few values. What is the same is
put into PostgreSQL's form once, as a stencil with gaps, or value by value as cells.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from struct import Struct, pack
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg import adapters
from psycopg.pq import Format
from uuid_utils import uuid7

from apps.system.bulk import id_array

_BEGIN = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_END = pack("!h", -1)
NULL = pack("!i", -1)
"""No value, of whatever type."""
_ID = pack("!i", 16)
_size = Struct("!i").pack
_AT_ONCE = 1024


class Stencil:
    """The columns of rows that are alike: `columns` are their names and types, as in `id uuid, amount int4`;
    `same` is what all rows have. The others are gaps."""

    def __init__(self, columns: str, same: Mapping[str, Any]) -> None:
        kinds = dict(column.split() for column in columns.split(","))
        parts = [_constant(same[name], kind) if name in same else b"%b" for name, kind in kinds.items()]
        self._form = pack("!h", len(parts)) + b"".join(parts)

    def row(self, *cells: bytes) -> bytes:
        """A row with these values in its gaps, in the order of the columns."""
        return self._form % cells


class Cells(dict[Any, bytes]):
    """Values of one type, each written once: a batch repeats most of them. For values of one Python type, for
    what is equal is one."""

    def __init__(self, type_name: str) -> None:
        super().__init__()
        dumper = adapters.get_dumper_by_oid(adapters.types[type_name].oid, Format.BINARY)
        self._write = dumper(object).dump

    def __missing__(self, value: Any) -> bytes:
        written = self._write(value)
        assert written is not None
        cell = self[value] = _size(len(written)) + bytes(written)
        return cell


def new_id_cell() -> bytes:
    """A new id (`ids.new_id`) that nobody else has to know."""
    return _ID + uuid7().bytes


def id_cell(value: UUID | None) -> bytes:
    """A value of type uuid."""
    return NULL if value is None else _ID + value.bytes


def ids_cell(values: Sequence[UUID]) -> bytes:
    """Values of type uuid[]."""
    array = id_array([each.bytes for each in values])
    return _size(len(array)) + array


def text_cell(value: str) -> bytes:
    """A value of type text or varchar."""
    data = value.encode()
    return _size(len(data)) + data


def json_cell(data: bytes) -> bytes:
    """A value of type jsonb, from its JSON."""
    return _size(len(data) + 1) + b"\1" + data


def copy_cells(table: str, columns: str, rows: Iterable[Sequence[bytes]]) -> None:
    """Add rows of cells to a table, in the order of the columns."""
    count = pack("!h", columns.count(",") + 1)
    copy_packed(table, columns, (count + b"".join(row) for row in rows))


def copy_packed(table: str, columns: str, rows: Iterable[bytes]) -> None:
    """Add rows that stencils of these columns made; PostgreSQL stores the first while the next are made."""
    names = ", ".join(column.split()[0] for column in columns.split(","))
    statement, waiting = f"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)", iter(rows)
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        copy.write(_BEGIN)
        while some := b"".join(islice(waiting, _AT_ONCE)):
            copy.write(some)
        copy.write(_END)


def _constant(value: Any, kind: str) -> bytes:
    if value is None:
        return NULL
    if isinstance(value, str):  # members of enumerations, too
        return text_cell(str(value)).replace(b"%", b"%%")
    connection.ensure_connection()
    server: Any = connection.connection
    dumper = server.adapters.get_dumper_by_oid(server.adapters.types[kind].oid, Format.BINARY)
    data = bytes(dumper(type(value), server).dump(value))
    return (_size(len(data)) + data).replace(b"%", b"%%")
