"""Parameters as they come in over the wire, brought to the names of a tool's schema.

Only keys that the schema names are touched: what a document, a map of symbols or another free form holds is
the caller's own.
"""

from collections.abc import Collection, Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from apps.system.errors import Malformed
from apps.system.wire import snake_key


def spelt(model: type[BaseModel], given: Mapping[str, Any]) -> dict[str, Any]:
    """An object with its keys, and those within it, as the model has them; either spelling is taken.

    Raises Malformed (`duplicate_key`) for both spellings of one key.
    """
    fields = _settable(model)
    found: dict[str, Any] = {}
    for name, value in given.items():
        field = snake_key(name) if snake_key(name) in fields else name
        if field in found:
            raise Malformed(f"{name} is given in two spellings; send one of them.", code="duplicate_key")
        found[field] = _within([fields[field]], value) if field in fields else value
    return found


def _settable(model: type[BaseModel]) -> dict[str, Any]:
    """Its fields that may be given by their own names, and what they hold."""
    by_name = model.model_config.get("populate_by_name", False)
    return {
        name: field.annotation
        for name, field in model.model_fields.items()
        if field.validation_alias in (None, name) or by_name
    }


def _within(kinds: Sequence[Any], value: Any) -> Any:
    members = [member for kind in kinds for member in _members(kind)]
    if isinstance(value, Mapping):
        return _object(members, value)
    if isinstance(value, list):
        items = [part for each in members if _holds_items(each) for part in get_args(each)]
        return [_within(items, each) for each in value]
    return value


def _object(members: Collection[Any], value: Mapping[str, Any]) -> Mapping[str, Any]:
    """An object of one model or one kind of mapping; what may be several is left as it is."""
    models = [each for each in members if isinstance(each, type) and issubclass(each, BaseModel)]
    maps = [get_args(each)[1] for each in members if _is_mapping(each)]
    if len(models) == 1 and not maps:
        return spelt(models[0], value)
    if len(maps) == 1 and not models:
        return {name: _within(maps, each) for name, each in value.items()}
    return value


def _members(kind: Any) -> list[Any]:
    """What a value may be: the members of a union, without what is only annotated to them."""
    origin = get_origin(kind)
    if origin is Annotated:
        return _members(get_args(kind)[0])
    if origin in (Union, UnionType):
        return [part for each in get_args(kind) for part in _members(each)]
    return [kind]


def _is_mapping(kind: Any) -> bool:
    origin = get_origin(kind)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _holds_items(kind: Any) -> bool:
    origin = get_origin(kind)
    return isinstance(origin, type) and issubclass(origin, Collection) and not _is_mapping(kind)
