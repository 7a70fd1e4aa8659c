"""How the REST interface is described: what drf-spectacular cannot know by itself."""

from typing import Any
from uuid import UUID

from drf_spectacular.contrib.pydantic import PydanticExtension
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent, build_parameter_type
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode

from apps.system.pagination import DEFAULT_LIMIT, MAX_LIMIT, Page
from apps.system.problems import MEDIA_TYPE
from apps.system.types import WireModel

REFERENCE = "#/components/schemas/{model}"


class ErrorOut(WireModel):
    """What is wrong at one place of the request (a JSON pointer)."""

    pointer: str
    reason: str


class ProblemOut(WireModel):
    """A refusal (RFC 9457): `code` for machines, `detail` for people."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[ErrorOut]
    details: dict[str, Any]
    correlation_id: UUID


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """`Authorization: Bearer <API key>`."""

    target_class = "apps.system.access.authentication.KeyAuthentication"
    name = "apiKey"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer"}


class CookieScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The session of a browser."""

    target_class = "apps.system.access.authentication.CookieAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}


class ModelExtension(PydanticExtension):  # type: ignore[no-untyped-call]
    """A pydantic model as it is read in a request, where a field with a default may be left out."""

    priority = 1

    def map_serializer(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:
        mode: JsonSchemaMode = "validation" if direction == "request" else "serialization"
        return _schema_of(auto_schema, self.target, mode)


class WireSchema(AutoSchema):
    """One operation: a page is named a list and takes its cursor, and every refusal is a problem."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        if operation is not None:
            _register(self, "ProblemOut", _schema_of(self, ProblemOut, "serialization"))
            content = {MEDIA_TYPE: {"schema": {"$ref": REFERENCE.format(model="ProblemOut")}}}
            operation["responses"]["default"] = {"description": "Refused", "content": content}
        return operation

    def get_operation_id(self) -> str:
        name: str = super().get_operation_id()
        return name.removesuffix("_retrieve") + "_list" if self._answers_page() else name

    def _get_pagination_parameters(self) -> list[dict[str, Any]]:
        return _page_parameters() if self._answers_page() else []

    def _answers_page(self) -> bool:
        answered = self.get_response_serializers()
        return self.method == "GET" and isinstance(answered, type) and issubclass(answered, Page)


def _page_parameters() -> list[dict[str, Any]]:
    limit = {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT}
    cursor = "As answered in `next` or `previous`."
    return [
        build_parameter_type("cursor", {"type": "string"}, "query", description=cursor),
        build_parameter_type("limit", limit, "query", description="Rows of a page."),
    ]


def _schema_of(auto_schema: AutoSchema, model: type[BaseModel], mode: JsonSchemaMode) -> dict[str, Any]:
    """A model's schema; the models within it become components of their own."""
    schema = model.model_json_schema(ref_template=REFERENCE, mode=mode)
    for name, inner in schema.pop("$defs", {}).items():
        _register(auto_schema, name, inner)
    return schema


def _register(auto_schema: AutoSchema, name: str, schema: dict[str, Any]) -> None:
    component = ResolvedComponent(  # type: ignore[no-untyped-call]
        name=name, type=ResolvedComponent.SCHEMA, object=name, schema=schema
    )
    auto_schema.registry.register_on_missing(component)
