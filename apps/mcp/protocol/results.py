"""What came of a call, as the protocol answers it."""

from typing import Any

from mcp.types import CallToolResult, TextContent

from apps.mcp.digests import compact
from apps.mcp.finishing import ERRORS
from apps.mcp.models import ToolCall
from apps.mcp.protocol.refusals import facts_of
from apps.mcp.types import CallStatus
from apps.system.errors import CivalError

EXECUTION = "cival/executionId"
"""Under which name a result's `_meta` holds the id of the call, for its audit trail."""


def result_of(call: ToolCall) -> CallToolResult:
    """The result of a finished call: its data, or why there is none."""
    if call.status == CallStatus.SUCCEEDED:
        return _answer(call.result or {}, meta=_meta(call))
    details = dict(call.details)
    facts: dict[str, Any] = {"code": call.code, "reason": call.reason}
    facts |= {"errors": found} if (found := details.pop(ERRORS, None)) else {}
    facts |= {"details": details} if details else {}
    return _answer(facts, meta=_meta(call), is_error=True)


def refusal_result(refusal: CivalError, call: ToolCall | None = None) -> CallToolResult:
    """The result where a gate refused, so that there is no call, or none that can end here."""
    facts = facts_of(refusal) | ({"execution_id": str(call.id)} if call else {})
    return _answer(facts, meta=_meta(call) if call else None, is_error=True)


def _meta(call: ToolCall) -> dict[str, Any]:
    return {EXECUTION: str(call.id)}


def _answer(data: dict[str, Any], *, meta: dict[str, Any] | None, is_error: bool = False) -> CallToolResult:
    text = data["reason"] if is_error else compact(data)
    return CallToolResult(
        content=[TextContent(type="text", text=text)],
        structured_content=data,
        is_error=is_error,
        _meta=meta,
    )
