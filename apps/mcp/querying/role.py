"""The login role that queries run under: it may read the curated views, and nothing else."""

from collections.abc import Iterable, Iterator

import psycopg
from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from apps.mcp.querying.catalogue import SCHEMA
from apps.mcp.querying.running import connect_as_role, role_name
from apps.system.errors import Unavailable

MOST_CONNECTIONS = 16
DEFAULTS = {
    "default_transaction_read_only": "on",
    "statement_timeout": "5s",
    "lock_timeout": "1s",
    "idle_in_transaction_session_timeout": "10s",
    "search_path": "pg_catalog",
}
"""What its sessions begin with; each query sets its own bounds besides."""

FOR_SUPERUSERS = {"temp_file_limit": "256MB"}
"""The same, where we may set it: a limit that the role itself cannot lift."""

_ARMED = """
    SELECT p.oid::regprocedure::text FROM pg_proc AS p
    WHERE p.pronamespace = 'pg_catalog'::regnamespace AND has_function_privilege(%s, p.oid, 'EXECUTE')
        AND (p.proname ~ '^(pg_advisory|pg_try_advisory|lo_creat)' OR p.proname IN
            ('lo_from_bytea', 'pg_cancel_backend', 'pg_terminate_backend', 'pg_notify'))
    ORDER BY 1
"""
"""Functions that everybody may call, and that could hold up others: locks, large objects, signals."""


def ensure_role() -> list[str]:
    """Have the role, with its password and its rights. Answers what changed.

    Raises Unavailable where there is no password for it, or where our own role may not make roles: then an
    administrator makes it, as docs/query-database.md says.
    """
    if not settings.QUERY_PASSWORD:
        raise Unavailable("QUERY_PASSWORD is not set.", code="query_unavailable")
    if _works():
        return _disarm()
    if _exists():
        _run(_grants())
        if _works():
            return [f"rights of {role_name()}", *_disarm()]
    try:
        _run([*_making(), *_grants()])
    except ProgrammingError as error:
        if isinstance(error.__cause__, InsufficientPrivilege):
            raise Unavailable(
                f"Our own role may not make the role {role_name()}.", code="query_unavailable"
            ) from error
        raise
    return [f"role {role_name()}", *_disarm()]


def _exists() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role_name()])
        return cursor.fetchone() is not None


@transaction.atomic
def _run(statements: Iterable[sql.Composable]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.as_string(cursor.connection))


def _works() -> bool:
    """Whether the role can sign in and read. Raises nothing: what does not work is made anew."""
    try:
        with connect_as_role() as opened:
            opened.execute(f"SELECT {SCHEMA}.seats()")
            return opened.execute("SHOW default_transaction_read_only").fetchone() == ("on",)
    except (Unavailable, psycopg.Error):
        return False


def _making() -> Iterator[sql.Composable]:
    """Make or mend the role. Its password goes as a verifier: no log can show it."""
    role, verb = sql.Identifier(role_name()), sql.SQL("ALTER" if _exists() else "CREATE")
    yield sql.SQL("{} ROLE {} LOGIN NOINHERIT CONNECTION LIMIT {} PASSWORD {}").format(
        verb, role, sql.Literal(MOST_CONNECTIONS), sql.Literal(_verifier())
    )
    for name, value in {**DEFAULTS, **(FOR_SUPERUSERS if _is_superuser() else {})}.items():
        yield sql.SQL("ALTER ROLE {} SET {} = {}").format(role, sql.Identifier(name), sql.Literal(value))


def _grants() -> Iterator[sql.Composable]:
    """What it may: sign in, look for whom it asks, and read the views, those to come included."""
    role, schema = sql.Identifier(role_name()), sql.Identifier(SCHEMA)
    database = sql.Identifier(str(connection.settings_dict["NAME"]))
    yield sql.SQL("REVOKE TEMPORARY, CREATE ON DATABASE {} FROM PUBLIC").format(database)
    yield sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, role)
    yield sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, role)
    yield sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA {} TO {}").format(schema, role)
    yield sql.SQL("GRANT EXECUTE ON FUNCTION {}.seats() TO {}").format(schema, role)
    yield sql.SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA {} GRANT SELECT ON TABLES TO {}").format(schema, role)


def _verifier() -> str:
    """The password as PostgreSQL keeps it, computed here."""
    with connection.cursor() as cursor:
        library = cursor.connection.pgconn
        password, role = settings.QUERY_PASSWORD.encode(), role_name().encode()
        made: bytes = library.encrypt_password(password, role, b"scram-sha-256")
    return made.decode()


def _is_superuser() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser') = 'on'")
        return bool(cursor.fetchone()[0])


def _disarm() -> list[str]:
    """Take from everybody what could hold up others, where we may; our own role keeps it."""
    if not _is_superuser():
        return []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ARMED, [role_name()])
        armed = [row[0] for row in cursor.fetchall()]
        for function in armed:
            cursor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO CURRENT_USER")
            cursor.execute(f"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC")
    return [f"{len(armed)} functions taken from PUBLIC"] if armed else []
