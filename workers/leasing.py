"""Leases of asynchronous processes: a lock that lives as long as a session of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from django.db import connection

Session = psycopg.AsyncConnection[Any]


@asynccontextmanager
async def leased(name: str) -> AsyncIterator[Session | None]:
    """Hold a lease; None where another process holds it. Raises psycopg.Error."""
    given = connection.get_connection_params()
    wanted = {key: each for key, each in given.items() if key not in ("pool", "cursor_factory", "context")}
    async with await psycopg.AsyncConnection.connect(**wanted, autocommit=True) as session:
        cursor = await session.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [name])
        row = await cursor.fetchone()
        yield session if row and row[0] else None


async def still_held(session: Session) -> None:
    """Raise psycopg.Error once the lease's session is gone."""
    await session.execute("SELECT 1")
