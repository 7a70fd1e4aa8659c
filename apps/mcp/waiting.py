"""Asking for a tool and waiting for what comes of it."""

import time
from collections.abc import Mapping
from threading import BoundedSemaphore
from typing import Any
from uuid import UUID

from django.db import connection
from redis import RedisError

from apps.mcp.gateway import request_call
from apps.mcp.models import ToolCall
from apps.mcp.storing import get_call_again
from apps.mcp.wakeups import listen
from apps.system.access.types import Caller

PATIENCE = 5.0
MAX_WAITERS = 32
LOOK_EVERY = 0.1
LOOKING_SECONDS = 2.0

_waiters = BoundedSemaphore(MAX_WAITERS)


def call_tool(
    caller: Caller,
    tool_name: str,
    parameters: Mapping[str, Any],
    *,
    key: str | None = None,
    patience: float = PATIENCE,
) -> ToolCall:
    """Request a call and wait for its end, `patience` seconds at most; answers the call as it then stands.

    No database connection is held meanwhile. Where too many wait already, the answer comes at once.
    Raises CivalError as the gates refuse.
    """
    return wait_for_call(request_call(caller, tool_name, parameters, key=key), patience=patience)


def wait_for_call(call: ToolCall, *, patience: float = PATIENCE) -> ToolCall:
    """Wait for the end of a call, unless people have to decide first; answers it as it then stands."""
    if call.is_finished or call.is_for_people or patience <= 0 or not _waiters.acquire(blocking=False):
        return call
    try:
        _wait(call.id, patience)
    finally:
        _waiters.release()
    return get_call_again(call.id)


def _wait(call_id: UUID, patience: float) -> None:
    if not connection.in_atomic_block:
        connection.close()
    try:
        listen(call_id, patience)
    except RedisError:
        _look(call_id, min(patience, LOOKING_SECONDS))


def _look(call_id: UUID, seconds: float) -> None:
    """Without Redis: look at the row, for a short while."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        call = ToolCall.objects.only("status").get(id=call_id)
        if call.is_finished:
            return
        time.sleep(LOOK_EVERY)
