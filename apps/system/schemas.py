"""The wire as documents that other languages are generated from: OpenAPI and the catalogue of events."""

import json
from typing import Any

from drf_spectacular.generators import SchemaGenerator

from apps.system.events.catalogue import EventPayload, list_event_types


def openapi_document() -> dict[str, Any]:
    """The REST interface as OpenAPI 3.1."""
    document: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return document


def event_catalogue() -> dict[str, Any]:
    """Every event type by name: its meaning, whether it is ephemeral, the JSON Schema of its payload."""
    return {"events": {each.type: _describe(each) for each in list_event_types()}}


def as_text(document: dict[str, Any]) -> str:
    """A document as it is kept in version control: stable under reordering."""
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False, default=str) + "\n"


def _describe(event: type[EventPayload]) -> dict[str, Any]:
    payload = event.model_json_schema(by_alias=True, mode="serialization")
    return {"description": payload.pop("description", ""), "ephemeral": event.ephemeral, "payload": payload}
