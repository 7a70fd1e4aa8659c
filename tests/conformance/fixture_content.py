"""The contents that the conformance suite asks for by name."""

from typing import Any

from mcp.types import (
    AudioContent,
    CallToolResult,
    CreateMessageRequest,
    CreateMessageRequestParams,
    ElicitRequest,
    ElicitRequestFormParams,
    EmbeddedResource,
    ImageContent,
    SamplingMessage,
    TextContent,
    TextResourceContents,
)

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
SILENCE = "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA="

TEXT: dict[str, Any] = {"type": "string"}
NOTHING: dict[str, Any] = {"type": "object", "properties": {}, "additionalProperties": False}
JSON_2020: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "$defs": {
        "address": {
            "$anchor": "addressDef",
            "type": "object",
            "properties": {"street": TEXT, "city": TEXT},
        }
    },
    "properties": {
        "name": TEXT,
        "address": {"$ref": "#/$defs/address"},
        "contactMethod": {"type": "string", "enum": ["phone", "email"]},
        "phone": TEXT,
        "email": TEXT,
    },
    "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
    "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
    "then": {"required": ["phone"]},
    "else": {"required": ["email"]},
    "additionalProperties": False,
}


def an_object(**properties: Any) -> dict[str, Any]:
    """The schema of an object that has all of these."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def text(words: str) -> TextContent:
    """Words."""
    return TextContent(type="text", text=words)


def image() -> ImageContent:
    """A red pixel."""
    return ImageContent(type="image", data=PIXEL, mime_type="image/png")


def audio() -> AudioContent:
    """A moment of silence."""
    return AudioContent(type="audio", data=SILENCE, mime_type="audio/wav")


def embedded(uri: str, mime_type: str, words: str) -> EmbeddedResource:
    """A resource within an answer."""
    contents = TextResourceContents(uri=uri, mime_type=mime_type, text=words)
    return EmbeddedResource(type="resource", resource=contents)


def result(*content: Any, is_error: bool = False) -> CallToolResult:
    """The result of a tool."""
    return CallToolResult(content=list(content), is_error=is_error)


def question(message: str, **properties: Any) -> ElicitRequest:
    """A form to be put to a person."""
    form = ElicitRequestFormParams(message=message, requested_schema=an_object(**properties))
    return ElicitRequest(params=form)


def sample(prompt: str, tokens: int = 50) -> CreateMessageRequest:
    """A prompt to be put to the client's model."""
    said = SamplingMessage(role="user", content=text(prompt))
    return CreateMessageRequest(params=CreateMessageRequestParams(messages=[said], max_tokens=tokens))
