"""What tools, executions, audit entries and halts look like on the wire, and what comes in."""

from datetime import datetime
from typing import Annotated, Any, Literal, cast
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, RootModel

from apps.mcp.models import ToolCall
from apps.mcp.results import Piece, comes_inline
from apps.mcp.tool import CATEGORIES, Tool
from apps.mcp.types import CallStatus
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


class ExecutionPending(WireModel):
    """An execution that has not ended yet; `Location` says where to ask for it."""

    execution_id: UUID
    status: CallStatus


class BatchItem(ExecuteRequest):
    """One request of a batch; `idempotencyKey` keeps it from running twice."""

    idempotency_key: Annotated[Text, Field(max_length=200)] | None = None


class BatchRequest(BaseModel):
    """Up to 200 requests, which pass the gates together."""

    model_config = ConfigDict(alias_generator=wire_name, populate_by_name=True, extra="forbid")

    calls: Annotated[list[BatchItem], Field(min_length=1, max_length=200)]


class BatchRefusal(WireModel):
    """Why a request of a batch became no execution: what its own answer would have been, with its status."""

    status: int
    code: str
    reason: str
    errors: list[dict[str, str]]
    details: dict[str, Any]
    retry_after: float | None


class BatchAnswer(WireModel):
    """What became of one request: an execution, as it stands, or a refusal."""

    execution: ExecutionPending | None
    refusal: BatchRefusal | None


class BatchAnswers(WireModel):
    """One answer for each request, in their order."""

    results: list[BatchAnswer]


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
    approval_id: UUID | None
    tries: list[TryOut]
    deferred_kind: str
    deferred_id: UUID | None
    correlation_id: UUID
    recorded_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    erased_at: datetime | None
    execution_time: float | None


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
    taken = {"execution_id", "execution_time", "result", "result_url", "tries", "approval_id"}
    facts = {name: getattr(call, name) for name in ExecutionOut.model_fields if name not in taken}
    return ExecutionOut(
        execution_id=call.id,
        execution_time=call.milliseconds,
        approval_id=getattr(call, "approval_id", None),
        result=short_result(call),
        result_url=result_url(call),
        tries=[TryOut.model_validate(each) for each in call.tries],
        **facts,
    )


def short_result(call: ToolCall) -> dict[str, Any] | None:
    """A call's result where it comes with the answer."""
    if hasattr(call, "short_result"):  # the list did not read the long ones
        return cast(dict[str, Any] | None, call.short_result)
    return cast(dict[str, Any] | None, call.result if comes_inline(call) else None)


def result_url(call: ToolCall) -> str | None:
    """Where a long result is to be fetched from."""
    return None if comes_inline(call) or call.erased_at else f"/api/v1/mcp/executions/{call.id}/result"


def present_piece(call_id: UUID, piece: Piece) -> ResultPiece:
    """A stretch of a result as it is answered."""
    following = None if piece.next is None else str(piece.next)
    return ResultPiece(execution_id=call_id, text=piece.text, size=piece.size, next=following)
