"""Floods of refusals: the first ones are audited singly, of the others only how many there were.

The count is a row, not a number in Redis: it is exact, it survives whatever restarts, and it needs nothing
that could be away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.mcp.models import RefusalTally, RefusedRequest
from apps.system.audit.models import AuditEntry
from apps.system.audit.services import record_audit, record_audits
from apps.system.correlation import current_correlation
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
    SELECT id, actor, principal, interface, tool, code, %(now)s, times
    FROM unnest(%(ids)s::uuid[], %(actors)s::uuid[], %(principals)s::uuid[], %(interfaces)s::text[],
        %(tools)s::text[], %(codes)s::text[], %(times)s::int[])
        AS given(id, actor, principal, interface, tool, code, times)
    ORDER BY actor, principal, interface, tool, code
    ON CONFLICT (actor_id, principal_id, interface, tool, code)
        DO UPDATE SET seen = tally.seen + excluded.seen
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


@dataclass(frozen=True)
class Told:
    """What one of them was about: the name of a tool that does not exist, the reason, and what was asked.

    `asked` stands beside the entry of the trail, not in it, so that it can be erased; `digest` is its own.
    """

    subject: str
    reason: str
    asked: Mapping[str, Any] = field(default_factory=dict)
    digest: str = ""


@transaction.atomic
def audit_or_count(refused: Sequence[tuple[Refusal, Told]], *, now: datetime) -> None:
    """Audit refusals, and keep what was asked; count those whose like were audited often enough."""
    alike: dict[Refusal, list[Told]] = {}
    for refusal, told in refused:
        alike.setdefault(refusal, []).append(told)
    entries: list[tuple[AuditEntry, Told]] = []
    for tally in _count(alike, now) if alike else ():
        refusal = Refusal(tally.actor_id, tally.principal_id, tally.interface, tally.tool, tally.code)
        singly = _singly(tally, len(alike[refusal]), now)
        entries += [(_entry(refusal, each, now), each) for each in alike[refusal][:singly]]
    record_audits([entry for entry, _ in entries])
    _keep(entries)


def _keep(entries: Sequence[tuple[AuditEntry, Told]]) -> None:
    """What was asked for, where anything was."""
    rows = [
        RefusedRequest(id=entry.id, actor_id=entry.actor_id, tool=entry.action, parameters=dict(told.asked))
        for entry, told in entries
        if told.asked
    ]
    RefusedRequest.objects.bulk_create(rows, batch_size=1000)


def _count(alike: Mapping[Refusal, Sequence[object]], now: datetime) -> list[RefusalTally]:
    """The tallies of some refusals, each counted as often as it came."""
    columns = {
        "ids": [new_id() for _ in alike],
        "actors": [each.actor_id for each in alike],
        "principals": [each.principal_id for each in alike],
        "interfaces": [each.interface for each in alike],
        "tools": [each.tool for each in alike],
        "codes": [each.code for each in alike],
        "times": [len(said) for said in alike.values()],
    }
    return list(RefusalTally.objects.raw(_COUNT, {"now": now, **columns}))


def _singly(tally: RefusalTally, fresh: int, now: datetime) -> int:
    """How many of those that just came are audited singly; a window that is over is told and begun anew."""
    before = tally.seen - fresh
    if now - tally.window_started_at >= WINDOW:
        _tell(tally, before)
        tally.window_started_at, tally.seen = now, fresh
        tally.save(update_fields=["window_started_at", "seen"])
        before = 0
    return max(0, SINGLY - before)


def _entry(refusal: Refusal, told: Told, now: datetime) -> AuditEntry:
    proof = {"parameters_digest": told.digest} if told.digest else {}
    return AuditEntry(
        recorded_at=now,
        actor_id=refusal.actor_id,
        principal_id=refusal.principal_id,
        interface=refusal.interface,
        action=refusal.tool,
        outcome="REFUSED",
        subject=told.subject,
        code=refusal.code,
        correlation_id=current_correlation(),
        details={"reason": told.reason, **proof},
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
