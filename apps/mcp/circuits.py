"""The circuit of each tool: too many failures in a short time, and it rests for a while."""

from datetime import datetime, timedelta

from django.db import connection

WINDOW = timedelta(seconds=60)
REST = timedelta(seconds=30)
LIMIT = 5

_COUNT = """
    INSERT INTO mcp_tool_circuit AS c (tool, failures, window_started_at) VALUES (%(tool)s, 1, %(now)s)
    ON CONFLICT (tool) DO UPDATE SET
        failures = CASE WHEN c.window_started_at < %(floor)s THEN 1 ELSE c.failures + 1 END,
        window_started_at = CASE WHEN c.window_started_at < %(floor)s THEN %(now)s
                            ELSE c.window_started_at END,
        open_until = CASE WHEN c.window_started_at >= %(floor)s AND c.failures + 1 >= %(limit)s
                     THEN %(until)s ELSE c.open_until END
"""


def count_failure(tool: str, now: datetime) -> None:
    """Count a call that broke; the fifth within a minute opens the circuit, and so does each one after it."""
    facts: dict[str, str | int | datetime] = {
        "tool": tool,
        "now": now,
        "floor": now - WINDOW,
        "until": now + REST,
        "limit": LIMIT,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, facts)
