"""Keeping secrets out of records: what a parameter is marked as, or plainly called, decides."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, GetJsonSchemaHandler
from pydantic.alias_generators import to_snake
from pydantic_core import CoreSchema

from apps.mcp.jsonable import jsonable
from apps.system.sealing import seal, unseal

MASK = "***"
_SIMPLE = (str, int, float)
_PLAIN = frozenset({*_SIMPLE, bool, type(None)})

SECRET_NAMES = (
    "secret",
    "password",
    "passphrase",
    "mnemonic",
    "seed_phrase",
    "private_key",
    "api_key",
    "apikey",
    "access_token",
    "refresh_token",
    "auth_token",
    "bearer_token",
    "authorization",
    "credential",
    "credentials",
)
"""A field is secret that is called so, or ends so (`exchange_api_key`), in either spelling."""


@dataclass(frozen=True)
class Secret:
    """Marks a parameter that no record may show: `Annotated[str, Secret()]`."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), "writeOnly": True, "format": "password"}


def masked(data: Any) -> Any:
    """The same JSON data, with the values of fields that are called like secrets masked."""
    if data is None or isinstance(data, _SIMPLE):
        return data
    if isinstance(data, dict | Mapping):
        if not any(map(is_secret, data)):
            return {name: each if type(each) in _PLAIN else masked(each) for name, each in data.items()}
        return {
            name: MASK if is_secret(name) and value not in (None, "") else masked(value)
            for name, value in data.items()
        }
    if isinstance(data, list | tuple):
        return [masked(each) for each in data]
    return data


def masked_parameters(parameters: BaseModel, plain: Mapping[str, Any]) -> dict[str, Any]:
    """A tool's parameters as they may be recorded: what is marked or called secret is masked."""
    hidden: dict[str, Any] = masked(_without_marked(parameters, plain))
    return hidden


def marked_names(schema: Any) -> frozenset[str]:
    """What a JSON Schema marks as secret, by name and at any depth: for what could not be parsed by it."""
    if isinstance(schema, list):
        return frozenset().union(*map(marked_names, schema))
    if not isinstance(schema, Mapping):
        return frozenset()
    fields = schema.get("properties", {})
    own = {name for name, each in fields.items() if isinstance(each, Mapping) and each.get("writeOnly")}
    return frozenset(own).union(*map(marked_names, schema.values()))


def seal_parameters(plain: Mapping[str, Any], shown: Mapping[str, Any]) -> str:
    """The parameters for the worker's eyes only, or nothing where the record shows them all."""
    return "" if plain == shown else seal(json.dumps(jsonable(plain)).encode())


def unseal_parameters(sealed: str) -> dict[str, Any]:
    """What was sealed. Raises Unavailable (`seal_broken`)."""
    opened: dict[str, Any] = json.loads(unseal(sealed))
    return opened


@lru_cache(4096)
def is_secret(name: str) -> bool:
    """Whether a field of this name is one that no record shows."""
    spelt = to_snake(name).replace("-", "_")
    return any(spelt == each or spelt.endswith(f"_{each}") for each in SECRET_NAMES)


@lru_cache(4096)
def _marked_fields(model: type[BaseModel]) -> frozenset[str]:
    return frozenset(name for name, each in model.model_fields.items() if Secret() in each.metadata)


def _without_marked(value: Any, plain: Any) -> Any:
    """Walks a parsed value beside its JSON data, for only the parsed one knows how it was declared."""
    if plain is None or isinstance(plain, _SIMPLE):
        return plain
    if isinstance(value, BaseModel) and isinstance(plain, dict | Mapping):
        marked = _marked_fields(type(value))
        return {
            name: MASK
            if name in marked and each is not None
            else _without_marked(getattr(value, name, None), each)
            for name, each in plain.items()
        }
    if isinstance(value, Mapping) and isinstance(plain, Mapping):
        return {name: _without_marked(value.get(name), each) for name, each in plain.items()}
    if isinstance(value, list | tuple) and isinstance(plain, list) and len(value) == len(plain):
        return [_without_marked(inner, each) for inner, each in zip(value, plain, strict=True)]
    return plain
