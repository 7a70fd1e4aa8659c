"""Prompts, and completions of their arguments and of the places in resources' addresses."""

from typing import Any

from mcp.server.context import ServerRequestContext
from mcp.types import (
    CompleteRequestParams,
    CompleteResult,
    Completion,
    GetPromptRequestParams,
    GetPromptResult,
    ListPromptsResult,
    PaginatedRequestParams,
    PromptArgument,
    PromptMessage,
    TextContent,
)
from mcp.types import Prompt as PromptFace

from apps.mcp.prompt import MAX_COMPLETIONS, Prompt, complete_argument, get_prompt, prompts_for, write_prompt
from apps.mcp.protocol.exchanges import ask, exchange_of
from apps.mcp.protocol.refusals import as_protocol_error
from apps.system.errors import CivalError

Context = ServerRequestContext[Any, Any]


async def show_prompts(context: Context, params: PaginatedRequestParams | None) -> ListPromptsResult:
    """`prompts/list`: those whose tools the caller may call."""
    exchange = exchange_of(context)
    found = await ask(exchange, prompts_for, exchange.caller)
    return ListPromptsResult(prompts=[_face(each) for each in found])


async def write(context: Context, params: GetPromptRequestParams) -> GetPromptResult:
    """`prompts/get`: the text, written from its arguments."""
    exchange = exchange_of(context)
    try:
        found = await ask(exchange, get_prompt, exchange.caller, params.name)
        text = write_prompt(found, params.arguments or {})
    except CivalError as refusal:
        raise as_protocol_error(refusal) from refusal
    message = PromptMessage(role="user", content=TextContent(type="text", text=text))
    return GetPromptResult(description=found.description, messages=[message])


async def complete(context: Context, params: CompleteRequestParams) -> CompleteResult:
    """`completion/complete`: what an argument may become."""
    exchange, written = exchange_of(context), params.argument
    found = await ask(exchange, complete_argument, exchange.caller, written.name, written.value)
    shown, is_more = list(found[:MAX_COMPLETIONS]), len(found) > MAX_COMPLETIONS
    total = None if is_more else len(shown)
    return CompleteResult(completion=Completion(values=shown, total=total, has_more=is_more))


def _face(found: Prompt) -> PromptFace:
    arguments = [
        PromptArgument(name=name, description=description, required=name not in found.optional)
        for name, description in found.arguments.items()
    ]
    return PromptFace(name=found.name, title=found.title, description=found.description, arguments=arguments)
