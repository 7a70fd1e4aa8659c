"""The stream as AsyncAPI 3.0: every message of the socket and of the server-sent events, from the models."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from apps.system.events.catalogue import list_event_types
from apps.system.events.serializers import EventMessage
from apps.system.events.speech import CLIENT_SAYS, SERVER_SAYS

REFERENCE = "#/components/schemas/{model}"
ASKED = "client."
"""Before the types of what clients say, in the names of messages: some are called as events are."""
SOCKET, STREAM = "/ws", "/api/v1/system/events/stream"

Mode = Literal["validation", "serialization"]
Model = type[BaseModel]

ABOUT = """Everything that happens, in one order, on a socket (`/ws`) and as server-sent events.

`metadata.seq` of a message is the cursor that stands right behind it: `since` on the socket, `Last-Event-ID`
or `after` of the stream and `after` of `GET /api/v1/system/events` take it, and bring what came after it, in
order and once. What is ephemeral has no cursor; of its like only the latest counts."""


def asyncapi_document() -> dict[str, Any]:
    """The document, in which each name is that of a model."""
    events = {each.type: each for each in list_event_types()}
    told: dict[str, Model] = {**events, **SERVER_SAYS}
    schemas, names = _schemas(told, CLIENT_SAYS)
    passing = {name for name, each in events.items() if each.ephemeral}
    messages = {each: _told(each, names[told[each]], schemas, is_passing=each in passing) for each in told}
    asked = {f"{ASKED}{each}": _asked(each, names[model], schemas) for each, model in CLIENT_SAYS.items()}
    streamed = [each for each in told if each not in ("connection.established", "pong")]
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Cival events", "version": "1.0.0", "description": ABOUT},
        "defaultContentType": "application/json",
        "channels": {
            "socket": _channel(SOCKET, "The socket of browsers and services.", [*told, *asked]),
            "stream": _channel(STREAM, "The same events as server-sent events.", streamed),
        },
        "operations": {
            "tell": _operation("send", "socket", "What the server says.", told),
            "hear": _operation("receive", "socket", "What clients may say.", asked),
            "stream": _operation("send", "stream", "What the server streams.", streamed),
        },
        "components": {"messages": {**messages, **asked}, "schemas": schemas},
    }


def _schemas(told: Mapping[str, Model], said: Mapping[str, Model]) -> tuple[dict[str, Any], dict[Model, str]]:
    """The schemas of all models by unique names, and the name of each."""
    models: list[Model] = [*told.values(), EventMessage]
    out: list[tuple[Model, Mode]] = [(each, "serialization") for each in models]
    heard: list[tuple[Model, Mode]] = [(each, "validation") for each in said.values()]
    places, found = models_json_schema([*out, *heard], by_alias=True, ref_template=REFERENCE)
    names = {each: str(places[each, mode]["$ref"]).rsplit("/", 1)[1] for each, mode in [*out, *heard]}
    return dict(found["$defs"]), names


def _told(type_: str, name: str, schemas: Mapping[str, Any], *, is_passing: bool) -> dict[str, Any]:
    """A message of the server: the envelope that all travel in, around the payload of this type."""
    own = {"type": {"const": type_}, "payload": {"$ref": REFERENCE.format(model=name)}}
    envelope = {"$ref": REFERENCE.format(model=EventMessage.__name__)}
    payload = {"allOf": [envelope, {"type": "object", "properties": own}]}
    return {
        **_head(type_, name, schemas),
        "payload": payload,
        **({"x-ephemeral": True} if is_passing else {}),
    }


def _asked(type_: str, name: str, schemas: Mapping[str, Any]) -> dict[str, Any]:
    """A message of a client, which says what it likes of the envelope."""
    own = {"type": {"const": type_}, "payload": {"$ref": REFERENCE.format(model=name)}}
    return {
        **_head(type_, name, schemas),
        "payload": {"type": "object", "properties": {"id": {"type": "string"}, **own}, "required": ["type"]},
    }


def _head(type_: str, name: str, schemas: Mapping[str, Any]) -> dict[str, Any]:
    about = str(schemas[name].get("description", ""))
    return {"name": type_, "title": name, "summary": " ".join(about.split("\n\n")[0].split())}


def _channel(address: str, about: str, types: Iterable[str]) -> dict[str, Any]:
    messages = {each: {"$ref": f"#/components/messages/{each}"} for each in types}
    return {"address": address, "description": about, "messages": messages}


def _operation(action: str, channel: str, about: str, types: Iterable[str]) -> dict[str, Any]:
    messages = [{"$ref": f"#/channels/{channel}/messages/{each}"} for each in types]
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{channel}"},
        "summary": about,
        "messages": messages,
    }
