"""Long calls as tasks (extension `io.modelcontextprotocol/tasks`): a task's id is the execution's.

Nothing is kept of a task but the call itself, so any process answers for it. Only who asked sees it.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from mcp import MCPError
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.types import (
    HEADER_MISMATCH,
    INVALID_PARAMS,
    MISSING_REQUIRED_CLIENT_CAPABILITY,
    ElicitResult,
    RequestParams,
)
from pydantic import Field, ValidationError

from apps.mcp.models import ToolCall
from apps.mcp.protocol.calls import get_own_call, withdraw
from apps.mcp.protocol.elicitation import KEY, Answer, Question, as_request, find_question, take_answer
from apps.mcp.protocol.exchanges import ask, capabilities_of, exchange_of, is_modern
from apps.mcp.protocol.refusals import as_protocol_error
from apps.mcp.protocol.results import result_of
from apps.mcp.types import CallStatus
from apps.system.errors import CivalError, NotFound

EXTENSION = "io.modelcontextprotocol/tasks"
WAITED_FIRST = 2.0
"""Seconds: what ends sooner is answered at once, also to clients that take tasks."""

KEPT_MILLISECONDS = 24 * 3600 * 1000
POLL_MILLISECONDS = 1000

Context = ServerRequestContext[Any, Any]


class TaskParams(RequestParams):
    """Which task."""

    task_id: str


class UpdateParams(TaskParams):
    """Answers to what a task asks."""

    input_responses: dict[str, Any] = Field(default_factory=dict)


def install(server: "Server[Any]") -> None:
    """Serve the extension."""
    server.add_request_handler("tasks/get", TaskParams, get_task)
    server.add_request_handler("tasks/update", UpdateParams, update_task)
    server.add_request_handler("tasks/cancel", TaskParams, cancel_task)
    server.extensions[EXTENSION] = {}


def is_declared(context: Context) -> bool:
    """Whether the client takes tasks."""
    return is_modern(context) and EXTENSION in (capabilities_of(context).extensions or {})


def created(call: ToolCall, question: Question | None) -> dict[str, Any]:
    """The answer to a call that became a task."""
    return _wire(call, question, "task")


async def get_task(context: Context, params: TaskParams) -> dict[str, Any]:
    """`tasks/get`: how it stands, and what came of it."""
    call, question = await _find(context, params)
    answer = _wire(call, question, "complete")
    if answer["status"] == "completed":
        answer["result"] = _dumped(result_of(call))
    elif answer["status"] == "failed":
        answer["error"] = {"code": -32603, "message": call.reason, "data": {"code": call.code}}
    elif question is not None:
        answer["inputRequests"] = {KEY: _dumped(as_request(question))}
    return answer


async def update_task(context: Context, params: UpdateParams) -> dict[str, Any]:
    """`tasks/update`: a person's answer."""
    call, _ = await _find(context, params)
    exchange = exchange_of(context)
    if KEY in params.input_responses:
        answer = _read_answer(params.input_responses[KEY])
        try:
            await ask(exchange, take_answer, exchange.caller, call, answer)
        except CivalError as refusal:
            raise as_protocol_error(refusal) from refusal
    return {"resultType": "complete"}


async def cancel_task(context: Context, params: TaskParams) -> dict[str, Any]:
    """`tasks/cancel`: call it off, where it is not too late."""
    call, _ = await _find(context, params)
    exchange = exchange_of(context)
    await ask(exchange, withdraw, exchange.caller, call.id)
    return {"resultType": "complete"}


async def _find(context: Context, params: TaskParams) -> tuple[ToolCall, Question | None]:
    if not is_declared(context):
        needed: Any = {"requiredCapabilities": {"extensions": {EXTENSION: {}}}}
        raise MCPError(MISSING_REQUIRED_CLIENT_CAPABILITY, "Declare the tasks extension first.", needed)
    request: Any = context.request
    if request.headers.get("mcp-name", params.task_id) != params.task_id:
        raise MCPError(HEADER_MISMATCH, "Mcp-Name does not name the task of the request.")
    exchange = exchange_of(context)

    def find() -> tuple[ToolCall, Question | None]:
        call = get_own_call(exchange.caller, _id(params.task_id))
        return call, find_question(exchange.caller, call)

    try:
        return await ask(exchange, find)
    except NotFound as refusal:
        raise MCPError(INVALID_PARAMS, "There is no such task.") from refusal


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("There is no such task.") from None


def _wire(call: ToolCall, question: Question | None, result_type: str) -> dict[str, Any]:
    return {
        "resultType": result_type,
        "taskId": str(call.id),
        "status": _status(call, question),
        "statusMessage": call.reason or f"{call.tool} is {call.get_status_display().split(':')[0].lower()}.",
        "createdAt": _time(call.recorded_at),
        "lastUpdatedAt": _time(call.finished_at or call.started_at or call.recorded_at),
        "ttlMs": KEPT_MILLISECONDS,
        "pollIntervalMs": POLL_MILLISECONDS,
    }


def _status(call: ToolCall, question: Question | None) -> str:
    """A refusal is a result like any other; only a defect of ours fails a task."""
    if not call.is_finished:
        return "input_required" if question else "working"
    ended = {CallStatus.CANCELLED: "cancelled", CallStatus.FAILED: "failed"}
    return ended.get(CallStatus(call.status), "completed")


def _read_answer(given: Any) -> Answer:
    try:
        said = ElicitResult.model_validate(given)
    except ValidationError as error:
        raise MCPError(INVALID_PARAMS, "The answer is not one to a question.") from error
    return Answer(said.action, said.content or {})


def _dumped(model: Any) -> dict[str, Any]:
    dumped: dict[str, Any] = model.model_dump(by_alias=True, mode="json", exclude_none=True)
    dumped.pop("resultType", None)
    return dumped


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
