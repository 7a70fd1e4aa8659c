"""The tools that the conformance suite calls by name: each shows one thing that the protocol can carry."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from mcp import MCPError
from mcp.server.subscriptions import PromptsListChanged, ToolsListChanged
from mcp.types import (
    MISSING_REQUIRED_CLIENT_CAPABILITY,
    InputRequiredResult,
    ListRootsRequest,
)

from tests.conformance.fixture_bus import bus
from tests.conformance.fixture_content import (
    JSON_2020,
    NOTHING,
    TEXT,
    audio,
    embedded,
    image,
    question,
    result,
    sample,
    text,
)

Handler = Callable[[Any, Any], Awaitable[Any]]
MIXED = '{"test": "data", "value": 123}'


def answers(*content: Any, is_error: bool = False) -> Handler:
    """A tool that always answers the same."""

    async def answer(context: Any, params: Any) -> Any:
        return result(*content, is_error=is_error)

    return answer


async def report_progress(context: Any, params: Any) -> Any:
    for step in (0, 50, 100):
        await context.session.report_progress(step, 100, f"Completed step {step} of 100")
        await asyncio.sleep(0.05)
    return result(text("done"))


async def log_steps(context: Any, params: Any) -> Any:
    for words in ("Tool execution started", "Tool processing data", "Tool execution completed"):
        await context.session.send_log_message("info", words, related_request_id=context.request_id)
    return result(text("Tool with logging executed successfully"))


async def need_sampling(context: Any, params: Any) -> Any:
    capabilities = context.session.client_capabilities
    if capabilities is None or capabilities.sampling is None:
        needed = {"requiredCapabilities": {"sampling": {}}}
        raise MCPError(MISSING_REQUIRED_CLIENT_CAPABILITY, "The client does not sample.", needed)
    return result(text("ok"))


async def echo_region(context: Any, params: Any) -> Any:
    return result(text(f"region={(params.arguments or {}).get('region')}"))


def publishes(event: Any) -> Handler:
    """A tool that tells all streams of a change."""

    async def publish(context: Any, params: Any) -> Any:
        await bus.publish(event)
        return result(text("told"))

    return publish


def asks(
    key: str, request: Callable[[], Any], done: Callable[[Any], str], state: str | None = None
) -> Handler:
    """A tool that needs one answer from the client."""

    async def ask(context: Any, params: Any) -> Any:
        given = (params.input_responses or {}).get(key)
        if given is None:
            return InputRequiredResult(input_requests={key: request()})
        return result(text(done(given)))

    return ask


def ask_name() -> Any:
    return question("What is your name?", name=TEXT)


def greet(given: Any) -> str:
    return f"Hello, {(given.content or {}).get('name')}!"


async def keep_state(context: Any, params: Any) -> Any:
    if "confirm" in (params.input_responses or {}) and params.request_state == "nonce":
        return result(text("state-ok"))
    asked = {"confirm": question("Please confirm", ok={"type": "boolean"})}
    return InputRequiredResult(input_requests=asked, request_state="nonce")


async def ask_several(context: Any, params: Any) -> Any:
    if {"user_name", "greeting", "client_roots"} <= set(params.input_responses or {}):
        return result(text("All inputs received."))
    asked = {
        "user_name": ask_name(),
        "greeting": sample("Generate a greeting"),
        "client_roots": ListRootsRequest(),
    }
    return InputRequiredResult(input_requests=asked, request_state="several")


async def ask_in_rounds(context: Any, params: Any) -> Any:
    state = json.loads(params.request_state) if params.request_state else {"round": 0}
    given = params.input_responses or {}
    if state["round"] == 1 and "step1" in given:
        following = json.dumps({"round": 2, "name": given["step1"].content["name"]})
        asked = {"step2": question("Step 2: What is your favorite color?", color=TEXT)}
        return InputRequiredResult(input_requests=asked, request_state=following)
    if state["round"] == 2 and "step2" in given:
        return result(text(f"{state['name']} likes {given['step2'].content['color']}"))
    asked = {"step1": question("Step 1: What is your name?", name=TEXT)}
    return InputRequiredResult(input_requests=asked, request_state=json.dumps({"round": 1}))


async def trust_no_state(context: Any, params: Any) -> Any:
    if params.request_state:
        return result(text("state-ok"))
    asked = {"confirm": question("Please confirm", ok={"type": "boolean"})}
    return InputRequiredResult(input_requests=asked, request_state="round-1")


async def ask_what_the_client_can(context: Any, params: Any) -> Any:
    can = context.session.client_capabilities
    asked: dict[str, Any] = {}
    if can is None or can.sampling is not None:
        asked["sample"] = sample("Say hello")
    if can is None or can.elicitation is not None:
        asked["ask"] = ask_name()
    return InputRequiredResult(input_requests=asked, request_state="capabilities")


REGION = {"type": "object", "properties": {"region": {"type": "string", "x-mcp-header": "Region"}}}
PREFIX = "test_input_required_result"

TOOLS: dict[str, tuple[Handler, dict[str, Any]]] = {
    "test_simple_text": (answers(text("This is a simple text response for testing.")), NOTHING),
    "test_image_content": (answers(image()), NOTHING),
    "test_audio_content": (answers(audio()), NOTHING),
    "test_embedded_resource": (
        answers(embedded("test://embedded-resource", "text/plain", "This is an embedded resource content.")),
        NOTHING,
    ),
    "test_multiple_content_types": (
        answers(
            text("Multiple content types test:"),
            image(),
            embedded("test://mixed-content-resource", "application/json", MIXED),
        ),
        NOTHING,
    ),
    "test_error_handling": (
        answers(text("This tool intentionally returns an error for testing"), is_error=True),
        NOTHING,
    ),
    "test_tool_with_progress": (report_progress, NOTHING),
    "test_logging_tool": (log_steps, NOTHING),
    "test_missing_capability": (need_sampling, NOTHING),
    "test_x_mcp_header": (echo_region, REGION),
    "test_streaming_elicitation": (asks("user_name", ask_name, lambda given: "ok"), NOTHING),
    "json_schema_2020_12_tool": (answers(text("fits")), JSON_2020),
    "test_trigger_tool_change": (publishes(ToolsListChanged()), NOTHING),
    "test_trigger_prompt_change": (publishes(PromptsListChanged()), NOTHING),
    f"{PREFIX}_elicitation": (asks("user_name", ask_name, greet), NOTHING),
    f"{PREFIX}_sampling": (
        asks(
            "capital_question",
            lambda: sample("What is the capital of France?", 100),
            lambda given: f"Model said: {given.content.text}",
        ),
        NOTHING,
    ),
    f"{PREFIX}_list_roots": (
        asks("client_roots", ListRootsRequest, lambda given: f"{len(given.roots)} roots"),
        NOTHING,
    ),
    f"{PREFIX}_request_state": (keep_state, NOTHING),
    f"{PREFIX}_multiple_inputs": (ask_several, NOTHING),
    f"{PREFIX}_multi_round": (ask_in_rounds, NOTHING),
    f"{PREFIX}_tampered_state": (trust_no_state, NOTHING),
    f"{PREFIX}_capabilities": (ask_what_the_client_can, NOTHING),
}
