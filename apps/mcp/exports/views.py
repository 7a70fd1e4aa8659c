"""Exports of the audit log over REST: which there are, how far they have come, and their files."""

from uuid import UUID

from django.http import StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.mcp.exports.answers import AuditExportOut, present_export
from apps.mcp.exports.selectors import check_finished, get_export, list_exports, read_file
from apps.mcp.reading_views import CURSOR, LIMIT, audit_taking
from apps.mcp.writing import FileType
from apps.system.access.authentication import caller_of
from apps.system.pagination import Page, paginate


class AuditExports(APIView):
    """The exports of the audit log that one sees, newest first."""

    @extend_schema(
        operation_id="list_audit_exports", parameters=[CURSOR, LIMIT], responses=Page[AuditExportOut]
    )
    def get(self, request: Request) -> Response:
        found = list_exports(caller_of(request).actor, timezone.now())
        return Response(paginate(request, found, present_export))


class OneAuditExport(APIView):
    """One export of the audit log."""

    @extend_schema(operation_id="get_audit_export", responses=AuditExportOut)
    def get(self, request: Request, export_id: UUID) -> Response:
        return Response(present_export(get_export(caller_of(request).actor, export_id, timezone.now())))


class AuditExportFile(APIView):
    """The file of a finished export, until it expires."""

    @extend_schema(
        operation_id="download_audit_export",
        responses={(200, "application/jsonl"): OpenApiTypes.STR, (200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request: Request, export_id: UUID) -> StreamingHttpResponse:
        caller = caller_of(request)
        found = get_export(caller.actor, export_id, timezone.now())
        check_finished(found)
        audit_taking(caller, "download_audit_export", {"export": str(found.id), "rows": found.rows})
        kind = FileType(found.file_type)
        response = StreamingHttpResponse(read_file(found), content_type=kind.content_type)
        response["Content-Length"] = str(found.size)
        response["Content-Disposition"] = f'attachment; filename="audit-log.{kind}"'
        response["Cache-Control"] = "private, no-store"
        return response
