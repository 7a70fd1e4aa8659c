"""The catalogue of events for people: over REST, and as a page (`docs/events.md`)."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from apps.system.events.catalogue import EventPayload, list_event_types
from apps.system.events.speech import CLIENT_SAYS, SERVER_SAYS
from apps.system.types import WireModel

INTRODUCTION = """# Events

Written by `make docs` from the events themselves; do not edit it. Everything that happens is an event, in the
transaction that made it so. They are followed on the socket (`/ws`), as server-sent events
(`GET /api/v1/system/events/stream`) and page by page (`GET /api/v1/system/events?after=`): the same messages,
in the same order, by the same cursor (`metadata.seq`). After any interruption `since`, `Last-Event-ID` or
`after` bring exactly what was missed; beyond retention a `stream.reset` (over REST a 410) says so.
`metadata.correlationId` is that of the whole story (`GET /api/v1/system/stories/{id}`).

What many agents of one owner do at once is told together: more than a hundred of a kind in one transaction
are items of events of its *type for many* (`trade.order_filled`, `trade.orders_filled`). What all of them say
is told once: an item is `{...same, ...item}`. Follow both types, or a pattern (`trade.*`). Who asks for some
agents or symbols gets the items about these; an agent's own key gets the items about itself.

What is *ephemeral* has no cursor and is not kept: of its like, only the latest counts. The catalogue is
`GET /api/v1/system/events/catalogue`; for machines it is in `shared/`: `events.json` (JSON Schema),
`asyncapi.json` (AsyncAPI 3.0), `types/events.d.ts` (TypeScript).
"""


class EventTypeOut(WireModel):
    """One type of event: what it means, whether it is ephemeral, and its payload as JSON Schema."""

    type: str
    description: str
    ephemeral: bool
    payload: dict[str, Any]


class CatalogueOut(WireModel):
    """Every type of event, by name."""

    results: list[EventTypeOut]
    count: int


def describe_event(event: type[EventPayload]) -> EventTypeOut:
    """One type of event."""
    schema = event.model_json_schema(by_alias=True, mode="serialization")
    about = schema.pop("description", "")
    return EventTypeOut(type=event.type, description=about, ephemeral=event.ephemeral, payload=schema)


def present_catalogue() -> CatalogueOut:
    """All of them."""
    results = [describe_event(each) for each in list_event_types()]
    return CatalogueOut(results=results, count=len(results))


def write_page() -> str:
    """The whole page."""
    parts = [INTRODUCTION]
    for area, events in groupby(list_event_types(), key=lambda each: each.type.split(".")[0]):
        parts += [f"## {area}\n", *map(_event, events)]
    parts.append("## What else is said on the stream\n")
    parts += [
        "By the server:\n",
        _messages(SERVER_SAYS),
        "By clients, on the socket:\n",
        _messages(CLIENT_SAYS),
    ]
    return "\n".join(parts)


def _event(event: type[EventPayload]) -> str:
    told = describe_event(event)
    passing = " *Ephemeral.*" if told.ephemeral else ""
    head = f"### `{told.type}`\n\n{told.description}{passing}\n"
    fields = list(_fields(told.payload))
    return "\n".join([head, "| field | is |", "|---|---|", *fields, ""]) if fields else head


def _fields(schema: Mapping[str, Any]) -> Iterator[str]:
    for name, each in schema.get("properties", {}).items():
        yield f"| `{name}` | {_kind(each)} |"


def _kind(schema: Mapping[str, Any]) -> str:
    """The kind of a field, in a few words."""
    if "anyOf" in schema:
        return " or ".join(_kind(each) for each in schema["anyOf"])
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[1]
    if "const" in schema or "enum" in schema:
        return ", ".join(f"`{each}`" for each in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type") or "anything")


def _messages(said: Mapping[str, Any]) -> str:
    rows = [f"| `{name}` | {_first(model.__doc__)} |" for name, model in said.items()]
    return "\n".join(["| message | meaning |", "|---|---|", *rows, ""])


def _first(text: str | None) -> str:
    return " ".join((text or "").split("\n\n")[0].split())
