"""What is told of exports."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from apps.mcp.models import AuditExport
from apps.system.types import WireModel, wire_name


class AuditExportAnswer(BaseModel):
    """A file of audit entries that can be fetched from `download` until `expires_at`; `size` is in bytes."""

    export_id: UUID
    file_type: str
    rows: int
    size: int
    download: str
    expires_at: datetime | None

    @classmethod
    def of(cls, row: AuditExport) -> "AuditExportAnswer":
        """What the call that asked for it is answered."""
        return cls(
            export_id=row.id,
            file_type=row.file_type,
            rows=row.rows,
            size=row.size,
            download=address_of(row),
            expires_at=row.expires_at,
        )


class CancelledAuditExport(BaseModel):
    """An export that was called off."""

    export_id: UUID
    status: str


class AuditExportOut(WireModel):
    """An export as it stands. `total` is null until it is counted, `download` until the file is complete.

    `filters` are those of the audit log that were asked for, in the names of its query.
    """

    id: UUID
    execution_id: UUID
    actor_id: UUID
    status: str
    file_type: str
    filters: dict[str, Any]
    until: datetime
    total: int | None
    rows: int
    size: int
    download: str | None
    code: str
    reason: str
    requested_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    expires_at: datetime | None


def present_export(row: AuditExport) -> AuditExportOut:
    """One as it is answered."""
    own = AuditExportOut.model_fields.keys() - {"execution_id", "download", "filters"}
    is_there = row.status == AuditExport.Status.SUCCEEDED
    return AuditExportOut(
        **{name: getattr(row, name) for name in own},
        execution_id=row.call_id,
        filters={wire_name(name): value for name, value in row.filters.items()},
        download=address_of(row) if is_there else None,
    )


def address_of(row: AuditExport) -> str:
    """Where the file is fetched from."""
    return f"/api/v1/mcp/audit-log/exports/{row.id}/file"
