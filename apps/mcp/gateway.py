"""The one door. REST, sockets, MCP and agents all come in through here."""

from collections.abc import Mapping
from contextlib import nullcontext
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from apps.mcp import gates
from apps.mcp.asking import ask_people
from apps.mcp.models import IdempotencyKey, ToolCall
from apps.mcp.reading import read_now, reading
from apps.mcp.records import record_request
from apps.mcp.request import Request
from apps.mcp.runner import run_call
from apps.mcp.storing import get_call_again
from apps.mcp.tasks import publish_call
from apps.system.access.types import Caller

PUBLISH_AGAIN = timedelta(seconds=5)


def request_call(
    caller: Caller, tool_name: str, parameters: Mapping[str, Any], *, key: str | None = None
) -> ToolCall:
    """Take a request through every gate, record it and have it run; the same key never runs twice.

    A cheap tool's call is answered finished, one that people are asked about awaiting their approval.
    Anything else is answered queued (under a known key: as it stands), and `waiting.call_tool` waits for its
    end. Raises CivalError as the gates refuse; each refusal is audited.
    """
    with gates.refusals_audited(caller, tool_name, parameters):
        tool = gates.known_tool(tool_name)
        gates.check_visible(tool, caller)
        request = Request(caller, tool, gates.parse(tool, parameters), key, timezone.now())
        if earlier := gates.find_replay(request):
            return earlier
        with reading(request) if _is_plain_read(request) else nullcontext():
            gates.check_kill_switch(request)
            gates.check_permission(request)
            gates.check_circuit(request)
            gates.take_rate(request)
            if request.learnt.is_reading and not is_many(request):
                return read_now(request)
        try:
            with transaction.atomic() if is_many(request) else nullcontext():
                gates.reserve_budget(request)
                call = _ask(request) if gates.needs_approval(request) else _record(request)
        except IntegrityError:
            # The same key was recorded at the same moment: that one is the call.
            return gates.get_replay(request)
    return _run_here(call) if tool.cheap and not call.is_for_people else call


def _is_plain_read(request: Request) -> bool:
    """Whether it may be run while it goes through the gates: nothing is written before its record."""
    tool = request.tool
    return tool.cheap and tool.read_only and request.key is None and not connection.in_atomic_block


def is_many(request: Request) -> bool:
    """Whether recording it takes more than the one statement that most requests take."""
    return request.key is not None or request.standing.has_budgets or gates.needs_approval(request)


def _ask(request: Request) -> ToolCall:
    """The call as one that waits for people, and its key."""
    return _keep_key(request, ask_people(request))


def _record(request: Request) -> ToolCall:
    """The call and its key, in one transaction; a worker hears of it after the commit."""
    if request.tool.cheap and request.tool.read_only:
        return _keep_key(request, read_now(request))
    call = _keep_key(request, request.new_call())
    call.retry_at = request.now + PUBLISH_AGAIN
    has_news = record_request(call, request.caller.actor)
    if not request.tool.cheap:
        # A cheap one's end is told at once, and wakes the sequencer for both.
        transaction.on_commit(partial(publish_call, call.id, call.tool, has_news=has_news), robust=True)
    return call


def _keep_key(request: Request, call: ToolCall) -> ToolCall:
    if request.key is not None:
        IdempotencyKey.objects.create(
            principal_id=request.caller.principal.id,
            key=request.key,
            fingerprint=request.fingerprint,
            call_id=call.id,
            expires_at=request.now + gates.KEY_KEPT,
        )
    return call


def _run_here(call: ToolCall) -> ToolCall:
    """Run a command that must not wait for a worker (the kill switch works without Redis, too)."""
    if not call.is_finished:
        run_call(call.id)
        return get_call_again(call.id)
    return call
