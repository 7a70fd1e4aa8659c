"""Writing the audit trail, in the caller's own transaction."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from psycopg.types.json import Jsonb

from apps.system.audit.models import AuditEntry
from apps.system.bulk import Row, copy_rows
from apps.system.correlation import current_correlation
from apps.system.prepared import Insertion

_ENTRY = """
    id uuid, seq int8, recorded_at timestamptz, actor_id uuid, principal_id uuid, interface varchar,
    action varchar, outcome varchar, subject varchar, code varchar, call_id uuid, correlation_id uuid,
    details jsonb
"""


def record_audit(
    *,
    actor_id: UUID,
    principal_id: UUID,
    interface: str,
    action: str,
    outcome: str,
    subject: str = "",
    code: str = "",
    call_id: UUID | None = None,
    correlation_id: UUID | None = None,
    details: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Record one action; it commits or vanishes with what it is about."""
    entry = AuditEntry(
        recorded_at=timezone.now(),
        actor_id=actor_id,
        principal_id=principal_id,
        interface=interface,
        action=action,
        outcome=outcome,
        subject=subject,
        code=code,
        call_id=call_id,
        correlation_id=correlation_id or current_correlation(),
        details=dict(details or {}),
    )
    record_audits([entry])
    return entry


def record_audits(entries: Sequence[AuditEntry]) -> None:
    """Record many actions in one statement."""
    if entries:
        copy_rows("system_audit_entry", _ENTRY, [_row(entry) for entry in entries])


def audit_insertion(entry: AuditEntry) -> Insertion:
    """One entry, for a statement that inserts what it is about, too."""
    return Insertion("system_audit_entry", _ENTRY, _row(entry))


def _row(entry: AuditEntry) -> Row:
    whose = (entry.id, entry.seq, entry.recorded_at, entry.actor_id, entry.principal_id, str(entry.interface))
    what = (entry.action, str(entry.outcome), entry.subject, entry.code, entry.call_id, entry.correlation_id)
    return (*whose, *what, Jsonb(entry.details))
