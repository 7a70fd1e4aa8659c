"""Reading tools, executions, the audit trail, statistics and the kill switch over REST."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.mcp.auditing import list_entries, read_all
from apps.mcp.conditional import unless_unchanged
from apps.mcp.documenting import query
from apps.mcp.filters import (
    AuditExportFilter,
    AuditFilter,
    ExecutionFilter,
    StatsFilter,
    ToolFilter,
    narrow_audit,
    narrow_executions,
)
from apps.mcp.reporting import (
    AUDIT_COLUMNS,
    AuditOut,
    AuditProofOut,
    StatsOut,
    present_audited,
    present_audits,
    present_proof,
    present_stats,
)
from apps.mcp.results import read_piece, start_of, without_long_results
from apps.mcp.selectors import RULED, get_call, list_calls, tools_for
from apps.mcp.serializers import (
    CategoryPage,
    ExecutionOut,
    ResultPiece,
    ToolArray,
    present_categories,
    present_execution,
    present_piece,
    present_tool,
)
from apps.mcp.statistics import Asked, Grouping, measure_tools
from apps.mcp.tool import Tool
from apps.mcp.types import CallStatus
from apps.mcp.writing import write_rows
from apps.system.access.authentication import caller_of
from apps.system.access.models import Actor
from apps.system.access.selectors import get_actor
from apps.system.access.types import Caller, Scope
from apps.system.audit.services import record_audit
from apps.system.audit.verify import verify_audit
from apps.system.errors import Forbidden, Invalid
from apps.system.pagination import Page, paginate, paginate_together
from apps.system.queries import read_query

DAY = timedelta(days=1)
LONGEST_PERIOD = timedelta(days=366)
LONGEST_BY_HOUR = timedelta(days=31)

AGENT = query("agentId", "Only this agent's.", kind=OpenApiTypes.UUID)
TOOL = query("tool", "Only this tool's.")
SINCE = query("since", "From this time on.", kind=OpenApiTypes.DATETIME)
UNTIL = query("until", "Before this time.", kind=OpenApiTypes.DATETIME)
OF_AUDIT = [
    AGENT,
    TOOL,
    query("action", "The same as tool."),
    query("outcome", "SUCCEEDED, REFUSED, FAILED or CANCELLED."),
    query("status", "The same as outcome."),
    query("interface", "rest, socket, mcp, agent or system."),
    query("code", "Only refusals and failures of this code."),
    query("correlationId", "Only one story.", kind=OpenApiTypes.UUID),
    query("text", "Words of action, subject, code or reason; the last one may be only begun."),
    SINCE,
    UNTIL,
]
CURSOR = query("cursor", "The `next` or `previous` of a page.")
LIMIT = query("limit", "Rows of a page, 200 at most.", kind=OpenApiTypes.INT)


class ToolList(APIView):
    """The tools that the caller may ask for."""

    @extend_schema(
        operation_id="list_tools",
        parameters=[
            query("toolset", "agent, operator or all."),
            query("category", "Only this category."),
            AGENT,
        ],
        responses=ToolArray,
    )
    def get(self, request: Request) -> Response:
        wanted = read_query(request, ToolFilter)
        tools = _tools(caller_of(request), wanted)
        return unless_unchanged(request, [present_tool(each).model_dump(by_alias=True) for each in tools])


class CategoryList(APIView):
    """The categories of tools."""

    @extend_schema(operation_id="list_tool_categories", responses=CategoryPage)
    def get(self, request: Request) -> Response:
        tools = _tools(caller_of(request), read_query(request, ToolFilter))
        return unless_unchanged(request, present_categories(tools).model_dump(by_alias=True))


class ExecutionList(APIView):
    """Executions, newest first."""

    @extend_schema(
        operation_id="list_executions",
        parameters=[AGENT, TOOL, query("status", "Only those that stand so."), SINCE, UNTIL, CURSOR, LIMIT],
        responses=Page[ExecutionOut],
    )
    def get(self, request: Request) -> Response:
        wanted, actor = read_query(request, ExecutionFilter), caller_of(request).actor
        _check_seen(actor, wanted.agent_id)
        found = without_long_results(narrow_executions(list_calls(actor), wanted))
        return Response(paginate(request, found, present_execution))


class ExecutionDetail(APIView):
    """One execution."""

    @extend_schema(operation_id="get_execution", responses=ExecutionOut)
    def get(self, request: Request, execution_id: UUID) -> Response:
        return Response(present_execution(get_call(caller_of(request).actor, execution_id)))


class ExecutionResult(APIView):
    """The result of an execution, piece by piece, however long it is."""

    @extend_schema(
        operation_id="get_execution_result",
        parameters=[query("cursor", "The `next` of the piece before.")],
        responses=ResultPiece,
    )
    def get(self, request: Request, execution_id: UUID) -> Response:
        start = start_of(request.query_params.get("cursor"))
        piece = read_piece(caller_of(request).actor, execution_id, start)
        return Response(present_piece(execution_id, piece))


class AuditLog(APIView):
    """The audit trail of the actors that the caller sees, newest first."""

    @extend_schema(
        operation_id="list_audit_log",
        parameters=[
            *OF_AUDIT,
            CURSOR,
            LIMIT,
        ],
        responses=Page[AuditOut],
    )
    def get(self, request: Request) -> Response:
        wanted, actor = read_query(request, AuditFilter), caller_of(request).actor
        _check_seen(actor, wanted.agent_id)
        found = narrow_audit(list_entries(actor), wanted)
        return Response(paginate_together(request, found, present_audits))


class AuditFile(APIView):
    """The audit trail of the actors that the caller sees as a file, the oldest entry first, streamed."""

    @extend_schema(
        operation_id="export_audit_log",
        parameters=[*OF_AUDIT, query("fileType", "jsonl (if not told otherwise) or csv.")],
        responses={(200, "application/jsonl"): OpenApiTypes.STR, (200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        wanted, caller = read_query(request, AuditExportFilter), caller_of(request)
        _check_seen(caller.actor, wanted.agent_id)
        audit_taking(caller, "export_audit_log", wanted.model_dump(mode="json", exclude_none=True))
        found = read_all(narrow_audit(list_entries(caller.actor), wanted))
        rows = (present_audited(each).model_dump(mode="json", by_alias=True) for each in found)
        pieces = write_rows(rows, AUDIT_COLUMNS, wanted.file_type)
        response = StreamingHttpResponse(pieces, content_type=wanted.file_type.content_type)
        response["Content-Disposition"] = f'attachment; filename="audit-log.{wanted.file_type}"'
        response["Cache-Control"] = "private, no-store"
        return response


class AuditVerify(APIView):
    """Prove the whole audit trail: nothing changed, missing, cut or reordered since it was sealed."""

    @extend_schema(operation_id="verify_audit_log", responses=AuditProofOut)
    def get(self, request: Request) -> Response:
        if Scope.OPERATE not in caller_of(request).scopes:
            raise Forbidden("Proving the audit trail needs the scope `operate`.", code="scope_missing")
        return Response(present_proof(verify_audit(), timezone.now()))


class Stats(APIView):
    """How tools did in a period: the last day, if not told otherwise; in whole hours."""

    @extend_schema(
        operation_id="get_tool_stats",
        parameters=[
            query("groupBy", "tool (if not told otherwise), agent, category, hour or day."),
            AGENT,
            TOOL,
            query("category", "Only tools of this category."),
            SINCE,
            UNTIL,
        ],
        responses=StatsOut,
    )
    def get(self, request: Request) -> Response:
        wanted, now, actor = read_query(request, StatsFilter), timezone.now(), caller_of(request).actor
        _check_seen(actor, wanted.agent_id)
        since, until = _period(wanted, now)
        asked = Asked(since, until, wanted.group_by, wanted.agent_id, wanted.tools)
        return Response(present_stats(asked, measure_tools(actor, asked), now))


def _tools(caller: Caller, wanted: ToolFilter) -> list[Tool]:
    asked = caller.acting_as(get_actor(caller.actor, wanted.agent_id)) if wanted.agent_id else caller
    kinds = {"agent": {False}, "operator": {True}, "all": {False, True}}[wanted.toolset]
    if asked.actor.kind in RULED:
        kinds = {False}
    tools = [each for each in tools_for(asked) if each.operator in kinds]
    return [each for each in tools if wanted.category in (None, each.category)]


def _check_seen(actor: Actor, agent_id: UUID | None) -> None:
    """Whom one may not see does not exist, as a filter too. Raises NotFound."""
    if agent_id is not None:
        get_actor(actor, agent_id)


def audit_taking(caller: Caller, action: str, what: Mapping[str, Any]) -> None:
    """What leaves the trail leaves a trace in it: who took what."""
    record_audit(
        actor_id=caller.actor.id,
        principal_id=caller.principal.id,
        interface=caller.interface,
        action=action,
        outcome=CallStatus.SUCCEEDED,
        details=what,
    )


def _period(wanted: StatsFilter, now: datetime) -> tuple[datetime, datetime]:
    until = wanted.until or now + timedelta(seconds=1)
    since = wanted.since or until - DAY
    longest = LONGEST_BY_HOUR if wanted.group_by is Grouping.HOUR else LONGEST_PERIOD
    if not timedelta() < until - since <= longest:
        raise Invalid(f"A period has {longest.days} days at most.", code="invalid_query")
    return since, until
