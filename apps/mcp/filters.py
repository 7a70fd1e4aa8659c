"""What lists may be narrowed by, as it comes in the query."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Literal, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from rest_framework.request import Request

from apps.mcp.models import ToolCall
from apps.mcp.schemas import parse_parameters
from apps.mcp.serializers import ToolName
from apps.mcp.types import CallStatus
from apps.system.audit.models import AuditEntry
from apps.system.bodies import Text
from apps.system.ids import id_floor
from apps.system.wire import snake_keys

Moment = Annotated[
    AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC))
]
PAGING = frozenset({"cursor", "limit"})

F = TypeVar("F", bound=BaseModel)


class _Filter(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ToolFilter(_Filter):
    """Which tools: of the agents (default), the operators or both; of one category."""

    toolset: Literal["agent", "operator", "all"] = "agent"
    category: ToolName | None = None
    agent_id: UUID | None = None


class Period(_Filter):
    """From when (inclusive) to when (exclusive)."""

    since: Moment | None = None
    until: Moment | None = None


class StatsFilter(Period):
    """Whose calls, and from when to when."""

    agent_id: UUID | None = None


class ExecutionFilter(Period):
    """Which executions."""

    agent_id: UUID | None = None
    tool: ToolName | None = None
    status: CallStatus | None = None


class AuditFilter(Period):
    """Which audit entries. `action` and `tool` are the same."""

    agent_id: UUID | None = None
    tool: ToolName | None = None
    action: ToolName | None = None
    outcome: ToolName | None = None
    interface: ToolName | None = None
    correlation_id: UUID | None = None
    text: Annotated[Text | None, Field(max_length=200)] = None


def read_filter(request: Request, model: type[F]) -> F:
    """The query as a filter, in either spelling. Raises Invalid for what is unknown or wrong."""
    asked = {name: value for name, value in request.query_params.items() if name not in PAGING}
    return parse_parameters(model, snake_keys(asked), code="invalid_query")


def narrow_executions(rows: QuerySet[ToolCall], wanted: ExecutionFilter) -> QuerySet[ToolCall]:
    """The executions that fit."""
    equal = {"actor_id": wanted.agent_id, "tool": wanted.tool, "status": wanted.status}
    return rows.filter(_period(wanted.since, wanted.until), **_given(equal))


def narrow_audit(rows: QuerySet[AuditEntry], wanted: AuditFilter) -> QuerySet[AuditEntry]:
    """The audit entries that fit."""
    equal = {
        "actor_id": wanted.agent_id,
        "action": wanted.action or wanted.tool,
        "outcome": wanted.outcome,
        "interface": wanted.interface,
        "correlation_id": wanted.correlation_id,
    }
    found = rows.filter(_period(wanted.since, wanted.until), **_given(equal))
    if wanted.text:
        places = ("action", "subject", "code", "details__reason")
        query = Q()
        for place in places:
            query |= Q(**{f"{place}__icontains": wanted.text})
        found = found.filter(query)
    return found


def _period(since: datetime | None, until: datetime | None) -> Q:
    """What was recorded in the period, by the time within its id."""
    lower = Q(id__gte=id_floor(since)) if since else Q()
    return lower & Q(id__lt=id_floor(until)) if until else lower


def _given(equal: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in equal.items() if value is not None}
