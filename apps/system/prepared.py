"""Statements that are asked with every request: PostgreSQL plans each once for a connection.

Planning takes several times what finding a row by its key does, and so does the ORM's making of a statement.
Here a statement is text that does not change, its values go beside it, and its result has columns that are
named: `SELECT *` would break when a migration adds one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.query import get_related_populators
from psycopg import Cursor, OperationalError
from psycopg.errors import error_from_result
from psycopg.generators import execute
from psycopg.pq import ExecStatus, TransactionStatus

from apps.system.bulk import Row

M = TypeVar("M", bound=Model)


class _Prepared(Cursor[Row]):
    """A cursor that prepares what it executes, where it has not been on this connection."""

    def execute(self, query: Any, params: Any = None, **_: Any) -> Any:
        return super().execute(query, params, prepare=True)


def execute_prepared(sql: str, parameters: Sequence[Any] | Mapping[str, Any]) -> list[Row]:
    """Execute a statement, in the transaction there is; answers the rows, if it gives any."""
    connection.ensure_connection()
    plain: Any = _Prepared(connection.connection)
    # Of a prepared statement Django's log would not know the values.
    with connection.cursor() if connection.queries_logged else connection.make_cursor(plain) as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall() if cursor.pgresult.nfields else []


@contextmanager
def bounded_reading(seconds: float) -> Iterator[None]:
    """A transaction, within no other, that cannot write, and in which no statement takes longer.

    That is said together with its BEGIN: statements that say so take as long as most of what is read.
    """
    bound = round(seconds * 1000)
    with transaction.atomic(durable=True):
        _tell(f"BEGIN READ ONLY; SET LOCAL statement_timeout = {bound}; SET LOCAL lock_timeout = {bound}")
        yield
        _tell("COMMIT")


def begin_and_ask(*questions: str) -> list[list[tuple[bytes | None, ...]]]:
    """Begin the transaction that Django has declared, unless it goes on, and ask without parameters, in one
    round trip. Answers the rows that each question gave, as text.

    Each sees what was committed when it began itself, as if it had been sent alone.
    """
    server: Any = connection.connection
    is_new = server.pgconn.transaction_status == TransactionStatus.IDLE
    with connection.wrap_database_errors:
        server.pgconn.send_query("; ".join(["BEGIN"] * is_new + [*questions]).encode())
        said = server.wait(execute(server.pgconn))
        if (failed := said[-1]).status == ExecStatus.FATAL_ERROR:
            raise error_from_result(failed)
    return [_texts(each) for each in said[-len(questions) :]]


def _texts(result: Any) -> list[tuple[bytes | None, ...]]:
    columns = range(result.nfields)
    return [tuple(result.get_value(row, column) for column in columns) for row in range(result.ntuples)]


def _tell(sql: str) -> None:
    """Begin or end a transaction; psycopg, which would do so, looks and finds it done."""
    server: Any = connection.connection
    with connection.wrap_database_errors:
        said = server.pgconn.exec_(sql.encode())
        if said.status != ExecStatus.COMMAND_OK:
            raise OperationalError(server.pgconn.get_error_message())


class Insertion(NamedTuple):
    """A row to be inserted; `columns` are their names and types, as in `id uuid, amount numeric`."""

    table: str
    columns: str
    row: Row


def insert_together(*insertions: Insertion) -> None:
    """Insert rows of several tables in one statement: all or none, without a transaction around it."""
    sql = _inserting(tuple((each.table, each.columns) for each in insertions))
    execute_prepared(sql, [value for each in insertions for value in each.row])


def inserting(table: str, columns: str, source: str = "") -> str:
    """The statement that inserts a row, once for each row of a `source`."""
    names, types = zip(*(column.split() for column in columns.split(",")), strict=True)
    values = ", ".join(f"%s::{each}" for each in types)
    return f"INSERT INTO {table} ({', '.join(names)}) SELECT {values}{source and f' FROM {source}'}"


@lru_cache
def _inserting(tables: tuple[tuple[str, str], ...]) -> str:
    *others, last = [inserting(*each) for each in tables]
    before = ", ".join(f"row_{place} AS ({each})" for place, each in enumerate(others))
    return f"WITH {before} {last}" if before else last


@lru_cache
def columns_of(model: type[Model], alias: str) -> str:
    """All columns of a model, for a statement whose rows `as_model` reads."""
    return ", ".join(f'{alias}."{each.column}"' for each in model._meta.concrete_fields)


def as_model(model: type[M], row: Row) -> M:
    """A row of `columns_of` a model as that model."""
    names, readers = _reading(model)
    values = [read(value) if read else value for read, value in zip(readers, row, strict=True)]
    return model.from_db(DEFAULT_DB_ALIAS, names, values)


@lru_cache
def _reading(model: type[Model]) -> tuple[list[str], list[Callable[[Any], Any] | None]]:
    fields = model._meta.concrete_fields
    readers = [getattr(each, "from_db_value", None) for each in fields]
    bound = [read and partial(_read, read) for read in readers]
    return [each.attname for each in fields], bound


def _read(read: Callable[..., Any], value: Any) -> Any:
    return read(value, None, connection)


class Given(Expression):
    """In a filter of a compiled query: a value that each use brings."""

    def __init__(self, name: str) -> None:
        super().__init__(output_field=Field())
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


class Compiled(Generic[M]):
    """A query of the ORM whose statement is made once; its rows are the models that the query would give.

        _OF_SLUG = Compiled(lambda: Venue.objects.filter(slug=Given("slug")))
        venue = _OF_SLUG.first(slug="sim")

    For single values that are compared, and relations by `select_related`; no lists, no prefetching.
    """

    def __init__(self, build: Callable[[], "QuerySet[M]"]) -> None:
        self._build = build
        self._made: tuple[str, Sequence[Any], Callable[[Row], M]] | None = None

    def first(self, **given: Any) -> M | None:
        """The first row in the order of the query, or None."""
        return next(iter(self.all(**given)), None)

    def all(self, **given: Any) -> list[M]:
        """Every row."""
        sql, parameters, as_model = self._made = self._made or self._compile()
        values = [given[each.name] if isinstance(each, Given) else each for each in parameters]
        return [as_model(row) for row in execute_prepared(sql, values)]

    def _compile(self) -> tuple[str, Sequence[Any], Callable[[Row], M]]:
        compiler: Any = self._build().query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        model, own = compiler.klass_info["model"], compiler.klass_info["select_fields"]
        names = [compiler.select[place][0].target.attname for place in own]
        populators: Any = get_related_populators  # of another version of Django, for the stubs
        related = populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)
        converters = compiler.get_converters([column for column, *_ in compiler.select])

        def as_model(row: Row) -> M:
            values = next(iter(compiler.apply_converters([row], converters))) if converters else row
            found: M = model.from_db(DEFAULT_DB_ALIAS, names, values[own[0] : own[-1] + 1])
            for each in related:
                each.populate(values, found)
            return found

        return sql, parameters, as_model
