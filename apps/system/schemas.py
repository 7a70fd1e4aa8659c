"""The wire as documents that other languages are generated from: OpenAPI and the catalogue of events."""

import json
from typing import Any

from drf_spectacular.generators import SchemaGenerator

from apps.system.events.documenting import present_catalogue


def openapi_document() -> dict[str, Any]:
    """The REST interface as OpenAPI 3.1."""
    document: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return document


def event_catalogue() -> dict[str, Any]:
    """Every event type by name: its meaning, whether it is ephemeral, the JSON Schema of its payload."""
    found = present_catalogue().results
    return {"events": {each.type: each.model_dump(exclude={"type"}) for each in found}}


def as_text(document: dict[str, Any]) -> str:
    """A document as it is kept in version control: stable under reordering."""
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False, default=str) + "\n"
