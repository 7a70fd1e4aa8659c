"""Emptying the database after a test that committed.

Django truncates every table, which for our many partitions and indexes takes most of a second. A test fills a
dozen of them with a few rows, so deleting these is thirty times quicker.
"""

from django.db import connection, transaction
from django.test import TransactionTestCase

from apps.system.apps import plant_root

KEPT = frozenset({"django_migrations", "django_content_type", "auth_permission"})
"""What belongs to the schema: Django fills it after migrating."""


def empty_database(_case: TransactionTestCase) -> None:
    """Delete all rows, past triggers and foreign keys, and plant what is there after migrating."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in _filled(sorted(_used() - KEPT)):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
    plant_root()


def _used() -> set[str]:
    """Tables and partitions that ever held a row: most never did, and to look into each would take longer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0"
        )
        return {table for (table,) in cursor.fetchall()}


def _filled(tables: list[str]) -> list[str]:
    name = connection.ops.quote_name
    looks = [f"SELECT '{table}' WHERE EXISTS (SELECT FROM {name(table)})" for table in tables]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(looks))
        return [table for (table,) in cursor.fetchall()]
