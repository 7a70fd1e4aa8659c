"""Refusals of ours in the protocol's terms."""

from typing import Any

from mcp import MCPError
from mcp.types import INVALID_PARAMS, INVALID_REQUEST

from apps.system.errors import CivalError, Invalid, NotFound

INTERNAL = -32603


def facts_of(refusal: CivalError) -> dict[str, Any]:
    """What a client can act on: code, reason, when to try again, and the numbers behind it."""
    facts: dict[str, Any] = {"code": refusal.reason_code, "reason": refusal.detail}
    if refusal.retry_after is not None:
        facts["retry_after"] = round(refusal.retry_after, 3)
    if refusal.errors:
        facts["errors"] = refusal.errors
    if refusal.details:
        facts["details"] = refusal.details
    return facts


def as_protocol_error(refusal: CivalError) -> MCPError:
    """A refusal where the protocol knows only errors: anything but a call of a tool."""
    code = INVALID_REQUEST
    if isinstance(refusal, Invalid | NotFound):
        code = INVALID_PARAMS
    elif refusal.status >= 500:
        code = INTERNAL
    return MCPError(code=code, message=refusal.detail, data=facts_of(refusal))
