"""What stands between a request and a tool, each gate by itself. Their order is in `gateway.request_call`."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from pydantic import BaseModel
from redis import RedisError

from apps.mcp.circuits import resting_until
from apps.mcp.limits import take_token
from apps.mcp.models import IdempotencyKey, ToolCall, ToolPermission
from apps.mcp.records import audit_refusal
from apps.mcp.registry import get_tool, unknown_tool
from apps.mcp.request import Request
from apps.mcp.selectors import RULED
from apps.mcp.settings import RATE_MULTIPLIER
from apps.mcp.tool import Tool
from apps.system.access.models import Actor
from apps.system.access.types import Caller
from apps.system.bodies import is_storable
from apps.system.controls.reading import read_setting
from apps.system.controls.selectors import find_halt
from apps.system.controls.services import Halted
from apps.system.errors import CivalError, Conflict, Forbidden, Invalid, RateLimited, Unavailable

KEY_KEPT = timedelta(hours=24)
MAX_KEY = 200


class NotPermitted(Forbidden):
    """No permission row of the agent, or of anyone above it, allows the tool."""

    code = "not_permitted"


@contextmanager
def refusals_audited(caller: Caller, tool_name: str) -> Iterator[None]:
    """Leave an audit entry of whatever a gate refuses within the block."""
    try:
        yield
    except CivalError as refusal:
        audit_refusal(caller, tool_name, refusal)
        raise


def known_tool(tool_name: str) -> Tool:
    """Gate 1: there is such a tool. 404 `unknown_tool` with the nearest names."""
    return get_tool(tool_name)


def check_visible(tool: Tool, caller: Caller) -> None:
    """Gate 2: it exists for this actor; agents do not see the operators' commands. 404 `unknown_tool`."""
    if tool.operator and caller.actor.kind in RULED:
        raise unknown_tool(tool.name)


def parse(tool: Tool, parameters: Mapping[str, Any]) -> BaseModel:
    """Gate 3: the parameters fit the schema. 422 `invalid_parameters` with a pointer per field."""
    return tool.parse(parameters)


def find_replay(request: Request) -> ToolCall | None:
    """Gate 4: the call that was made before under this key; 409 if the key was used for another request."""
    if request.key is None:
        return None
    _check_key(request.key)
    known = IdempotencyKey.objects.filter(principal_id=request.caller.principal.id, key=request.key).first()
    if known is None:
        return None
    if known.expires_at <= request.now:
        known.delete()
        return None
    if known.fingerprint != request.fingerprint:
        raise Conflict("This idempotency key was used for another request.", code="idempotency_key_reused")
    return ToolCall.objects.select_related("actor").get(id=known.call_id)


def get_replay(request: Request) -> ToolCall:
    """The call that another request recorded under the same key a moment ago."""
    earlier = find_replay(request)
    if earlier is None:
        raise Conflict("The same request is being recorded; send it again.", code="conflict")
    return earlier


def _check_key(key: str) -> None:
    if not 1 <= len(key.strip()) <= MAX_KEY or not key.isprintable() or not is_storable(key):
        raise Invalid(
            f"An idempotency key has 1 to {MAX_KEY} printable characters.", code="invalid_idempotency_key"
        )


def check_kill_switch(request: Request) -> None:
    """Gate 5: nobody above the actor is halted; reading and reducing risk pass. 403 `kill_switch`."""
    if request.tool.read_only or request.tool.reduces_risk:
        return
    if halt := find_halt(request.caller.actor.lineage):
        raise Halted(f"Everything that adds risk is halted for {halt.target.name}: {halt.reason}")


def check_permission(request: Request) -> None:
    """Gate 6: the caller's scopes allow it, and for an agent its permission rows. 403."""
    tool, caller = request.tool, request.caller
    if tool.scope not in caller.scopes:
        raise Forbidden(f"{tool.name} needs the scope `{tool.scope}`.", code="scope_missing")
    if request.is_ruled and request.effect == ToolPermission.Effect.DENY:
        raise NotPermitted(f"{caller.actor.name} may not use {tool.name}.")


def check_circuit(request: Request) -> None:
    """Gate 7: the tool has not just broken again and again. 503 `circuit_open`.

    Stopping things is always tried: the kill switch must not rest when it is needed most.
    """
    if request.tool.reduces_risk:
        return
    if until := resting_until(request.tool.name, request.now):
        raise Unavailable(
            f"{request.tool.name} broke several times and rests.",
            code="circuit_open",
            retry_after=(until - request.now).total_seconds(),
        )


def take_rate(request: Request) -> None:
    """Gate 8: the actor has not called it too often. 429 `rate_limited`; 503 without Redis."""
    tool, actor = request.tool, request.caller.actor
    per_minute = calls_per_minute(tool, actor)
    try:
        wait = take_token(actor.id, tool.name, per_minute)
    except RedisError as error:
        # Without limits nothing may add risk; looking, and stopping things, must go on.
        if tool.read_only or tool.reduces_risk:
            return
        raise limits_unavailable() from error
    if wait > 0:
        raise too_often(request, per_minute, wait)


def limits_unavailable() -> Unavailable:
    """The refusal of what must not run while nobody counts."""
    return Unavailable(
        "The rate limit cannot be kept now. Try again shortly.", code="limits_unavailable", retry_after=5
    )


def too_often(request: Request, per_minute: int, wait: float) -> RateLimited:
    """The refusal of a call beyond the rate; `wait` seconds until the next may pass."""
    return RateLimited(
        f"{request.caller.actor.name} may call {request.tool.name} {per_minute} times a minute.",
        retry_after=wait,
        details={"per_minute": per_minute, "retry_after": round(wait, 3)},
    )


def calls_per_minute(tool: Tool, actor: Actor) -> int:
    """The tool's own limit times what is set for the actor; stopping things is never made rarer."""
    if tool.reduces_risk:
        return tool.per_minute
    return max(1, round(tool.per_minute * read_setting(RATE_MULTIPLIER, actor.lineage)))


_RESERVE = """
    UPDATE mcp_tool_budget SET day = %s, used = CASE WHEN day = %s THEN used ELSE 0 END + %s
    WHERE actor_id = ANY(%s)
    RETURNING calls_per_day, used
"""


def reserve_budget(request: Request) -> None:
    """Gate 9: the actor, and all above it, have calls left today. 403 `budget_exceeded`.

    Runs in the transaction that records the call, so that a request that is not recorded costs nothing.
    """
    lineage: list[UUID] = request.caller.actor.lineage
    with connection.cursor() as cursor:
        cursor.execute(_RESERVE, [request.now.date(), request.now.date(), request.tool.cost, lineage])
        if any(used > allowed for allowed, used in cursor.fetchall()):
            raise Forbidden("The budget of tool calls for today is used up.", code="budget_exceeded")


def check_approval(request: Request) -> None:
    """Gate 10: no person has to be asked first. 403 `approval_required`."""
    if request.is_ruled and request.effect == ToolPermission.Effect.ASK:
        raise Forbidden(
            f"A person must approve it when {request.caller.actor.name} uses {request.tool.name}.",
            code="approval_required",
        )
