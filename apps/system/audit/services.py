"""Writing the audit trail, in the caller's own transaction."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from psycopg.types.json import Jsonb

from apps.system.audit.actions import ENTRY, Action, packed
from apps.system.audit.models import AuditEntry
from apps.system.bulk import Row, copy_rows
from apps.system.correlation import current_correlation
from apps.system.ids import new_id
from apps.system.packing import copy_packed
from apps.system.prepared import Insertion


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
        copy_rows("system_audit_entry", ENTRY, [_row(entry) for entry in entries])


def record_actions(actions: Sequence[Action]) -> None:
    """Record many actions in one statement, without a model for each."""
    if actions:
        copy_packed("system_audit_entry", ENTRY, packed(actions))


def action_insertion(action: Action) -> Insertion:
    """One action, for a statement that inserts what it is about, too."""
    return Insertion("system_audit_entry", ENTRY, _row_of(action))


def _as_it_is(text: bytes) -> bytes:
    return text


def _row_of(action: Action) -> Row:
    *whose, outcome, code, call_id, correlation_id, details = action
    return (new_id(), None, *whose, outcome, "", code, call_id, correlation_id, Jsonb(details, _as_it_is))


def _row(entry: AuditEntry) -> Row:
    whose = (entry.id, entry.seq, entry.recorded_at, entry.actor_id, entry.principal_id, str(entry.interface))
    what = (entry.action, str(entry.outcome), entry.subject, entry.code, entry.call_id, entry.correlation_id)
    return (*whose, *what, Jsonb(entry.details))
