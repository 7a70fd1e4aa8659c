"""Calling off by notice, as clients of the older era do: they send `notifications/cancelled` on its own.

Any process may get the notice, so which call a request became is kept in Redis while it is waited for, under
the asker, the name of its connection and the request's id: nobody can call off what somebody else asked for.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import anyio
from mcp.server.context import ServerRequestContext
from mcp.types import CancelledNotificationParams

from apps.mcp.models import ToolCall
from apps.mcp.protocol.calls import withdraw
from apps.mcp.protocol.exchanges import Exchange, ask, exchange_of, is_modern
from apps.system.redis import key, redis_client

KEPT_SECONDS = 900
RECALLED = "recalled"
"""What stands in the place of a request whose notice came before its call was known."""

Context = ServerRequestContext[Any, Any]


@asynccontextmanager
async def named(exchange: Exchange, context: Context, call: ToolCall) -> AsyncIterator[None]:
    """Let a notice of this client find the call within the block."""
    if is_modern(context) or not exchange.session or context.request_id is None:
        yield
        return
    place = _place(exchange, context.request_id)
    if await ask(exchange, _put, place, str(call.id)) == RECALLED:
        await ask(exchange, withdraw, exchange.caller, call.id)
    try:
        yield
    finally:
        await ask(exchange, redis_client().delete, place)


async def recall(context: Context, params: CancelledNotificationParams) -> None:
    """`notifications/cancelled`: call off what the request became, if it has not ended."""
    exchange = exchange_of(context)
    if not exchange.session or params.request_id is None:
        return
    # The notice is acknowledged before it is heeded, and then the SDK ends what serves it.
    with anyio.CancelScope(shield=True):
        found = await ask(exchange, _put, _place(exchange, params.request_id), RECALLED)
        if found not in (None, RECALLED):
            await ask(exchange, withdraw, exchange.caller, UUID(found))


def _put(place: str, what: str) -> str | None:
    """Put something in an empty place; answers what is there already."""
    found = redis_client().set(place, what, nx=True, get=True, ex=KEPT_SECONDS)
    return found.decode() if isinstance(found, bytes) else None


def _place(exchange: Exchange, request_id: str | int) -> str:
    # An id is text or a number, and 1 is not "1".
    return key("mcp", exchange.principal, exchange.session, repr(request_id)[:128])
