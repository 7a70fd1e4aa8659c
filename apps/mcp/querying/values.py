"""Values of PostgreSQL as JSON, and its types by name."""

import math
from datetime import date, timedelta
from typing import Any

import psycopg

from apps.mcp.jsonable import jsonable

SAFE_INTEGER = 2**53


def as_json(value: Any) -> Any:
    """A value of a row: exact numbers and times as text; what JSON has no number for as text, too."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > SAFE_INTEGER:
        return str(value)
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, date):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, list | tuple):
        return [as_json(each) for each in value]
    return jsonable(value)


def type_name(oid: int) -> str:
    """A type by the name that PostgreSQL has for it; an array's ends in `[]`."""
    known = psycopg.adapters.types.get(oid)
    if known is None:
        return "unknown"
    return f"{known.name}[]" if oid == known.array_oid else known.name
