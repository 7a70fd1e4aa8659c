"""From signatures to schemas: what a tool takes and gives, and how wrong parameters are told."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, ValidationError, create_model
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode

from apps.mcp.types import Deferred
from apps.system.bodies import is_storable
from apps.system.errors import FieldError, Invalid

P = TypeVar("P", bound=BaseModel)

MOST_ERRORS = 50
MAX_INTEGER = 2**63 - 1


class QuietSchema(GenerateJsonSchema):
    """JSON Schema without a made-up title on each field."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def parameters_of(run: Callable[..., Any]) -> type[BaseModel]:
    """The model of a tool's keyword parameters. Nothing else may be sent."""
    hints = get_type_hints(run, include_extras=True)
    fields: dict[str, Any] = {
        name: (hints[name], ... if parameter.default is parameter.empty else parameter.default)
        for name, parameter in inspect.signature(run).parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY
    }
    return create_model(run.__name__, __config__=ConfigDict(extra="forbid"), **fields)


def result_of(run: Callable[..., Any]) -> type[BaseModel]:
    """The model that a tool answers with, now or later."""
    annotation = get_type_hints(run)["return"]
    members = get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)
    models = [each for each in members if each is not Deferred]
    if len(models) != 1 or not (isinstance(models[0], type) and issubclass(models[0], BaseModel)):
        raise TypeError(f"{run.__name__} answers one pydantic model (`-> Model` or `-> Model | Deferred`).")
    return models[0]


def schema_of(model: type[BaseModel], mode: JsonSchemaMode) -> dict[str, Any]:
    """A model as JSON Schema, with the field names it has in Python."""
    return model.model_json_schema(by_alias=False, mode=mode, schema_generator=QuietSchema)


@lru_cache(1024)
def kinds_in(model: type[BaseModel]) -> frozenset[str]:
    """The kinds of values that the fields of a model have in JSON, in the words of JSON Schema.

    `any` where that does not say.
    """
    schema = model.model_json_schema(mode="serialization")
    named = schema.get("$defs", {})
    found = {kind for each in schema.get("properties", {}).values() for kind in _kinds(each, named)}
    return frozenset(found | ({"any"} if model.model_config.get("extra") == "allow" else set()))


@lru_cache(1024)
def telling_nulls(model: type[BaseModel]) -> frozenset[str]:
    """The fields of a model for which null says another thing than nothing does."""
    fields = model.model_fields.items()
    return frozenset(
        name for name, each in fields if each.default is not None and _takes_null(each.annotation)
    )


def parse_parameters(model: type[P], parameters: Mapping[str, Any], code: str = "invalid_parameters") -> P:
    """Validate what was sent. Raises Invalid with a JSON pointer and a reason for each wrong field."""
    errors = [] if _is_plain(parameters) else list(_unstorable_text(parameters, ()))
    if not errors:
        try:
            parsed = model.model_validate(dict(parameters))
        except ValidationError as error:
            errors = [_field_error(each) for each in error.errors(include_url=False, include_input=False)]
        else:
            may_count = not kinds_in(model) <= {"string", "boolean", "null"}
            errors = list(_huge_integers(parsed.model_dump(mode="json"), ())) if may_count else []
    if errors:
        raise Invalid(_summary(errors), code=code, errors=errors[:MOST_ERRORS])
    return parsed


def pointer(*parts: Any) -> str:
    """A JSON pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def _field_error(error: Any) -> FieldError:
    return {"pointer": pointer(*error["loc"]), "reason": error["msg"]}


def _summary(errors: list[FieldError]) -> str:
    first = errors[0]
    more = f" ({len(errors) - 1} more)" if len(errors) > 1 else ""
    return f"{first['pointer'].lstrip('/')[:200] or 'parameters'}: {first['reason']}{more}"


def _kinds(schema: Mapping[str, Any], named: Mapping[str, Any]) -> Iterator[str]:
    if "$ref" in schema:
        schema = named.get(schema["$ref"].rpartition("/")[2], {})
    if "anyOf" in schema:
        for each in schema["anyOf"]:
            yield from _kinds(each, named)
    else:
        kind = schema.get("type")
        yield kind if isinstance(kind, str) else "any"


def _takes_null(annotation: Any) -> bool:
    if get_origin(annotation) in (Union, UnionType, Annotated):
        return any(map(_takes_null, get_args(annotation)))
    return annotation in (Any, None, NoneType)


def _is_plain(parameters: Mapping[str, Any]) -> bool:
    """Whether they hold nothing but ASCII, and nothing to look into: most do."""
    for name, value in parameters.items():
        if not name.isascii() or "\0" in name:
            return False
        if isinstance(value, str):
            if not value.isascii() or "\0" in value:
                return False
        elif isinstance(value, _NESTING):
            return False
    return True


def _unstorable_text(value: Any, at: tuple[Any, ...]) -> Iterator[FieldError]:
    """Text that neither JSON nor the database can hold: NUL, and halves of surrogate pairs."""
    if isinstance(value, str):
        if not is_storable(value):
            yield {"pointer": pointer(*at), "reason": "The text holds a NUL or half a surrogate pair"}
        return
    for name, inner in _children(value):
        if isinstance(name, str) and not is_storable(name):
            yield {"pointer": pointer(*at), "reason": "A key holds a NUL or half a surrogate pair"}
        elif isinstance(inner, _NESTING):
            yield from _unstorable_text(inner, (*at, name))


def _huge_integers(value: Any, at: tuple[Any, ...]) -> Iterator[FieldError]:
    if isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            yield {"pointer": pointer(*at), "reason": "The whole number is out of range"}
        return
    for name, inner in _children(value):
        if isinstance(inner, _COUNTING):
            yield from _huge_integers(inner, (*at, name))


_COUNTING = (int, dict, list, tuple, Mapping)
_NESTING = (str, dict, list, tuple, Mapping)
"""What may be looked into. The plain types come first: asking for a `Mapping` takes longer."""


def _children(value: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(value, dict | Mapping):
        return value.items()
    return enumerate(value) if isinstance(value, list | tuple) else ()
