"""Erasing what calls were given and answered, and what was asked for where a gate refused.

Digests of it stay in the audit trail, and the chain whole.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from apps.mcp.models import Approval, IdempotencyKey, Question, RefusedRequest, ToolCall
from apps.mcp.types import OPEN
from apps.system.access.models import Actor
from apps.system.ids import id_floor

MOST_AT_ONCE = 20_000
"""Calls that one command erases, and refused requests: what is left goes with the next."""

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
_ERASE_REFUSED = """
    UPDATE mcp_refused_request SET parameters = '{}', erased_at = %(now)s
    WHERE id IN (
        SELECT id FROM mcp_refused_request
        WHERE actor_id = %(actor)s AND id < %(before)s AND erased_at IS NULL
        ORDER BY id LIMIT %(most)s
    )
"""


@dataclass(frozen=True)
class Erased:
    """How many calls and refused requests were erased, and whether there are more to erase."""

    requests: int
    has_more: bool


@transaction.atomic
def erase_payloads(actor: Actor, *, before: datetime, now: datetime) -> Erased:
    """Erase parameters, results and reasons of an actor's ended calls that were requested before a time.

    So also what people were asked and said about them, and parameters of requests that gates refused.
    """
    facts: dict[str, Any] = {"now": now, "actor": actor.id, "before": id_floor(before), "most": MOST_AT_ONCE}
    with connection.cursor() as cursor:
        cursor.execute(_ERASE, facts)
        gone = [row[0] for row in cursor.fetchall()]
        cursor.execute(_ERASE_REFUSED, facts)
        refused = cursor.rowcount
    Approval.objects.filter(call_id__in=gone).update(reason="")
    Question.objects.filter(call_id__in=gone).update(
        text="", context="", options=[], form=None, answer=None, note=""
    )
    # A retry under the same key would be answered with nothing; it is a new request from now on.
    IdempotencyKey.objects.filter(call_id__in=gone).delete()
    theirs = {"actor": actor, "id__lt": id_floor(before), "erased_at": None}
    has_more = ToolCall.objects.filter(**theirs).exclude(status__in=OPEN).exists()
    return Erased(len(gone) + refused, has_more or RefusedRequest.objects.filter(**theirs).exists())
