"""A pool that asks the server after a connection only where it may have been lost.

As it comes, Django's pool tries every connection by a round trip whenever it hands one out, which a call does
several times. Here it is looked at instead: a server that ends, is killed or cuts a connection off lets
something be read from it. One that rested longer is tried still, for a network that went away shows nothing.
"""

import select
import time
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Connection
from psycopg_pool import ConnectionPool

RESTED = 5.0
"""Seconds after which a connection is tried whatever it looks like."""

wrapper: Any = base.DatabaseWrapper


class DatabaseWrapper(wrapper):  # type: ignore[misc]  # the stubs do not know its pool
    """Named, by its package, as the engine of the database."""

    @property
    def pool(self) -> Any:
        """The pool of this process."""
        found = super().pool
        if found is not None and found._check is ConnectionPool.check_connection:
            found._check = check_connection
        return found


def check_connection(connection: Connection[Any]) -> None:
    """Raise what psycopg raises for a connection that was lost. Two threads never hold the same one."""
    kept: Any = connection
    now, last = time.monotonic(), getattr(kept, "handed_out_at", 0.0)
    kept.handed_out_at = now
    if now - last > RESTED or _has_news(connection.fileno()):
        ConnectionPool.check_connection(connection)


def _has_news(descriptor: int) -> bool:
    """Whether the server has said something unasked, or has gone."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(0))
