"""Tools: what a caller is shown of them, and calls of them."""

import asyncio
from contextlib import AbstractAsyncContextManager, nullcontext
from functools import cache
from typing import Any
from uuid import UUID

import anyio
from mcp.server.context import ServerRequestContext
from mcp.types import (
    CallToolRequestParams,
    CallToolResult,
    InputRequiredResult,
    ListToolsResult,
    PaginatedRequestParams,
    ToolAnnotations,
)
from mcp.types import Tool as ToolFace

from apps.mcp.joint_reads import may_be_joined
from apps.mcp.models import ToolCall
from apps.mcp.protocol import recalling, tasks
from apps.mcp.protocol.calls import await_end, get_own_call, make_call, withdraw
from apps.mcp.protocol.elicitation import (
    Question,
    can_ask,
    put_question,
    read_answer,
    take_answer,
    where_to_answer,
)
from apps.mcp.protocol.exchanges import Exchange, ask, exchange_of, is_modern
from apps.mcp.protocol.gathering import Gathering
from apps.mcp.protocol.pagination import page_of
from apps.mcp.protocol.refusals import as_protocol_error
from apps.mcp.protocol.results import refusal_result, result_of
from apps.mcp.protocol.telling import Teller, following
from apps.mcp.registry import find_tool
from apps.mcp.selectors import tools_for
from apps.mcp.tool import Tool
from apps.mcp.toolsets import choose_tools
from apps.system.access.types import Caller
from apps.system.errors import CivalError
from apps.system.problems import as_refusal

Context = ServerRequestContext[Any, Any]
Answered = CallToolResult | InputRequiredResult | dict[str, Any]

PATIENCE = 300.0
"""Seconds until a call that goes on is answered as `still_running`."""

READS = Gathering()

KEY = "cival/idempotencyKey"
"""Under which name a request's `_meta` brings what REST takes as `Idempotency-Key`."""


def offered_tools(caller: Caller, toolsets: frozenset[str]) -> list[Tool]:
    """The tools that a caller may use and asked to see, by category and name.

    By its permissions for an agent, by scopes and key for all; the operators' commands for people alone.
    """
    return choose_tools(sorted(tools_for(caller), key=_place), toolsets)


async def show_tools(context: Context, params: PaginatedRequestParams | None) -> ListToolsResult:
    """`tools/list`: one page of them."""
    exchange = exchange_of(context)
    offered = await ask(exchange, offered_tools, exchange.caller, exchange.toolsets)
    try:
        page, following = page_of(offered, _place, params.cursor if params else None)
    except CivalError as refusal:
        raise as_protocol_error(refusal) from refusal
    return ListToolsResult(tools=[face_of(each) for each in page], next_cursor=following)


def schema_of(name: str) -> dict[str, Any] | None:
    """The input schema of a tool, for the SDK's check of headers; without it every call would list all."""
    found = find_tool(name)
    return found.parameters_schema if found else None


async def call_tool(context: Context, params: CallToolRequestParams) -> Answered:
    """`tools/call`: through the gateway, to its end, or to a task where the client takes one."""
    exchange = exchange_of(context)
    call: ToolCall | None = None
    try:
        # What was asked for is recorded before anything heeds that the client has gone.
        with anyio.CancelScope(shield=True):
            call = await _make_or_resume(context, exchange, params)
        assert call is not None, "a shield swallows nothing"
        return await _see_through(context, exchange, call)
    except asyncio.CancelledError:
        if call is not None and exchange.has_left and is_modern(context):
            with anyio.CancelScope(shield=True):
                await ask(exchange, withdraw, exchange.caller, call.id)
        raise
    except Exception as error:
        refusal = as_refusal(error)
        if call is None and refusal.reason_code == "unknown_tool":
            raise as_protocol_error(refusal) from error
        return refusal_result(refusal, call)


async def _make_or_resume(context: Context, exchange: Exchange, params: CallToolRequestParams) -> ToolCall:
    """A new call, or the one that the client was asked about."""
    if params.request_state is not None:
        call = await ask(exchange, get_own_call, exchange.caller, UUID(params.request_state))
        if (answer := read_answer(params)) is not None:
            await ask(exchange, take_answer, exchange.caller, call, answer)
            call = await ask(exchange, get_own_call, exchange.caller, call.id)
        return call
    key = (context.meta or {}).get(KEY)
    given = str(key) if key is not None else None
    tool = find_tool(params.name)
    if given is None and tool is not None and may_be_joined(tool):
        return await READS.read(exchange, tool.name, params.arguments or {})
    return await ask(exchange, make_call, exchange, params.name, params.arguments or {}, given)


async def _see_through(context: Context, exchange: Exchange, call: ToolCall) -> Answered:
    if call.is_finished:
        return result_of(call)
    takes_task, teller = tasks.is_declared(context), Teller(context.session)
    async with recalling.named(exchange, context, call), _told(context, call, teller):
        patience = tasks.WAITED_FIRST if takes_task else PATIENCE
        call, question = await await_end(exchange, call, patience, teller.stand)
    if call.is_finished:
        return result_of(call)
    if takes_task:
        return tasks.created(call, question)
    if question is not None:
        return put_question(question, call) if can_ask(context, question) else _refused(question, call)
    return refusal_result(_still_running(call), call)


def _told(context: Context, call: ToolCall, teller: Teller) -> AbstractAsyncContextManager[None]:
    """The tool's own reports, for a client that wants to hear of progress; for others nothing is followed."""
    wants = "progress_token" in (context.meta or {})
    return following(call.id, teller) if wants else nullcontext()


def _refused(question: Question, call: ToolCall) -> CallToolResult:
    return refusal_result(where_to_answer(question), call)


def _still_running(call: ToolCall) -> CivalError:
    return CivalError(
        f"It is still under way. Read cival://executions/{call.id} for what comes of it.",
        code="still_running",
        retry_after=60,
    )


def _place(tool: Tool) -> str:
    return f"{tool.category}/{tool.name}"


@cache
def face_of(tool: Tool) -> ToolFace:
    """A tool as clients see it."""
    return ToolFace(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.parameters_schema,
        output_schema=tool.output_schema,
        annotations=ToolAnnotations(
            title=tool.title,
            read_only_hint=tool.read_only,
            destructive_hint=tool.destructive,
            idempotent_hint=tool.idempotent,
            open_world_hint=tool.prepare is not None,
        ),
        _meta={"cival/category": tool.category, "cival/scope": str(tool.scope)},
    )
