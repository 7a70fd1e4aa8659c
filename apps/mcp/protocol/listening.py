"""`subscriptions/listen`: being told that resources or lists changed, from events that the caller may see.

The process's hub brings them, as it does to sockets, and ends the stream within a second once the key does
not hold. Nothing is replayed: a client that lost its stream reads again.
"""

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from mcp.server.context import ServerRequestContext
from mcp.server.subscriptions import (
    ListenHandler,
    PromptsListChanged,
    ResourcesListChanged,
    ResourceUpdated,
    ServerEvent,
    ToolsListChanged,
)
from mcp.types import SubscriptionsListenRequestParams, SubscriptionsListenResult

from apps.mcp.events import ToolsChanged
from apps.mcp.protocol.exchanges import Exchange, ask, exchange_of
from apps.mcp.protocol.metrics import open_stream
from apps.mcp.protocol.refusals import as_protocol_error
from apps.mcp.protocol.turnstile import Places
from apps.mcp.resource import Resource, find_resource
from apps.system.access.models import Actor, ApiKey
from apps.system.errors import CivalError, Invalid
from apps.system.events.admission import Admission, Credential
from apps.system.events.closing import CloseCode
from apps.system.events.delivery import Delivery
from apps.system.events.interests import Interest, type_matches
from apps.system.events.readers import Waiting
from apps.system.events.rows import EventRow
from apps.system.events.sights import sight_of
from apps.system.events.tailer import hub_of_process

LONGEST_LIFE = 3600.0
"""Seconds until a stream is ended in good order; its client listens again."""

OPEN_STREAMS = 8
MAX_ADDRESSES = 100
GATHERED = 0.2
"""Seconds in which many changes of one resource are told once."""

LIST_CHANGES = ("agent.create", "agent.status")
TOOLS_CHANGED = ToolsChanged.event_type
JOINING = 5.0

_places = Places("streams", OPEN_STREAMS)


class Bus:
    """What one stream is told, each thing once in a short time (the SDK's seam for it)."""

    def __init__(self) -> None:
        self._listener: Callable[[ServerEvent], None] | None = None
        self._gathered: dict[ServerEvent, None] = {}

    def subscribe(self, listener: Callable[[ServerEvent], None]) -> Callable[[], None]:
        """Take the one listener; answers how it is let go."""
        self._listener = listener
        return self._forget

    async def publish(self, event: ServerEvent) -> None:
        """Tell of a change soon."""
        if not self._gathered:
            asyncio.get_running_loop().call_later(GATHERED, self._tell)
        self._gathered[event] = None

    def _tell(self) -> None:
        events, self._gathered = self._gathered, {}
        for event in events:
            if self._listener is not None:
                self._listener(event)

    def _forget(self) -> None:
        self._listener = None


class Watch:
    """Which resources a stream follows, and which of them an event changes."""

    def __init__(self, addresses: Iterable[str]) -> None:
        given = list(addresses)
        if len(given) > MAX_ADDRESSES:
            raise Invalid(f"A stream follows {MAX_ADDRESSES} resources at most.", code="too_many_resources")
        self._followed: Mapping[str, tuple[Resource, dict[str, Any]]] = {
            address: find_resource(address) for address in given
        }

    @property
    def patterns(self) -> tuple[str, ...]:
        """The types of events that change any of them."""
        kinds = [found.changes for found, _ in self._followed.values()]
        return tuple(dict.fromkeys([*LIST_CHANGES, *(each for changes in kinds for each in changes)]))

    def changed_by(self, row: EventRow) -> Iterable[str]:
        """The addresses that an event changes: it is of their kind, and about what they name."""
        for address, (found, values) in self._followed.items():
            if any(type_matches(pattern, row.type) for pattern in found.changes) and all(
                value == row.agent_id or str(value) in row.payload for value in values.values()
            ):
                yield address


async def listen(
    context: ServerRequestContext[Any, Any], params: SubscriptionsListenRequestParams
) -> SubscriptionsListenResult:
    """One stream, until its client goes, its key ends or its life is over."""
    exchange, bus = exchange_of(context), Bus()
    handler = ListenHandler(bus)
    try:
        watch = Watch(params.notifications.resource_subscriptions or ())
        async with _places.taking(exchange.principal):
            with open_stream():
                return await _serve(context, params, exchange, bus, handler, watch)
    except CivalError as refusal:
        raise as_protocol_error(refusal) from refusal


async def _serve(
    context: ServerRequestContext[Any, Any],
    params: SubscriptionsListenRequestParams,
    exchange: Exchange,
    bus: Bus,
    handler: ListenHandler,
    watch: Watch,
) -> SubscriptionsListenResult:
    admission = await ask(exchange, _admit, exchange)

    async def arrange(waiting: Waiting) -> str | None:
        for event in _events(exchange.caller.actor, watch, waiting.row):
            await bus.publish(event)
        return None

    async def write(text: str) -> None:
        raise AssertionError("Nothing is written but what the bus tells.")

    def end(code: CloseCode) -> None:
        handler.close()

    delivery = Delivery(hub_of_process(), admission, write=write, arrange=arrange, end=end)
    async with asyncio.timeout(JOINING):
        await delivery.start()
    delivery.follow(Interest(watch.patterns, **_only(exchange)))
    delivery.follow(Interest((TOOLS_CHANGED,)))
    timer = asyncio.get_running_loop().call_later(LONGEST_LIFE, handler.close)
    try:
        return await handler(context, params)
    finally:
        timer.cancel()
        delivery.stop()


def _admit(exchange: Exchange) -> Admission:
    """What the key's own actor sees, and when rules above the actor change; `_only` narrows the former."""
    principal, actor = exchange.caller.principal, exchange.caller.actor
    key_id = ApiKey.objects.values_list("id", flat=True).get(digest=exchange.key_digest)
    sight = sight_of(principal)
    sight = replace(sight, audiences=sight.audiences | {actor.lineage[0], actor.owner_id})
    return Admission(exchange.caller, sight, Credential(principal.id, key_id=key_id))


def _only(exchange: Exchange) -> dict[str, frozenset[UUID]]:
    """Of an agent or a farm, and of who acts as one, only its own events."""
    actor = exchange.caller.actor
    kinds = {Actor.Kind.AGENT.value: "agents", Actor.Kind.FARM.value: "farms"}
    return {kinds[actor.kind]: frozenset({actor.id})} if actor.kind in kinds else {}


def _events(actor: Actor, watch: Watch, row: EventRow) -> Iterable[ServerEvent]:
    if row.type == TOOLS_CHANGED:
        if UUID(json.loads(row.payload)["actorId"]) not in actor.lineage:
            return
        yield from (ToolsListChanged(), PromptsListChanged())
    yield from (ResourceUpdated(uri=address) for address in watch.changed_by(row))
    if any(type_matches(pattern, row.type) for pattern in LIST_CHANGES):
        yield ResourcesListChanged()
