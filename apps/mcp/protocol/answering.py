"""Answers at the door, where no request of the protocol was read yet."""

import json
import math
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from mcp.types import INVALID_REQUEST

from apps.system.errors import CivalError
from apps.system.problems import problem

Send = Callable[[Any], Awaitable[None]]


async def answer_json(
    send: Send, status: int, body: Mapping[str, Any], headers: Sequence[tuple[str, str]] = ()
) -> None:
    """Answer with a document."""
    content = json.dumps(body, separators=(",", ":")).encode()
    given = [("Content-Type", "application/json"), ("Content-Length", str(len(content))), *headers]
    encoded = [(name.encode(), value.encode()) for name, value in given]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await send({"type": "http.response.body", "body": content})


async def answer_refusal(send: Send, refusal: CivalError, *, metadata: str) -> None:
    """Refuse as HTTP does, with a body that clients of the protocol can show."""
    error = {"code": INVALID_REQUEST, "message": refusal.detail, "data": problem(refusal)}
    headers = [("Cache-Control", "no-store")]
    if refusal.retry_after is not None:
        headers.append(("Retry-After", str(math.ceil(refusal.retry_after))))
    if refusal.status == 401:
        known = "" if refusal.reason_code == "unauthenticated" else 'error="invalid_token", '
        headers.append(("WWW-Authenticate", f'Bearer {known}resource_metadata="{metadata}"'))
    if refusal.status == 405:
        headers.append(("Allow", ", ".join(refusal.details["allowed"])))
    await answer_json(send, refusal.status, {"jsonrpc": "2.0", "id": None, "error": error}, headers)
