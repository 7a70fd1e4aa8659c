"""From the end of a call to an HTTP answer."""

from typing import Any

from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from apps.mcp.finishing import ERRORS
from apps.mcp.models import ToolCall
from apps.mcp.serializers import (
    ExecutionAnswer,
    ExecutionFailed,
    ExecutionPending,
    ExecutionSucceeded,
    result_url,
    short_result,
)
from apps.mcp.types import CallStatus
from apps.system.errors import (
    CivalError,
    Conflict,
    Forbidden,
    Invalid,
    Malformed,
    NotFound,
    Refused,
    Unavailable,
)
from apps.system.problems import Broken

_BY_STATUS: dict[int, type[CivalError]] = {
    each.status: each for each in (Malformed, Forbidden, NotFound, Conflict, Refused, Unavailable, Broken)
}


def execution_answer(call: ToolCall) -> Response:
    """How the execute endpoints answer: 200 with or without success, 202 while it is open."""
    if not call.is_finished:
        return _pending(call)
    return Response(ExecutionAnswer(_ended(call)).model_dump(by_alias=True))


def plain_answer(call: ToolCall, success_status: int) -> Response:
    """How an endpoint of its own answers: the bare result, or 202; raises what went wrong."""
    if not call.is_finished:
        return _pending(call)
    if call.status != CallStatus.SUCCEEDED:
        raise refusal_of(call)
    return Response(call.result, status=success_status)


def refusal_of(call: ToolCall) -> CivalError:
    """The error that a call ended with, of the kind that its tool raised."""
    kind = _BY_STATUS.get(call.error_status or Refused.status, Refused)
    retry_after = 2.0 if kind is Unavailable else None
    details = dict(call.details)
    errors = details.pop(ERRORS, [])
    return kind(call.reason, code=call.code, errors=errors, details=details, retry_after=retry_after)


def patience_of(request: Request, patience: float) -> float:
    """How long to wait for the end: not at all under `Prefer: respond-async` (RFC 7240)."""
    preferences = {each.strip().lower() for each in request.headers.get("Prefer", "").split(",")}
    return 0.0 if "respond-async" in preferences else patience


def point_into(refusal: Invalid, field: str) -> Invalid:
    """The same refusal of parameters, with pointers that start at the body they came in."""
    for error in refusal.errors:
        error["pointer"] = f"/{field}{error['pointer']}"
    return refusal


def _ended(call: ToolCall) -> ExecutionSucceeded | ExecutionFailed:
    facts: dict[str, Any] = {"execution_id": call.id, "execution_time": call.milliseconds}
    if call.status == CallStatus.SUCCEEDED:
        size, url = call.result_size, result_url(call)
        return ExecutionSucceeded(result=short_result(call), result_size=size, result_url=url, **facts)
    return ExecutionFailed(code=call.code, reason=call.reason, details=call.details, **facts)


def _pending(call: ToolCall) -> Response:
    body = ExecutionPending(execution_id=call.id, status=CallStatus(call.status))
    return Response(body, status=202, headers={"Location": reverse("execution", args=[call.id])})
