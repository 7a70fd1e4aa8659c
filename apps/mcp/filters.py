"""What lists of tools, executions and audit entries may be narrowed by."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL
from pydantic import Field

from apps.mcp.models import ToolCall
from apps.mcp.registry import list_tools
from apps.mcp.serializers import ToolName
from apps.mcp.statistics import Grouping
from apps.mcp.types import CallStatus
from apps.mcp.writing import FileType
from apps.system.audit.models import AuditEntry
from apps.system.bodies import Text
from apps.system.ids import id_floor
from apps.system.queries import Period, Query

_SAYS = """
    audit_words(system_audit_entry.action, system_audit_entry.subject, system_audit_entry.code,
        system_audit_entry.details) @@ to_tsquery('simple', %s)
"""


class ToolFilter(Query):
    """Which tools: of the agents (default), the operators or both; of one category."""

    toolset: Literal["agent", "operator", "all"] = "agent"
    category: ToolName | None = None
    agent_id: UUID | None = None


class StatsFilter(Period):
    """Whose calls of which tools, from when to when, told for what."""

    agent_id: UUID | None = None
    tool: ToolName | None = None
    category: ToolName | None = None
    group_by: Grouping = Grouping.TOOL

    @property
    def tools(self) -> list[str] | None:
        """The tools that are asked for; None for all."""
        if self.tool is None and self.category is None:
            return None
        known = {each.name for each in list_tools() if self.category in (None, each.category)}
        return sorted(known) if self.tool is None else sorted(known & {self.tool})


class ExecutionFilter(Period):
    """Which executions."""

    agent_id: UUID | None = None
    tool: ToolName | None = None
    status: CallStatus | None = None


class AuditFilter(Period):
    """Which audit entries. `action` and `tool` are the same, and so are `outcome` and `status`."""

    agent_id: UUID | None = None
    tool: ToolName | None = None
    action: ToolName | None = None
    outcome: ToolName | None = None
    status: ToolName | None = None
    interface: ToolName | None = None
    code: ToolName | None = None
    correlation_id: UUID | None = None
    text: Annotated[Text | None, Field(max_length=200)] = None


class AuditExportFilter(AuditFilter):
    """Which audit entries, and how they are written."""

    file_type: FileType = FileType.JSONL


def narrow_executions(rows: QuerySet[ToolCall], wanted: ExecutionFilter) -> QuerySet[ToolCall]:
    """The executions that fit."""
    equal = {"actor_id": wanted.agent_id, "tool": wanted.tool, "status": wanted.status}
    return rows.filter(_period(wanted.since, wanted.until), **_given(equal))


def narrow_audit(rows: QuerySet[AuditEntry], wanted: AuditFilter) -> QuerySet[AuditEntry]:
    """The audit entries that fit."""
    equal = {
        "actor_id": wanted.agent_id,
        "action": wanted.action or wanted.tool,
        "outcome": wanted.outcome or wanted.status,
        "code": wanted.code,
        "interface": wanted.interface,
        "correlation_id": wanted.correlation_id,
    }
    found = rows.filter(_period(wanted.since, wanted.until), **_given(equal))
    return found.filter(_says(wanted.text)) if wanted.text else found


def _says(text: str) -> Q:
    """Whether the entry's words hold these, one after the other, the last one maybe only begun.

    By the index of sealed entries; the few that are not sealed yet are looked at one by one.
    """
    words = re.findall(r"[^\W_]+", text.lower())
    if not words:
        return Q(pk__in=[])
    asked = " <-> ".join(f"'{word}'" for word in words) + ":*"
    says = Q(RawSQL(_SAYS, [asked], output_field=BooleanField()))
    return Q(seq__isnull=False) & says | Q(seq=None) & says


def _period(since: datetime | None, until: datetime | None) -> Q:
    """What was recorded in the period, by the time within its id."""
    lower = Q(id__gte=id_floor(since)) if since else Q()
    return lower & Q(id__lt=id_floor(until)) if until else lower


def _given(equal: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in equal.items() if value is not None}
