"""Spoiling rows as no code of ours could: past the triggers that keep records from being changed."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def spoiling() -> Iterator[None]:
    """Within the block, what is append-only can be changed and deleted."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield


def spoil(statement: str, *parameters: object) -> None:
    """Run a statement that changes at least one row."""
    with spoiling(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        assert cursor.rowcount > 0
