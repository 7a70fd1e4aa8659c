"""One HTTP request to `/mcp` as its handlers know it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from mcp.server.context import ServerRequestContext
from mcp.types import ClientCapabilities
from mcp_types.version import MODERN_PROTOCOL_VERSIONS

from apps.mcp.protocol.turnstile import Turnstile
from apps.system.access.types import Caller
from apps.system.correlation import correlate
from apps.system.events.threads import in_thread

P = ParamSpec("P")
T = TypeVar("T")

PLACE = "cival"
"""Where the exchange stands in the request's ASGI scope."""

ASKING = ThreadPoolExecutor(16, thread_name_prefix="mcp")
"""Nobody waits in these threads for anything but the database."""

TURNS = Turnstile(at_once=8)
"""How many of those threads one asker has at a time."""


@dataclass
class Exchange:
    """Who asks, by which key, for which toolsets, in which story; and whether they are still there.

    `session` is what an older client names its connection by, so that it can call off what it asked for; no
    process keeps anything under it.
    """

    caller: Caller
    key_digest: str
    toolsets: frozenset[str]
    story: UUID
    session: str = ""
    has_left: bool = False

    @property
    def principal(self) -> str:
        """Who asks, as whom: what a request's state is bound to."""
        return f"{self.caller.principal.id}/{self.caller.actor.id}"


def exchange_of(context: ServerRequestContext[Any, Any]) -> Exchange:
    """The exchange that a handler serves."""
    request: Any = context.request
    found: Exchange = request.scope[PLACE]
    return found


def is_modern(context: ServerRequestContext[Any, Any]) -> bool:
    """Whether the client speaks the era without sessions, in which closing a response calls off."""
    return context.protocol_version in MODERN_PROTOCOL_VERSIONS


def capabilities_of(context: ServerRequestContext[Any, Any]) -> ClientCapabilities:
    """What the client says it can do."""
    return context.session.client_capabilities or ClientCapabilities()


async def ask(exchange: Exchange, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Do what needs the database in a thread, as part of the exchange's story."""
    async with TURNS.passing(exchange.principal):
        return await in_story(exchange.story, function, *args, **kwargs)


async def in_story(story: UUID, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Do it in a thread as part of a story, before anybody is known to ask."""

    def tell() -> T:
        with correlate(story):
            return function(*args, **kwargs)

    return await in_thread(tell, ASKING)
