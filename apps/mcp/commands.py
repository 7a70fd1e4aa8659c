"""Commands of the socket: which tool each is, for whom, and what is answered."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from apps.mcp import speech
from apps.mcp.acting import act_as
from apps.mcp.gateway import request_call
from apps.mcp.models import ToolCall
from apps.mcp.registry import get_tool, tool_for_command
from apps.mcp.serializers import result_url, short_result
from apps.mcp.spelling import spelt
from apps.mcp.types import CallStatus
from apps.mcp.waiting import wait_for_call
from apps.system.access.types import Caller
from apps.system.correlation import correlate
from apps.system.errors import CivalError, Invalid
from apps.system.events.admission import renew_caller
from apps.system.wire import snake_keys

EXECUTE = speech.EXECUTE
MAX_KEY = 200

CALLING = ThreadPoolExecutor(32, thread_name_prefix="command")
"""Each command holds one of these threads while it is waited for; others wait for their turn."""


@dataclass
class Command:
    """One command of a client, and the call that it became."""

    id: str | None
    story: UUID
    call_id: UUID | None = None
    is_read: bool = False
    is_answered: bool = False
    settled: asyncio.Event = field(default_factory=asyncio.Event)

    def settle(self, call: ToolCall | None) -> None:
        """Say which call it became, or that it became none."""
        if call is not None:
            self.call_id = call.id
        self.settled.set()


@dataclass(frozen=True)
class Wish:
    """What a command asks for: a tool with parameters, maybe as an agent, maybe under a key."""

    tool: str
    parameters: Mapping[str, Any]
    agent_id: UUID | None
    key: str | None


def read_wish(kind: str, said: Mapping[str, Any]) -> Wish:
    """Read `mcp.execute` or a tool's own command. Raises Invalid or NotFound."""
    body = snake_keys(said)
    key = body.pop("idempotency_key", None)
    if key is not None and (not isinstance(key, str) or not 1 <= len(key) <= MAX_KEY):
        raise _invalid("/idempotencyKey", f"A key is a text of {MAX_KEY} characters at most.")
    if kind == EXECUTE:
        return _read_execute(body, key)
    tool = tool_for_command(kind)
    acting = None if "agent_id" in tool.parameters.model_fields else body.pop("agent_id", None)
    return Wish(tool.name, spelt(tool.parameters, body), _agent_id(acting), key)


def request_wish(caller: Caller, wish: Wish, story: UUID) -> ToolCall:
    """Take a wish through the gates, as one story. Raises CivalError as they refuse."""
    with correlate(story):
        now = renew_caller(caller)
        acting = now if wish.agent_id is None else act_as(now, wish.agent_id, tool_name=wish.tool)
        return request_call(acting, wish.tool, wish.parameters, key=wish.key)


def await_call(call: ToolCall, patience: float) -> ToolCall:
    """Wait for the end of a call, and answer it as it then stands."""
    return wait_for_call(call, patience=patience)


def read_call(call_id: UUID) -> ToolCall:
    """A call as it stands."""
    return ToolCall.objects.select_related("actor").get(id=call_id)


def is_read(wish: Wish) -> bool:
    """Whether the tool only reads; the end of a reading is not in the log."""
    return get_tool(wish.tool).read_only


def answer_of(call: ToolCall) -> tuple[str, dict[str, Any]]:
    """What is answered to a finished call: the type of the message and its payload."""
    facts: dict[str, Any] = {
        "executionId": str(call.id),
        "tool": call.tool,
        "actorId": str(call.actor_id),
        "agentId": str(call.actor_id) if call.actor.kind == call.actor.Kind.AGENT else None,
        "status": call.status,
        "executionTime": call.milliseconds,
    }
    if call.status == CallStatus.SUCCEEDED:
        size, url = call.result_size, result_url(call)
        found = {"result": short_result(call), "resultSize": size, "resultUrl": url}
        return "mcp.result", {**facts, "success": True, **found}
    return "mcp.error", {
        **facts,
        "success": False,
        "code": call.code,
        "reason": call.reason,
        "details": call.details,
    }


def refusal_answer(refusal: CivalError) -> dict[str, Any]:
    """The payload of `mcp.error` where a gate refused: there is no call."""
    return {
        "success": False,
        "code": refusal.reason_code,
        "reason": refusal.detail,
        "errors": refusal.errors,
        "details": refusal.details,
        "retryAfter": refusal.retry_after,
    }


def _read_execute(body: Mapping[str, Any], key: str | None) -> Wish:
    unknown = set(body) - {"tool_id", "tool", "parameters", "agent_id"}
    tool, parameters = body.get("tool_id") or body.get("tool"), body.get("parameters", {})
    if unknown:
        raise _invalid(f"/{min(unknown)}", "There is no such field.")
    if not isinstance(tool, str):
        raise _invalid("/toolId", "Say which tool to run, as text.")
    if not isinstance(parameters, dict):
        raise _invalid("/parameters", "Parameters are an object.")
    get_tool(tool)
    return Wish(tool, parameters, _agent_id(body.get("agent_id")), key)


def _agent_id(given: object) -> UUID | None:
    if given is None:
        return None
    try:
        return UUID(str(given))
    except ValueError as error:
        raise _invalid("/agentId", "Input should be a valid UUID.") from error


def _invalid(pointer: str, reason: str) -> Invalid:
    return Invalid(reason, code="invalid_body", errors=[{"pointer": pointer, "reason": reason}])
