"""Floods of refusals: the first ones are audited singly, of the others only how many there were.

The count is a row, not a number in Redis: it is exact, it survives whatever restarts, and it needs nothing
that could be away.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.mcp.models import RefusalTally
from apps.system.audit.services import record_audit
from apps.system.ids import new_id

WINDOW = timedelta(minutes=1)
SINGLY = 20
"""So many refusals of one actor, tool and code within a window are audited one by one."""

TELL_BATCH = 500
MORE = "more"
"""Where the details of an entry keep for how many refusals it stands."""

_COUNT = """
    INSERT INTO mcp_refusal_tally AS tally
        (id, actor_id, principal_id, interface, tool, code, window_started_at, seen)
    VALUES (%(id)s, %(actor_id)s, %(principal_id)s, %(interface)s, %(tool)s, %(code)s, %(now)s, 1)
    ON CONFLICT (actor_id, principal_id, interface, tool, code) DO UPDATE SET seen = tally.seen + 1
    RETURNING *
"""
_END = """
    DELETE FROM mcp_refusal_tally WHERE id IN (
        SELECT id FROM mcp_refusal_tally WHERE window_started_at <= %s
        ORDER BY window_started_at LIMIT %s FOR UPDATE SKIP LOCKED
    )
    RETURNING *
"""


@dataclass(frozen=True)
class Refusal:
    """Who was refused what, through which door, with which code."""

    actor_id: UUID
    principal_id: UUID
    interface: str
    tool: str
    code: str


@transaction.atomic
def audit_or_count(refusal: Refusal, *, now: datetime, subject: str, details: Mapping[str, Any]) -> None:
    """Audit one refusal, or count it where its like were audited often enough in this window."""
    facts = {**vars(refusal), "id": new_id(), "now": now}
    (tally,) = RefusalTally.objects.raw(_COUNT, facts)
    if now - tally.window_started_at >= WINDOW:
        _tell(tally, tally.seen - 1)
        tally.window_started_at, tally.seen = now, 1
        tally.save(update_fields=["window_started_at", "seen"])
    if tally.seen <= SINGLY:
        record_audit(
            actor_id=refusal.actor_id,
            principal_id=refusal.principal_id,
            interface=refusal.interface,
            action=refusal.tool,
            outcome="REFUSED",
            subject=subject,
            code=refusal.code,
            details=details,
        )


@transaction.atomic
def tell_refusals(now: datetime) -> int:
    """Audit how many more refusals there were in windows that are over; answers how many tallies ended."""
    ended = list(RefusalTally.objects.raw(_END, [now - WINDOW, TELL_BATCH]))
    for tally in ended:
        _tell(tally, tally.seen)
    return len(ended)


def _tell(tally: RefusalTally, seen: int) -> None:
    more = seen - SINGLY
    if more <= 0:
        return
    since, until = tally.window_started_at, tally.window_started_at + WINDOW
    record_audit(
        actor_id=tally.actor_id,
        principal_id=tally.principal_id,
        interface=tally.interface,
        action=tally.tool,
        outcome="REFUSED",
        code=tally.code,
        details={
            "reason": f"{more} more like these between {since:%H:%M:%S} and {until:%H:%M:%S}.",
            MORE: more,
        },
    )
