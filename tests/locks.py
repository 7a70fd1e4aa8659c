"""Seeing that somebody waits: two at once, in a sequence that a test chooses."""

from django.db import connection


def someone_waits_for_a_lock() -> bool:
    """Whether another connection to this database waits for what somebody holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity "
            "WHERE wait_event_type = 'Lock' AND datname = current_database())"
        )
        return bool(cursor.fetchone()[0])
