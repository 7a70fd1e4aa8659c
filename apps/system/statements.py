"""Statements that PostgreSQL plans once for a connection, and several of them in one round trip.

A cursor takes longer for a statement than PostgreSQL takes to find a row by its key, and lets go of Python's
lock half a dozen times meanwhile; where threads wait for it, each time costs two switches between them. Here
the text is read once, values go beside it as psycopg writes them, and libpq sends all and waits in one call.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import count
from typing import Any, NamedTuple

from psycopg import Connection, OperationalError
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.generators import execute
from psycopg.pq import ConnStatus, ExecStatus, PipelineStatus, TransactionStatus

from apps.system.bulk import Parameters, Row

MOST_PLANNED = 200
"""Statements that a connection keeps; of one text there is one for each choice of types of its values."""

_PLACE = re.compile(r"%(?:\((\w+)\))?s|%%")


class Statement(NamedTuple):
    """SQL with `%s`, or `%(name)s`, where its values come."""

    sql: str
    parameters: Parameters = ()


_DONE = {ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK}


class Session:
    """What a connection has planned, and how values go to it and come from it."""

    def __init__(self, server: "Connection[Any]") -> None:
        self._server, self._link = server, server.pgconn
        self._transformer = Transformer(server)
        self._plans: dict[tuple[bytes, tuple[int, ...]], bytes] = {}
        self._planned = 0

    @property
    def is_piping(self) -> bool:
        """Whether somebody sends ahead on this connection, so that nothing may be waited for."""
        return self._link.pipeline_status != PipelineStatus.OFF

    def ask(self, *statements: Statement) -> list[Row]:
        """Execute statements one after another, and answer the rows of the last.

        Where a transaction was declared and has not begun, it begins with them. Raises what psycopg raises,
        of the first statement that fails; none after it is executed.
        """
        if len(statements) > 1 or self._is_due:
            return self._rows(self._link.exec_(self._joined(statements)))
        text, values = _place_values(statements[0])
        if not values:
            return self._rows(self._link.exec_prepared(self._plan(text, ()), ()))
        known = self._transformer
        written: Any = known.dump_sequence(values, [PyFormat.AUTO] * len(values))
        return self._rows(
            self._link.exec_prepared(self._plan(text, known.types or ()), written, known.formats)
        )

    def ask_each(self, *statements: Statement) -> list[list[Row]]:
        """The same, answering the rows of each."""
        self._link.send_query(self._joined(statements))
        results = self._server.wait(execute(self._link))
        return [self._rows(each) for each in results][-len(statements) :]

    def end_and_ask(self, *statements: Statement) -> list[Row]:
        """End the transaction, whatever became of it; then execute statements, which are one of their own.

        Answers the rows of the last.
        """
        ending = [b"COMMIT"]
        if self.is_broken:  # nothing can be planned in it
            self._check(self._link.exec_(ending.pop()))
        return self._rows(self._link.exec_(b";".join([*ending, *map(self._spelt, statements)])))

    @property
    def is_broken(self) -> bool:
        """Whether a statement of the transaction has failed, so that it can only be ended."""
        return bool(self._link.transaction_status == TransactionStatus.INERROR)

    @property
    def _is_due(self) -> bool:
        return not self._server.autocommit and self._link.transaction_status == TransactionStatus.IDLE

    def _joined(self, statements: Sequence[Statement]) -> bytes:
        """Statements as one text, in which values are written as literals."""
        return b";".join([b"BEGIN"] * self._is_due + [self._spelt(each) for each in statements])

    def _spelt(self, statement: Statement) -> bytes:
        text, values = _place_values(statement)
        written = b",".join(map(self._transformer.as_literal, values))
        return b"EXECUTE " + self._plan(text, ()) + (b"(" + written + b")" if values else b"")

    def _plan(self, text: bytes, types: tuple[int, ...]) -> bytes:
        """The name of a statement's plan for values of these types; the one used longest ago gives way."""
        name = self._plans.pop((text, types), None)
        if name is None:
            if len(self._plans) >= MOST_PLANNED:
                oldest = next(iter(self._plans))
                self._check(self._link.exec_(b"DEALLOCATE " + self._plans.pop(oldest)))
            self._planned += 1
            name = b"cival_%d" % self._planned
            self._check(self._link.prepare(name, text, types))
        self._plans[text, types] = name
        return name

    def _rows(self, result: Any) -> list[Row]:
        self._check(result)
        if not result.nfields:
            return []
        self._transformer.set_pgresult(result)
        return self._transformer.load_rows(0, result.ntuples, tuple)

    def _check(self, result: Any) -> None:
        if result.status in _DONE:
            return
        if self._link.status != ConnStatus.OK:
            raise OperationalError(self._link.get_error_message())
        raise error_from_result(result)


def session_of(server: "Connection[Any]") -> Session:
    """The session of a connection, which two threads never have at once."""
    kept: Any = server
    found: Session | None = getattr(kept, "statements", None)
    if found is None:
        found = kept.statements = Session(server)
    return found


def _place_values(statement: Statement) -> tuple[bytes, Sequence[Any]]:
    """The text of a statement as PostgreSQL reads it, and its values in their order."""
    text, names = _read(statement.sql)
    given = statement.parameters
    return text, [given[name] for name in names] if isinstance(given, Mapping) else given


@lru_cache(1000)
def _read(sql: str) -> tuple[bytes, Sequence[str]]:
    """A statement with `$1` and so on for its values, and the names of these, where they have names."""
    names: list[str] = []
    places = count(1)

    def number(place: re.Match[str]) -> str:
        if place[0] == "%%":
            return "%"
        if place[1] is None:
            return f"${next(places)}"
        if place[1] not in names:
            names.append(place[1])
        return f"${names.index(place[1]) + 1}"

    return _PLACE.sub(number, sql).encode(), names
