"""Tools in OpenAPI: an endpoint of a tool takes its parameters and answers its result, in camelCase."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from apps.mcp.serializers import ExecutionPending
from apps.mcp.tool import Tool
from apps.system.types import wire_name

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, description="The same key and body get the same answer."
)
PREFER = OpenApiParameter(
    "Prefer", str, OpenApiParameter.HEADER, description="`respond-async`: answer 202 at once."
)
PENDING = OpenApiResponse(ExecutionPending, description="Not finished yet; see Location.")


def documented(
    tool: Tool, in_path: Collection[str], success_status: int
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Describe an endpoint by the tool behind it."""
    body = wire_schema(tool.parameters_schema)
    properties = {
        name: each for name, each in body["properties"].items() if name not in map(wire_name, in_path)
    }
    required = [name for name in body.get("required", []) if name in properties]
    if "agentId" not in properties and "agent_id" not in in_path and not tool.operator:
        properties["agentId"] = {"type": "string", "format": "uuid", "description": "The agent to act as."}
    shape: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    return extend_schema(
        summary=tool.title,
        description=tool.description,
        parameters=[IDEMPOTENCY_KEY, PREFER],
        request={"application/json": shape | ({"required": required} if required else {})},
        responses={success_status: wire_schema(tool.output_schema), 202: PENDING},
    )


def wire_schema(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A JSON Schema with its references resolved in place and its property names in camelCase."""
    return _object(schema, schema.get("$defs", {}), ())


def _object(node: Mapping[str, Any], definitions: Mapping[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    if "$ref" in node:
        name = str(node["$ref"]).rsplit("/", 1)[-1]
        # A model within itself cannot be written out: inside, it is any object.
        inner = {"type": "object"} if name in path else _object(definitions[name], definitions, (*path, name))
        return inner | {key: value for key, value in node.items() if key != "$ref"}
    return {key: _part(key, value, definitions, path) for key, value in node.items() if key != "$defs"}


def _part(key: str, value: Any, definitions: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    if key == "properties":
        return {wire_name(name): _object(each, definitions, path) for name, each in value.items()}
    if key == "required":
        return [wire_name(name) for name in value]
    if key in {"items", "additionalProperties", "not"} and isinstance(value, Mapping):
        return _object(value, definitions, path)
    if key in {"anyOf", "oneOf", "allOf", "prefixItems"}:
        return [_object(each, definitions, path) for each in value]
    return value


def query(name: str, description: str, *, kind: Any = OpenApiTypes.STR) -> OpenApiParameter:
    """A query parameter that is not required."""
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY, description=description)
