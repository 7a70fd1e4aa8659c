"""Putting the curated views into the database, and taking them out while its tables change.

`migrate` drops them before the first migration and makes them after the last, so that no migration trips
over a view. Their fingerprint is kept as the comment of their schema: where it fits, nothing is done.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from apps.mcp.querying.catalogue import SCHEMA, View, list_views
from apps.system.health.readiness import list_missing_migrations

TOKEN_SETTING = "cival.query"

_SEATS = f"""
    CREATE OR REPLACE FUNCTION {SCHEMA}.seats() RETURNS uuid[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $seats$
        SELECT coalesce((
            SELECT token.seats FROM {{home}}.mcp_query_token AS token
            WHERE token.expires_at > clock_timestamp() AND token.digest =
                encode(sha256(convert_to(current_setting('{TOKEN_SETTING}', true), 'UTF8')), 'hex')
        ), ARRAY[]::uuid[])
    $seats$
"""
"""Whose rows may be seen: told by a token that only the platform gives out, never by who connects."""

_FINGERPRINT = "SELECT obj_description(to_regnamespace(%s), 'pg_namespace')"
_STANDING = "SELECT viewname FROM pg_views WHERE schemaname = %s ORDER BY viewname"


def fingerprint() -> str:
    """What changes when a view, or the function that filters its rows, does."""
    texts = [_SEATS, *(each.definition for each in list_views())]
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def is_installed() -> bool:
    """Whether the views in the database are those of the code."""
    with connection.cursor() as cursor:
        cursor.execute(_FINGERPRINT, [SCHEMA])
        return bool(cursor.fetchone() == (fingerprint(),))


@transaction.atomic
def install_views() -> list[str]:
    """Have every declared view, and no other. Answers what was made; nothing where all were there."""
    if is_installed():
        return []
    views = list_views()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        cursor.execute("SELECT quote_ident(current_schema())")
        (home,) = cursor.fetchone()
        cursor.execute(_SEATS.format(home=home))
        cursor.execute(f"REVOKE ALL ON FUNCTION {SCHEMA}.seats() FROM PUBLIC")
        _drop(cursor)
        _create(cursor, views)
        cursor.execute(f"COMMENT ON SCHEMA {SCHEMA} IS %s", [fingerprint()])
    return [f"view {each.name}" for each in views]


@transaction.atomic
def remove_views() -> None:
    """Take the views away; their schema stays, and who may read in it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL", [SCHEMA])
        if cursor.fetchone() == (True,):
            _drop(cursor)
            cursor.execute(f"COMMENT ON SCHEMA {SCHEMA} IS NULL")


def before_migrations(*, plan: Sequence[Any], **_: Any) -> None:
    """Take the views out of the way, where something is going to change."""
    if plan:
        remove_views()


def after_migrations(**_: Any) -> None:
    """Have the views, once every table is there."""
    if not is_installed() and not list_missing_migrations():
        install_views()


def _drop(cursor: CursorWrapper) -> None:
    cursor.execute(_STANDING, [SCHEMA])
    for (name,) in cursor.fetchall():
        cursor.execute(f'DROP VIEW {SCHEMA}."{name}"')


def _create(cursor: CursorWrapper, views: Sequence[View]) -> None:
    for each in views:
        cursor.execute(each.definition)
        cursor.execute(f"COMMENT ON VIEW {SCHEMA}.{each.name} IS %s", [each.description])
        for name, (_, meaning) in each.columns.items():
            cursor.execute(f"COMMENT ON COLUMN {SCHEMA}.{each.name}.{name} IS %s", [meaning])
