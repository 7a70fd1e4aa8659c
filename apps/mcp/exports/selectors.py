"""Finding exports, and reading what is in them."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.mcp.models import AuditExport, AuditExportPiece
from apps.system.access.models import Actor
from apps.system.access.selectors import visible
from apps.system.errors import Conflict, NotFound


def list_exports(actor: Actor, now: datetime) -> "QuerySet[AuditExport]":
    """The exports of the actors that the asker sees, without those whose time is over."""
    return visible(AuditExport.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now)), actor)


def get_export(actor: Actor, export_id: UUID, now: datetime) -> AuditExport:
    """One of them. Raises NotFound (`unknown_export`)."""
    found = list_exports(actor, now).filter(id=export_id).first()
    if found is None:
        raise NotFound(f"There is no export {export_id}, or not any more.", code="unknown_export")
    return found


def check_finished(export: AuditExport) -> None:
    """Raises Conflict (`export_not_finished`) for one whose file is not there in full."""
    if export.status != AuditExport.Status.SUCCEEDED:
        raise Conflict(f"There is no file: the export is {export.status}.", code="export_not_finished")


def read_file(export: AuditExport) -> Iterator[bytes]:
    """The file of a finished export, a piece at a time: no cursor stays open, and little is in memory."""
    for number in range(export.pieces):
        yield (
            AuditExportPiece.objects.values_list("text", flat=True).get(export=export, number=number).encode()
        )
