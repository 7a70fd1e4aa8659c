"""Calls of one asker: making them, finding them again, waiting for their end, calling them off."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from time import monotonic
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import redis.asyncio
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from apps.mcp.gates import refusals_audited
from apps.mcp.gateway import request_call
from apps.mcp.models import ToolCall
from apps.mcp.protocol.elicitation import Question, find_question, waits_for_person
from apps.mcp.protocol.exchanges import Exchange, ask
from apps.mcp.registry import find_tool, unknown_tool
from apps.mcp.selectors import get_call
from apps.mcp.services import cancel_call
from apps.mcp.toolsets import shows_operators
from apps.mcp.types import CallStatus
from apps.mcp.wakeups import list_of
from apps.system.access.models import ApiKey
from apps.system.access.types import Caller
from apps.system.errors import Conflict, NotFound, Unauthenticated

logger = logging.getLogger(__name__)

FIRST_LOOK, LONGEST_PAUSE = 0.2, 1.0
"""Seconds between two looks at a call that has not ended; Redis tells the end at once."""

Report = Callable[[str], Awaitable[None]]


def make_call(exchange: Exchange, name: str, parameters: Mapping[str, Any], key: str | None) -> ToolCall:
    """Take a request through the gates. Operators' commands exist only where they were asked for.

    Raises CivalError as the gates refuse.
    """
    tool = find_tool(name)
    if tool is not None and tool.operator and not shows_operators(exchange.toolsets):
        with refusals_audited(exchange.caller, name, parameters):
            raise unknown_tool(name)
    return request_call(exchange.caller, name, parameters, key=key)


def get_own_call(caller: Caller, call_id: UUID) -> ToolCall:
    """A call that the same asker made in the same place. Raises NotFound for anybody else's."""
    call = get_call(caller.actor, call_id)
    if (call.principal_id, call.actor_id) != (caller.principal.id, caller.actor.id):
        raise NotFound(f"There is no execution {call_id}.")
    return call


def withdraw(caller: Caller, call_id: UUID) -> None:
    """Call off what the asker does not wait for any more, where it is not too late."""
    try:
        cancel_call(caller.actor, get_own_call(caller, call_id).id, timezone.now())
    except (Conflict, NotFound) as refusal:
        logger.info("A call that its client gave up goes on: %s", refusal)


async def await_end(
    exchange: Exchange, call: ToolCall, seconds: float, report: Report
) -> tuple[ToolCall, Question | None]:
    """Wait until a call has ended or a person has to answer, or the time is over; tells how it stands.

    Raises Unauthenticated once the key does not hold any more.
    """
    deadline, pause, told = monotonic() + seconds, FIRST_LOOK, ""
    question = await ask(exchange, find_question, exchange.caller, call) if waits_for_person(call) else None
    while not (call.is_finished or question):
        if (standing := _standing(call)) != told:
            await report(standing)
            told = standing
        left = deadline - monotonic()
        if left <= 0:
            break
        await _pause(call.id, min(pause, left))
        pause = min(2 * pause, LONGEST_PAUSE)
        call, question = await ask(exchange, _look, exchange, call.id)
    return call, question


def _look(exchange: Exchange, call_id: UUID) -> tuple[ToolCall, Question | None]:
    unexpired = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    if not ApiKey.objects.filter(unexpired, digest=exchange.key_digest, revoked_at=None).exists():
        raise Unauthenticated("This API key was revoked or has expired meanwhile.", code="invalid_key")
    call = ToolCall.objects.select_related("actor").get(id=call_id)
    return call, find_question(exchange.caller, call)


def _standing(call: ToolCall) -> str:
    if call.status == CallStatus.DEFERRED:
        return f"{call.tool}: waits for the {call.deferred_kind}"
    return f"{call.tool}: {'runs' if call.started_at else 'waits for a worker'}"


_clients: "WeakKeyDictionary[asyncio.AbstractEventLoop, redis.asyncio.Redis]" = WeakKeyDictionary()


def _redis() -> redis.asyncio.Redis:
    """The client of the running loop; a process serves in one."""
    loop = asyncio.get_running_loop()
    if loop not in _clients:
        _clients[loop] = redis.asyncio.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1)
    return _clients[loop]


async def _pause(call_id: UUID, seconds: float) -> None:
    """Until the call has ended, or for so long."""
    own = list_of(call_id)
    began = monotonic()
    try:
        # redis-py says that BLMOVE takes whole seconds; it takes parts of them, too.
        await _redis().blmove(own, own, seconds, "LEFT", "RIGHT")  # type: ignore[arg-type]
    except redis.RedisError as error:
        logger.warning("Redis does not tell the end of calls: %s", error)
        await asyncio.sleep(max(0.0, seconds - (monotonic() - began)))
