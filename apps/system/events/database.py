"""Connections of their own, outside Django's pool, for whoever listens or leads for as long as it lives."""

from typing import Any

from django.db import connection

_KEEPALIVE = {"keepalives": 1, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}
_DJANGO_ONLY = ("cursor_factory", "context", "prepare_threshold")


BY_INDEX = {
    f"enable_{method}": "off"
    for method in ("seqscan", "bitmapscan", "sort", "hashjoin", "mergejoin", "material")
}
"""Settings for whoever takes a small next part of a large table, in order: only ever along an index.

The planner knows a table as it was last analysed; right after a burst it takes a large one for small.
"""


def connection_parameters(application: str, **settings: str) -> dict[str, Any]:
    """What psycopg needs to reach the database that Django uses; `settings` become those of the session."""
    found = connection.get_connection_params()
    wanted = {"TimeZone": "UTC", **settings}
    options = " ".join(f"-c {name}={value}" for name, value in wanted.items())
    plain = {name: value for name, value in found.items() if name not in _DJANGO_ONLY}
    return {**_KEEPALIVE, **plain, "options": options, "application_name": application, "autocommit": True}
