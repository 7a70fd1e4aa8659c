"""Erasing what calls were given and answered. Their digests stay in the audit trail, and its chain whole."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from apps.mcp.models import IdempotencyKey, ToolCall
from apps.mcp.types import OPEN
from apps.system.access.models import Actor
from apps.system.ids import id_floor

MOST_AT_ONCE = 20_000
"""Calls that one command erases: what is left goes with the next."""

_ERASE = """
    UPDATE mcp_tool_call SET parameters = '{}', result = NULL, result_size = NULL, reason = '',
        details = '{}', tries = '[]', sealed = '', erased_at = %(now)s
    WHERE id IN (
        SELECT id FROM mcp_tool_call
        WHERE actor_id = %(actor)s AND id < %(before)s AND erased_at IS NULL AND finished_at IS NOT NULL
        ORDER BY id LIMIT %(most)s
    )
    RETURNING id
"""


@dataclass(frozen=True)
class Erased:
    """How many calls were erased, and whether there are more to erase."""

    calls: int
    has_more: bool


@transaction.atomic
def erase_payloads(actor: Actor, *, before: datetime, now: datetime) -> Erased:
    """Erase parameters, results and reasons of an actor's ended calls that were requested before a time."""
    facts: dict[str, Any] = {"now": now, "actor": actor.id, "before": id_floor(before), "most": MOST_AT_ONCE}
    with connection.cursor() as cursor:
        cursor.execute(_ERASE, facts)
        gone = [row[0] for row in cursor.fetchall()]
    # A retry under the same key would be answered with nothing; it is a new request from now on.
    IdempotencyKey.objects.filter(call_id__in=gone).delete()
    left = ToolCall.objects.filter(actor=actor, id__lt=id_floor(before), erased_at=None)
    return Erased(len(gone), left.exclude(status__in=OPEN).exists())
