"""What tools, executions, audit entries and halts look like on the wire, and what comes in."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, RootModel

from apps.mcp.models import ToolCall
from apps.mcp.results import Piece, comes_inline
from apps.mcp.sketch import ERROR
from apps.mcp.statistics import Asked, Figures, Grouping
from apps.mcp.tool import CATEGORIES, Tool
from apps.mcp.types import CallStatus
from apps.system.audit.models import AuditEntry
from apps.system.audit.verify import AuditReport
from apps.system.bodies import Text
from apps.system.types import WireModel, wire_name

ToolName = Annotated[Text, Field(max_length=64)]


class ToolOut(WireModel):
    """A tool: its manual, its schemas and its hints. `timeout` in seconds, `perMinute` per actor."""

    id: str
    name: str
    title: str
    category: str
    description: str
    parameters_schema: dict[str, Any]
    output_schema: dict[str, Any]
    kind: Literal["read", "command"]
    scope: str
    read_only: bool
    destructive: bool
    idempotent: bool
    operator: bool
    timeout: float
    per_minute: int
    cost: int


class ToolArray(RootModel[list[ToolOut]]):
    """Tools, as a bare array."""


class CategoryOut(WireModel):
    """A category of tools, with the names of those that the caller sees."""

    id: str
    description: str
    tools: list[str]


class CategoryPage(WireModel):
    """All categories."""

    results: list[CategoryOut]
    next: str | None = None
    previous: str | None = None
    count: int
    count_is_exact: bool = True


class ExecuteRequest(BaseModel):
    """Which tool to run with what, and as which agent, if not as oneself."""

    model_config = ConfigDict(alias_generator=wire_name, populate_by_name=True, extra="forbid")

    tool_id: ToolName | None = None
    tool: ToolName | None = None
    parameters: dict[str, Any] = {}
    agent_id: UUID | None = None


class ExecutionSucceeded(WireModel):
    """What the tool answered, in the names of its output schema. `executionTime` in milliseconds.

    A result of more than 65,536 characters does not come along: `result` is null, `resultUrl` is its place.
    """

    success: Literal[True] = True
    result: dict[str, Any] | None
    result_size: int | None = None
    result_url: str | None = None
    execution_time: float
    execution_id: UUID


class ExecutionFailed(WireModel):
    """Why there is no result: refused by the domain, broken (`internal_error`, `timeout`) or cancelled."""

    success: Literal[False] = False
    code: str
    reason: str
    details: dict[str, Any]
    execution_time: float
    execution_id: UUID


class ExecutionAnswer(RootModel[ExecutionSucceeded | ExecutionFailed]):
    """The end of an execution."""


class ExecutionPending(WireModel):
    """An execution that has not ended yet; `Location` says where to ask for it."""

    execution_id: UUID
    status: CallStatus


class TryOut(WireModel):
    """An attempt that failed because something did not answer, and when the next one was due."""

    started_at: datetime
    code: str
    reason: str
    retry_at: datetime


class ResultPiece(WireModel):
    """A stretch of a result as JSON text: all of them, joined, are the result. `next` is null at the end."""

    execution_id: UUID
    text: str
    size: int
    next: str | None


class ExecutionOut(WireModel):
    """An execution, from request to result. `executionTime` in milliseconds, null while it is open.

    Secrets in `parameters` are masked. `result` is null, too, where it has more than 65,536 characters
    (`resultUrl` says where it is), and where it was erased. `tries` are attempts that failed and were tried
    again; `cost` is in calls of a daily budget.
    """

    execution_id: UUID
    tool: str
    status: CallStatus
    actor_id: UUID
    principal_id: UUID
    interface: str
    parameters: dict[str, Any]
    cost: int
    result: dict[str, Any] | None
    result_size: int | None
    result_url: str | None
    code: str
    reason: str
    details: dict[str, Any]
    attempts: int
    tries: list[TryOut]
    deferred_kind: str
    deferred_id: UUID | None
    correlation_id: UUID
    recorded_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    erased_at: datetime | None
    execution_time: float | None


class AuditOut(WireModel):
    """One entry of the audit trail. `seq` is null until it is sealed."""

    id: UUID
    seq: int | None
    recorded_at: datetime
    actor_id: UUID
    principal_id: UUID
    interface: str
    action: str
    outcome: str
    subject: str
    code: str
    call_id: UUID | None
    correlation_id: UUID
    details: dict[str, Any]


class AuditProblemOut(WireModel):
    """One thing that is not as it was sealed."""

    kind: str
    where: str
    detail: str


class AuditProofOut(WireModel):
    """What a proof of the audit trail found."""

    is_intact: bool
    blocks: int
    entries: int
    unsealed: int
    unsealed_since: datetime | None
    problems: list[AuditProblemOut]
    as_of: datetime


class FiguresOut(WireModel):
    """How a group of calls did: milliseconds from request to end, refusals by code."""

    calls: int
    succeeded: int
    refused: int
    failed: int
    open: int
    success_rate: Decimal | None
    p50: float | None
    p95: float | None
    p99: float | None
    refusals: dict[str, int]


class ToolStatsOut(FiguresOut):
    """How one tool did."""

    tool: str


class GroupStatsOut(FiguresOut):
    """How one group did: `key` is an agent's id, a category, or when the hour or day began."""

    key: str


