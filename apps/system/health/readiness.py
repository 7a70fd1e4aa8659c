"""Whether this process can serve: its stores answer and the schema is the one the code was written for.

Each check opens a connection of its own instead of waiting for one of the pool, so that it answers within two
seconds also while a store is away and while every pooled connection is busy.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import psycopg
import redis
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

logger = logging.getLogger(__name__)

_CONNECT_SECONDS = 2
_STATEMENT_MILLISECONDS = 1000

Direct = psycopg.Connection[tuple[Any, ...]]


def list_obstacles() -> Mapping[str, str]:
    """What keeps this process from serving, by the name of the check; empty when it is ready."""
    checks: dict[str, Callable[[], Iterator[str]]] = {"database": _database, "redis": _redis}
    found = {name: "; ".join(check()) for name, check in checks.items()}
    return {name: reason for name, reason in found.items() if reason}


def _database() -> Iterator[str]:
    try:
        missing = list_missing_migrations()
    except psycopg.Error as error:
        logger.warning("PostgreSQL does not answer: %s", error)
        yield f"PostgreSQL does not answer ({type(error).__name__})"
        return
    if missing:
        yield f"{len(missing)} migrations are not applied, the first is {missing[0]}"


def _redis() -> Iterator[str]:
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1) as client:
            client.ping()
    except redis.RedisError as error:
        logger.warning("Redis does not answer: %s", error)
        yield f"Redis does not answer ({type(error).__name__})"


def count_connections() -> int:
    """How many clients the database server has now: proof that it answers. Raises psycopg.Error."""
    with _direct() as direct:
        row = direct.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
        ).fetchone()
    return int(row[0]) if row else 0


def database_answers() -> bool:
    """Whether PostgreSQL answers this process."""
    try:
        count_connections()
    except psycopg.Error as error:
        logger.warning("PostgreSQL does not answer: %s", error)
        return False
    return True


def list_missing_migrations() -> list[str]:
    """Migrations that this code has and the database has not, as `app.name`. Raises psycopg.Error."""
    return sorted(f"{app}.{name}" for app, name in _known_migrations() - _applied_migrations())


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _applied_migrations() -> frozenset[tuple[str, str]]:
    with _direct() as direct:
        try:
            rows = direct.execute("SELECT app, name FROM django_migrations").fetchall()
        except psycopg.errors.UndefinedTable:
            return frozenset()
    return frozenset((app, name) for app, name in rows)


@contextmanager
def _direct() -> Iterator[Direct]:
    parameters = connection.get_connection_params() | {
        "connect_timeout": _CONNECT_SECONDS,
        "options": f"-c statement_timeout={_STATEMENT_MILLISECONDS}",
        "cursor_factory": psycopg.Cursor,
        "context": None,
    }
    with psycopg.connect(**parameters) as direct:
        yield direct
