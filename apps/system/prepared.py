"""Statements that are asked with every request: PostgreSQL plans each once for a connection.

Planning takes several times what finding a row by its key does, and so does the ORM's making of a statement.
Here a statement is text that does not change, its values go beside it, and its result has columns that are
named: `SELECT *` would break when a migration adds one.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.query import get_related_populators

from apps.system.bulk import Parameters, Row
from apps.system.statements import Session, Statement, session_of

_BOUND = """
    SELECT set_config('statement_timeout', %s, true), set_config('lock_timeout', %s, true),
        set_config('transaction_read_only', 'on', true)
"""

M = TypeVar("M", bound=Model)


def execute_prepared(sql: str, parameters: Parameters) -> list[Row]:
    """Execute a statement, in the transaction there is; answers the rows, if it gives any."""
    return ask_last(Statement(sql, parameters))


def ask_last(*statements: Statement) -> list[Row]:
    """Execute statements in one round trip, in the transaction there is; answers the rows of the last.

    One that is declared and has not begun begins with them. Those after one that fails are not executed.
    """
    here, session = _here()
    if session is None:
        return [_ask_openly(each) for each in statements][-1]
    here.validate_no_broken_transaction()
    with here.wrap_database_errors:
        return session.ask(*statements)


def ask_each(*statements: Statement) -> list[list[Row]]:
    """The same; answers the rows of each. Every one sees what was committed when it began itself."""
    here, session = _here()
    if session is None:
        return [_ask_openly(each) for each in statements]
    here.validate_no_broken_transaction()
    with here.wrap_database_errors:
        return session.ask_each(*statements)


def end_and_ask(*statements: Statement) -> list[Row]:
    """End the transaction there is, whatever became of it, and then ask; that is a transaction of its own.

    Answers the rows of the last statement.
    """
    here, session = _here()
    here.needs_rollback = False  # of a transaction that is over now
    if session is None:
        return [_ask_openly(each) for each in (Statement("COMMIT"), *statements)][-1]
    with here.wrap_database_errors:
        return session.end_and_ask(*statements)


def is_broken() -> bool:
    """Whether a statement of the transaction there is has failed, so that it can only be ended."""
    here: Any = connections[DEFAULT_DB_ALIAS]
    return session_of(here.connection).is_broken


def _here() -> tuple[Any, Session | None]:
    """The connection of this thread, and its session unless each statement is watched or waits for nobody."""
    here: Any = connections[DEFAULT_DB_ALIAS]
    here.ensure_connection()
    session = session_of(here.connection)
    is_watched = here.queries_logged or here.execute_wrappers or session.is_piping
    return here, None if is_watched else session


def _ask_openly(statement: Statement) -> list[Row]:
    """So that Django's log, and what wraps its statements, hear of it, with its values."""
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return cursor.fetchall() if cursor.pgresult.nfields else []


@contextmanager
def bounded_reading(seconds: float, *question: Statement) -> Iterator[list[Row]]:
    """A transaction, within no other, that cannot write, and in which no statement takes longer.

    That is said together with its BEGIN, and so is a question, whose rows are answered: a statement that is
    sent alone takes as long as most of what is read.
    """
    with transaction.atomic(durable=True):
        yield ask_last(bounds_of_reading(seconds), *question)


def bounds_of_reading(seconds: float) -> Statement:
    """From here to the end of the transaction nothing is written, and no statement takes longer."""
    bound = str(round(seconds * 1000))
    return Statement(_BOUND, (bound, bound))


class Insertion(NamedTuple):
    """A row to be inserted; `columns` are their names and types, as in `id uuid, amount numeric`."""

    table: str
    columns: str
    row: Row


def insert_together(*insertions: Insertion) -> None:
    """Insert rows of several tables in one statement: all or none, without a transaction around it."""
    execute_prepared(*_insertion(insertions))


def end_and_insert(*together: Sequence[Insertion]) -> None:
    """The same, of several such groups, in one round trip with the end of the transaction there is, which has
    only read. All are inserted, or none."""
    end_and_ask(*map(_insertion, together))


def _insertion(insertions: Sequence[Insertion]) -> Statement:
    sql = _inserting(tuple((each.table, each.columns) for each in insertions))
    return Statement(sql, [value for each in insertions for value in each.row])


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
