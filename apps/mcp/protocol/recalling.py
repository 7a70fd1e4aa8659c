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

Context = ServerRequestContext[Any, Any]


@asynccontextmanager
async def named(exchange: Exchange, context: Context, call: ToolCall) -> AsyncIterator[None]:
    """Let a notice of this client find the call within the block."""
    if is_modern(context) or not exchange.session or context.request_id is None:
        yield
        return
    place = _place(exchange, context.request_id)
    await ask(exchange, redis_client().set, place, str(call.id), ex=KEPT_SECONDS)
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
        found = await ask(exchange, redis_client().get, _place(exchange, params.request_id))
        if isinstance(found, bytes):
            await ask(exchange, withdraw, exchange.caller, UUID(found.decode()))


def _place(exchange: Exchange, request_id: str | int) -> str:
    # An id is text or a number, and 1 is not "1".
    return key("mcp", exchange.principal, exchange.session, repr(request_id)[:128])
