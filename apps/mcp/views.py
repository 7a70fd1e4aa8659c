"""Tools over REST: running them by name, or behind an endpoint of their own."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.mcp.acting import act_as
from apps.mcp.answers import execution_answer, patience_of, plain_answer, point_into
from apps.mcp.batches import Answer, Ask, request_calls
from apps.mcp.documenting import IDEMPOTENCY_KEY, PENDING, PREFER, documented
from apps.mcp.models import ToolCall
from apps.mcp.registry import get_tool
from apps.mcp.serializers import (
    BatchAnswer,
    BatchAnswers,
    BatchItem,
    BatchRefusal,
    BatchRequest,
    ExecuteRequest,
    ExecutionAnswer,
    ExecutionPending,
)
from apps.mcp.spelling import spelt
from apps.mcp.types import CallStatus
from apps.mcp.waiting import PATIENCE, call_tool
from apps.system.access.authentication import caller_of
from apps.system.access.types import Caller
from apps.system.bodies import read_body
from apps.system.errors import CivalError, Invalid


class ExecuteTool(APIView):
    """Run a tool by its name. With `agent_id` in the path, as that agent."""

    @extend_schema(
        summary="Run a tool",
        parameters=[IDEMPOTENCY_KEY, PREFER],
        request=ExecuteRequest,
        responses={200: ExecutionAnswer, 202: PENDING},
    )
    def post(self, request: Request, agent_id: UUID | None = None) -> Response:
        body = read_body(request, ExecuteRequest)
        name = _tool_name(body)
        caller, acting = caller_of(request), agent_id or body.agent_id
        if acting is not None:
            caller = act_as(caller, acting, tool_name=name)
        try:
            return execution_answer(_call(request, caller, name, body.parameters, PATIENCE))
        except Invalid as refusal:
            raise point_into(refusal, "parameters") from refusal


class ExecuteBatch(APIView):
    """Run many tools at once: the gates are asked for all together, and each request has its own answer."""

    @extend_schema(summary="Run many tools", request=BatchRequest, responses=BatchAnswers)
    def post(self, request: Request) -> Response:
        body, caller = read_body(request, BatchRequest), caller_of(request)
        asks = [_ask_of(caller, each) for each in body.calls]
        answers = iter(request_calls([each for each in asks if isinstance(each, Ask)]))
        results = [_batch_answer(next(answers) if isinstance(each, Ask) else each) for each in asks]
        return Response(BatchAnswers(results=results))


class ToolAlias(APIView):
    """A tool behind an endpoint of its own: the body is its parameters, the answer its bare result.

    `path("orders", ToolAlias.as_view(tool="place_order"))`, or a subclass with
    `tools = {"patch": "update_agent"}` beside a `get` of its own. `path_parameters` maps the path's names to
    the tool's. An `agent_id` that the tool does not take says as which agent to act. A refusal by the domain
    is a problem: 422, or as the tool raised it.
    """

    tools: ClassVar[Mapping[str, str]] = {}
    path_parameters: ClassVar[Mapping[str, str]] = {}
    success_status: ClassVar[int] = 200
    patience: ClassVar[float] = PATIENCE

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for method, name in cls.tools.items():
            document = documented(get_tool(name), cls.path_parameters.values(), cls.success_status)
            setattr(cls, method, document(_handler_of(name)))

    @classmethod
    def as_view(cls, **options: Any) -> Any:
        """The view; `tool` (with `method`, default post) makes one for a single tool."""
        name = options.pop("tool", None)
        if name is None:
            return super().as_view(**options)
        attributes = {"__doc__": cls.__doc__, "tools": {options.pop("method", "post"): name}, **options}
        made: type[ToolAlias] = type(f"{cls.__name__}Of_{name}", (cls,), attributes)
        return made.as_view()

    def answer(self, request: Request, name: str, in_path: Mapping[str, Any]) -> Response:
        """Run the tool with what the body and the path say."""
        renamed = {self.path_parameters.get(key, key): str(value) for key, value in in_path.items()}
        body = spelt(get_tool(name).parameters, dict(request.data))
        parameters, caller = {**body, **renamed}, caller_of(request)
        if "agent_id" in parameters and "agent_id" not in get_tool(name).parameters.model_fields:
            caller = act_as(caller, _agent_id(parameters.pop("agent_id")), tool_name=name)
        return plain_answer(_call(request, caller, name, parameters, self.patience), self.success_status)


def _handler_of(name: str) -> Any:
    def handle(self: ToolAlias, request: Request, **in_path: Any) -> Response:
        return self.answer(request, name, in_path)

    return handle


def _ask_of(caller: Caller, item: BatchItem) -> Ask | Answer:
    try:
        name = _tool_name(item)
        acting = caller if item.agent_id is None else act_as(caller, item.agent_id, tool_name=name)
    except CivalError as refusal:
        return Answer(refusal=refusal)
    return Ask(acting, name, item.parameters, key=item.idempotency_key)


def _batch_answer(answer: Answer) -> BatchAnswer:
    call, refusal = answer.call, answer.refusal
    pending = None if call is None else ExecutionPending(execution_id=call.id, status=CallStatus(call.status))
    if refusal is None:
        return BatchAnswer(execution=pending, refusal=None)
    told = BatchRefusal(
        status=refusal.status,
        code=refusal.reason_code,
        reason=refusal.detail,
        errors=[{"pointer": each["pointer"], "reason": each["reason"]} for each in refusal.errors],
        details=refusal.details,
        retry_after=refusal.retry_after,
    )
    return BatchAnswer(execution=None, refusal=told)


def _tool_name(body: ExecuteRequest) -> str:
    named = {name for name in (body.tool_id, body.tool) if name is not None}
    if len(named) != 1:
        reason = "Say which one tool to run, as `toolId`."
        raise Invalid(reason, code="invalid_body", errors=[{"pointer": "/toolId", "reason": reason}])
    return named.pop()


def _agent_id(value: Any) -> UUID:
    try:
        return UUID(value)
    except (ValueError, TypeError, AttributeError):
        reason = "Input should be a valid UUID"
        raise Invalid(
            f"agentId: {reason}",
            code="invalid_parameters",
            errors=[{"pointer": "/agentId", "reason": reason}],
        ) from None


def _call(
    request: Request, caller: Caller, name: str, parameters: Mapping[str, Any], patience: float
) -> ToolCall:
    return call_tool(
        caller,
        name,
        parameters,
        key=request.headers.get("Idempotency-Key"),
        patience=patience_of(request, patience),
    )