class StatsOut(WireModel):
    """How tools did in a period of whole hours (days, where grouped by day).

    `refusals` count what gates stopped, too, which never became a call. Counts are exact, and percentiles
    within `percentileError` (2.5 %) of the exact ones. `tools` is filled where grouped by tool, `groups`
    otherwise: those with the most calls, 200 at most.
    """

    since: datetime
    until: datetime
    source: str = "live"
    as_of: datetime
    group_by: Grouping
    percentile_error: float = ERROR
    tools: list[ToolStatsOut]
    groups: list[GroupStatsOut]


def present_tool(tool: Tool) -> ToolOut:
    """A tool as it is answered."""
    return ToolOut.model_validate(tool)


def present_categories(tools: list[Tool]) -> CategoryPage:
    """The categories of some tools."""
    names = sorted({each.category for each in tools}, key=lambda name: (name not in CATEGORIES, name))
    results = [
        CategoryOut(
            id=name,
            description=CATEGORIES.get(name, f"Operators' commands for {name}."),
            tools=[each.name for each in tools if each.category == name],
        )
        for name in names
    ]
    return CategoryPage(results=results, count=len(results))


def present_execution(call: ToolCall) -> ExecutionOut:
    """A call as it is answered."""
    taken = {"execution_id", "execution_time", "result", "result_url", "tries"}
    facts = {name: getattr(call, name) for name in ExecutionOut.model_fields if name not in taken}
    return ExecutionOut(
        execution_id=call.id,
        execution_time=call.milliseconds,
        result=call.short_result if hasattr(call, "short_result") else short_result(call),
        result_url=result_url(call),
        tries=[TryOut.model_validate(each) for each in call.tries],
        **facts,
    )


def short_result(call: ToolCall) -> dict[str, Any] | None:
    """A call's result where it comes with the answer."""
    found: dict[str, Any] | None = call.result if comes_inline(call) else None
    return found


def result_url(call: ToolCall) -> str | None:
    """Where a long result is to be fetched from."""
    return None if comes_inline(call) or call.erased_at else f"/api/v1/mcp/executions/{call.id}/result"


def present_piece(call_id: UUID, piece: Piece) -> ResultPiece:
    """A stretch of a result as it is answered."""
    following = None if piece.next is None else str(piece.next)
    return ResultPiece(execution_id=call_id, text=piece.text, size=piece.size, next=following)


def present_audit(entry: AuditEntry) -> AuditOut:
    """An audit entry as it is answered."""
    return AuditOut.model_validate(entry)


def present_stats(asked: Asked, found: list[Figures], now: datetime) -> StatsOut:
    """Figures as they are answered."""
    since, until = asked.whole_hours
    is_tool = asked.group_by is Grouping.TOOL
    return StatsOut(
        since=since,
        until=until,
        as_of=now,
        group_by=asked.group_by,
        tools=[ToolStatsOut(tool=each.key, **_figures(each)) for each in found] if is_tool else [],
        groups=[] if is_tool else [GroupStatsOut(key=each.key, **_figures(each)) for each in found],
    )


def _figures(found: Figures) -> dict[str, Any]:
    return {name: value for name, value in vars(found).items() if name != "key"}


def present_proof(report: AuditReport, now: datetime) -> AuditProofOut:
    """A proof as it is answered."""
    return AuditProofOut(
        is_intact=report.is_intact,
        blocks=report.blocks,
        entries=report.entries,
        unsealed=report.unsealed,
        unsealed_since=report.unsealed_since,
        problems=[AuditProblemOut.model_validate(each) for each in report.problems],
        as_of=now,
    )
