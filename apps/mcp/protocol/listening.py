"""`subscriptions/listen`: being told that resources changed, from the events that the caller may see.

The process's hub brings them, as it does to sockets, and ends the stream within a second once the key does
not hold. Nothing is replayed: a client that lost its stream reads again. Which tools there are for a caller
depends on rules of everybody above it, so that is not taken from events but looked at now and then.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import Error as DatabaseError
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

from apps.mcp.protocol.exchanges import Exchange, ask, exchange_of
from apps.mcp.protocol.metrics import open_stream
from apps.mcp.protocol.refusals import as_protocol_error
from apps.mcp.protocol.turnstile import Places
from apps.mcp.resource import Resource, find_resource
from apps.mcp.selectors import tools_for
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
JOINING = 5.0
LOOK_EVERY = 2.0
"""Seconds between two looks at which tools there are, where a client wants to hear of that."""

MANUAL = "cival://tools"
logger = logging.getLogger(__name__)

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
        for event in _events(watch, waiting.row):
            await bus.publish(event)
        return None

    async def write(text: str) -> None:
        raise AssertionError("Nothing is written but what the bus tells.")

    def end(code: CloseCode) -> None:
        handler.close()

    delivery = Delivery(hub_of_process(), admission, write=write, arrange=arrange, end=end)
    async with asyncio.timeout(JOINING):
        await delivery.start()
    delivery.follow(Interest(watch.patterns, agents=_only(exchange)))
    timer = asyncio.get_running_loop().call_later(LONGEST_LIFE, handler.close)
    looking = asyncio.create_task(_look_at_tools(exchange, bus)) if _hears_of_tools(params) else None
    try:
        return await handler(context, params)
    finally:
        timer.cancel()
        delivery.stop()
        if looking is not None:
            looking.cancel()


def _hears_of_tools(params: SubscriptionsListenRequestParams) -> bool:
    wanted = params.notifications
    follows_manual = MANUAL in map(str, wanted.resource_subscriptions or ())
    return bool(wanted.tools_list_changed or wanted.prompts_list_changed or follows_manual)


async def _look_at_tools(exchange: Exchange, bus: Bus) -> None:
    """Tell whenever the caller's tools are others than before, until the stream ends."""
    known = await ask(exchange, _tools_now, exchange)
    while True:
        await asyncio.sleep(LOOK_EVERY)
        try:
            now = await ask(exchange, _tools_now, exchange)
        except DatabaseError as error:
            logger.warning("Whether tools have changed is not known: %s", error)
            continue
        if now != known:
            known = now
            for event in (ToolsListChanged(), PromptsListChanged(), ResourceUpdated(uri=MANUAL)):
                await bus.publish(event)


def _tools_now(exchange: Exchange) -> frozenset[str]:
    """The caller's tools by the rules that hold now, where its actor hangs now."""
    actor = Actor.objects.get(id=exchange.caller.actor.id)
    return frozenset(each.name for each in tools_for(replace(exchange.caller, actor=actor)))


def _admit(exchange: Exchange) -> Admission:
    """What the key's own actor sees; `_only` narrows it where it acts as an agent."""
    principal = exchange.caller.principal
    key_id = ApiKey.objects.values_list("id", flat=True).get(digest=exchange.key_digest)
    return Admission(exchange.caller, sight_of(principal), Credential(principal.id, key_id=key_id))


def _only(exchange: Exchange) -> frozenset[UUID]:
    actor = exchange.caller.actor
    is_acting = actor.id != exchange.caller.principal.id and actor.kind == Actor.Kind.AGENT
    return frozenset({actor.id}) if is_acting else frozenset()


def _events(watch: Watch, row: EventRow) -> Iterable[ServerEvent]:
    yield from (ResourceUpdated(uri=address) for address in watch.changed_by(row))
    if any(type_matches(pattern, row.type) for pattern in LIST_CHANGES):
        yield ResourcesListChanged()
