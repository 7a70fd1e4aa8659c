"""Running a statement under the role for queries: read-only, bounded in time, cost, rows and bytes."""

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import Any, Literal

import psycopg
from django.conf import settings
from django.db import connection as platform
from psycopg import Connection, Cursor
from psycopg.errors import InsufficientPrivilege, QueryCanceled, UndefinedTable

from apps.mcp.querying.catalogue import SCHEMA, list_views
from apps.mcp.querying.installing import TOKEN_SETTING, is_installed
from apps.mcp.querying.reading import read_statement
from apps.mcp.querying.tokens import token_for
from apps.mcp.querying.values import as_json, type_name
from apps.system.access.models import Actor
from apps.system.errors import CivalError, Refused, Unavailable

MOST_SECONDS = 4
MOST_COST = 3_000_000
MOST_BYTES = 200_000
CONNECT_SECONDS = 3
LONGEST_ROLE = 63

_BOUNDS = {
    "statement_timeout": f"{MOST_SECONDS}s",
    "lock_timeout": "1s",
    "work_mem": "16MB",
    "search_path": "pg_catalog",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "timezone": "UTC",
}


Cut = Literal["rows", "bytes"]
_UNCUT: Cut | None = None


@dataclass(frozen=True)
class Answer:
    """What a query found. `truncated` names the limit that cut it short: `rows`, `bytes`, or nothing."""

    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Any]]
    truncated: Cut | None
    size: int
    milliseconds: float


def role_name() -> str:
    """The role that queries run under: one per database, as what it may read is."""
    return settings.QUERY_ROLE or f"{platform.settings_dict['NAME']}_query"[:LONGEST_ROLE]


def run_query(actor: Actor, statement: str, *, limit: int, now: datetime) -> Answer:
    """Answer a statement with what the actor sees. Must run outside a transaction: its token is committed.

    Raises Refused (`query_not_allowed`, `query_unreadable`, `query_unknown_name`, `query_too_costly`,
    `query_timeout`, `query_failed`) and Unavailable (`query_unavailable`).
    """
    views = {each.name: frozenset(each.columns) for each in list_views()}
    safe, began = read_statement(statement, views, limit=limit), perf_counter()
    with token_for(actor, now) as token, closing(connect_as_role()) as opened:
        opened.read_only = True
        try:
            with opened.transaction(), opened.cursor() as cursor:
                _bound(cursor, token)
                _check_cost(cursor, safe)
                return _read(cursor, safe, limit, began)
        except QueryCanceled as error:
            raise Refused(f"The query took longer than {MOST_SECONDS} s.", code="query_timeout") from error
        except psycopg.Error as error:
            raise _refusal_of(error) from error


def _refusal_of(error: psycopg.Error) -> CivalError:
    """What an error of the database is for whoever asked: theirs to mend, or a time when nothing can be."""
    if isinstance(error, InsufficientPrivilege) or (isinstance(error, UndefinedTable) and not is_installed()):
        return Unavailable("The views cannot be read now.", code="query_unavailable", retry_after=30)
    if isinstance(error, psycopg.OperationalError):
        return Unavailable("The database did not answer.", code="query_unavailable", retry_after=5)
    reason = error.diag.message_primary or "The database refused it."
    return Refused(f"The query failed: {reason}", code="query_failed")


def connect_as_role() -> Connection:
    """A connection of its own under the role. Raises Unavailable where there is none to be had."""
    if not settings.QUERY_PASSWORD:
        raise Unavailable(
            "query_database is not set up here: QUERY_PASSWORD is missing.", code="query_unavailable"
        )
    ours = platform.settings_dict
    options = {name: value for name, value in ours["OPTIONS"].items() if name.startswith("ssl")}
    try:
        return psycopg.connect(
            dbname=str(ours["NAME"]),
            host=ours["HOST"],
            port=ours["PORT"],
            user=role_name(),
            password=settings.QUERY_PASSWORD,
            connect_timeout=CONNECT_SECONDS,
            application_name="cival-query",
            prepare_threshold=None,
            **options,
        )
    except psycopg.OperationalError as error:
        raise Unavailable(
            "query_database cannot sign in to the database under its role.", code="query_unavailable"
        ) from error


def _bound(cursor: Cursor, token: str) -> None:
    """Say for whom, and bound what follows, until the transaction ends: a pooler may lie between."""
    bounds = {**_BOUNDS, TOKEN_SETTING: token}
    cursor.execute(
        f"SELECT {', '.join(['set_config(%s, %s, true)'] * len(bounds))}",
        [part for bound in bounds.items() for part in bound],
    )
    cursor.execute(f"SELECT cardinality({SCHEMA}.seats()) > 0, current_setting('is_superuser') = 'off'")
    knows_us, is_harmless = cursor.fetchone() or (False, False)
    if not is_harmless:
        raise Unavailable("The role for queries is a superuser, so none is run.", code="query_unavailable")
    if not knows_us:
        raise RuntimeError("The token of the query is not committed: it runs within a transaction.")


def _check_cost(cursor: Cursor, statement: str) -> None:
    """Refuse what the planner expects to take far too long, before it is begun."""
    ((plan,),) = cursor.stream(f"EXPLAIN (FORMAT JSON) {statement}")
    found = json.loads(plan) if isinstance(plan, str) else plan
    cost = round(found[0]["Plan"]["Total Cost"])
    if cost > MOST_COST:
        raise Refused(
            "The query would read too much. Narrow it: a period, an agent, fewer relations.",
            code="query_too_costly",
            details={"cost": cost, "most": MOST_COST},
        )


def _read(cursor: Cursor, statement: str, limit: int, began: float) -> Answer:
    """Take row after row until a limit is met; the rest never leaves the database."""
    rows: list[list[Any]] = []
    size, truncated = 0, _UNCUT
    for row in cursor.stream(statement):
        values = [as_json(value) for value in row]
        size += len(json.dumps(values))
        if len(rows) == limit or size > MOST_BYTES:
            truncated = "rows" if len(rows) == limit else "bytes"
            break
        rows.append(values)
    columns = [(each.name, type_name(each.type_code)) for each in cursor.description or ()]
    size = len(json.dumps(rows))
    return Answer(columns, rows, truncated, size, round((perf_counter() - began) * 1000, 1))
