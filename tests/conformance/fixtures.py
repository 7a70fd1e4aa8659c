"""The fixture pack: what the suite expects by name, around the product's own handlers.

Only `tests.conformance.application` loads it. Door, keys, transport, sealing of state, headers, caching and
errors are the product's.
"""

import json
from typing import Any

from mcp.server.lowlevel import Server
from mcp.server.subscriptions import ListenHandler
from mcp.types import (
    BlobResourceContents,
    GetPromptResult,
    InputRequiredResult,
    Prompt,
    PromptArgument,
    PromptMessage,
    ReadResourceResult,
    Resource,
    ResourceTemplate,
    TextResourceContents,
    Tool,
)

from apps.mcp.protocol.server import Handlers, assemble, handlers
from tests.conformance.fixture_bus import bus
from tests.conformance.fixture_content import PIXEL, TEXT, embedded, image, question, text
from tests.conformance.fixture_tools import TOOLS

STATIC = "test://static-text"
RESOURCES = {
    STATIC: "This is the content of the static text resource.",
    "test://watched-resource": "Watched resource content",
}
BINARY = "test://static-binary"
TEMPLATE = "test://template/{id}/data"
PROMPTS: dict[str, tuple[str, ...]] = {
    "test_simple_prompt": (),
    "test_prompt_with_arguments": ("arg1", "arg2"),
    "test_prompt_with_embedded_resource": ("resourceUri",),
    "test_prompt_with_image": (),
    "test_input_required_result_prompt": (),
}


def build() -> "Server[Any]":
    """The product's server with the fixtures around its handlers."""
    return assemble(around(handlers()))


def around(own: Handlers) -> Handlers:
    """Handlers that answer for the fixtures, and for everything else as the product does."""

    async def list_tools(context: Any, params: Any) -> Any:
        found = await own["on_list_tools"](context, params)
        found.tools += [Tool(name=n, description=n, input_schema=schema) for n, (_, schema) in TOOLS.items()]
        return found

    async def call_tool(context: Any, params: Any) -> Any:
        run = TOOLS[params.name][0] if params.name in TOOLS else own["on_call_tool"]
        return await run(context, params)

    def schema_of(name: str) -> Any:
        return TOOLS[name][1] if name in TOOLS else own["get_tool_input_schema"](name)

    return {
        **own,
        "on_list_tools": list_tools,
        "on_call_tool": call_tool,
        "get_tool_input_schema": schema_of,
        "on_subscriptions_listen": ListenHandler(bus),
        **resources_around(own),  # type: ignore[typeddict-item]
        **prompts_around(own),
    }


def resources_around(own: Handlers) -> dict[str, Any]:
    """Reading and listing of the fixtures' resources."""

    async def list_resources(context: Any, params: Any) -> Any:
        found = await own["on_list_resources"](context, params)
        kinds = {**dict.fromkeys(RESOURCES, "text/plain"), BINARY: "image/png"}
        found.resources += [Resource(uri=uri, name=uri, mime_type=kind) for uri, kind in kinds.items()]
        return found

    async def list_templates(context: Any, params: Any) -> Any:
        found = await own["on_list_resource_templates"](context, params)
        found.resource_templates.append(ResourceTemplate(uri_template=TEMPLATE, name="template"))
        return found

    async def read(context: Any, params: Any) -> Any:
        uri = str(params.uri)
        if uri in RESOURCES:
            return _text(uri, "text/plain", RESOURCES[uri])
        if uri == BINARY:
            return ReadResourceResult(
                contents=[BlobResourceContents(uri=uri, mime_type="image/png", blob=PIXEL)]
            )
        if uri.startswith("test://template/"):
            name = uri.split("/")[3]
            data = {"id": name, "templateTest": True, "data": f"Data for ID: {name}"}
            return _text(uri, "application/json", json.dumps(data))
        return await own["on_read_resource"](context, params)

    return {
        "on_list_resources": list_resources,
        "on_list_resource_templates": list_templates,
        "on_read_resource": read,
    }


def prompts_around(own: Handlers) -> dict[str, Any]:
    """Reading and listing of the fixtures' prompts."""

    async def list_prompts(context: Any, params: Any) -> Any:
        found = await own["on_list_prompts"](context, params)
        found.prompts += [
            Prompt(name=name, description=name, arguments=[_argument(each) for each in arguments])
            for name, arguments in PROMPTS.items()
        ]
        return found

    async def get_prompt(context: Any, params: Any) -> Any:
        given = params.arguments or {}
        match params.name:
            case "test_simple_prompt":
                return _said(text("This is a simple prompt for testing."))
            case "test_prompt_with_arguments":
                return _said(text(f"Prompt with arguments: arg1='{given['arg1']}', arg2='{given['arg2']}'"))
            case "test_prompt_with_embedded_resource":
                words = "Embedded resource content for testing."
                return _said(
                    embedded(given["resourceUri"], "text/plain", words),
                    text("Please process the embedded resource above."),
                )
            case "test_prompt_with_image":
                return _said(image(), text("Please analyze the image above."))
            case "test_input_required_result_prompt":
                return _with_context((params.input_responses or {}).get("user_context"))
        return await own["on_get_prompt"](context, params)

    return {"on_list_prompts": list_prompts, "on_get_prompt": get_prompt}


def _argument(name: str) -> PromptArgument:
    return PromptArgument(name=name, description=name, required=True)


def _with_context(given: Any) -> Any:
    if given is not None:
        return _said(text(f"Context: {given.content}"))
    asked = {"user_context": question("What context should the prompt use?", context=TEXT)}
    return InputRequiredResult(input_requests=asked)


def _said(*content: Any) -> GetPromptResult:
    return GetPromptResult(messages=[PromptMessage(role="user", content=each) for each in content])


def _text(uri: str, mime_type: str, words: str) -> ReadResourceResult:
    return ReadResourceResult(contents=[TextResourceContents(uri=uri, mime_type=mime_type, text=words)])
