"""Writing an export. A worker that is killed leaves what it wrote; the next one goes on behind it."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import OperationalError
from django.utils import timezone

from apps.mcp.auditing import list_entries, with_calls
from apps.mcp.exports import services
from apps.mcp.filters import AuditFilter, narrow_audit
from apps.mcp.models import AuditExport
from apps.mcp.progress import Reporter
from apps.mcp.reporting import AUDIT_COLUMNS, present_audited
from apps.mcp.types import CallStatus
from apps.mcp.writing import FileType, write_rows
from apps.system.audit.models import AuditEntry
from apps.system.ids import id_floor

logger = logging.getLogger(__name__)

AT_ONCE = 250
"""Entries that are read and written in one go: each may come with a result of 64 kB."""

MOST_BYTES = 1_073_741_824


def write_export(export_id: UUID, now: datetime) -> None:
    """Write a queued export to its end. Another worker's, an ended or a cancelled one is left alone."""
    row = services.claim(export_id, now)
    if row is None:
        return
    try:
        _write(row, timezone.now)
    except services.Superseded:
        return
    except OperationalError:
        raise  # the database went away: once the lease is over, the export goes on where it is
    except Exception:
        logger.exception("Export %s broke", row.id)
        reason = "Something broke on our side. The log has it under the id of the export."
        services.end_badly(row, "internal_error", reason, timezone.now())


def _write(row: AuditExport, clock: Callable[[], datetime]) -> None:
    reporter = Reporter(row.call_id, row.actor)
    wanted = AuditFilter.model_validate(row.filters)
    entries = narrow_audit(list_entries(row.actor), wanted).filter(id__lt=id_floor(row.until)).order_by("id")
    if row.total is None:
        services.set_total(row, entries.count(), clock())
    while batch := list((entries.filter(id__gt=row.after) if row.after else entries)[:AT_ONCE]):
        services.append(row, _texts(row, batch), rows=len(batch), after=batch[-1].id, now=clock())
        reporter.report(row.rows, row.total, f"{row.rows} of {row.total} entries")
        if row.size > MOST_BYTES:
            reason = f"The file has more than {MOST_BYTES:,} bytes: ask for a shorter period."
            services.end_badly(row, "export_too_large", reason, clock(), status=CallStatus.REFUSED)
            return
    if row.after is None:
        services.append(row, _texts(row, []), rows=0, after=None, now=clock())
    services.end_well(row, clock())


def _texts(row: AuditExport, batch: Sequence[AuditEntry]) -> list[str]:
    """Entries as they stand in the file, in pieces of 64 kB or so."""
    rows = (present_audited(each).model_dump(mode="json", by_alias=True) for each in with_calls(batch))
    written = write_rows(rows, AUDIT_COLUMNS, FileType(row.file_type), goes_on=row.after is not None)
    return [text for text in written if text]
