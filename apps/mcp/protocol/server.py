"""The official SDK's low-level server over our registries, for both eras of the protocol."""

from collections.abc import Callable
from typing import Any, TypedDict

from django.conf import settings
from django.utils.module_loading import autodiscover_modules
from mcp.server.caching import CacheHint
from mcp.server.lowlevel import Server
from mcp.server.request_state import RequestStateBoundary, RequestStateSecurity
from mcp.types import CancelledNotificationParams

from apps.mcp.protocol import listening, prompts, recalling, resources, tasks, tools
from apps.mcp.protocol.askers import register_askers
from apps.mcp.protocol.exchanges import exchange_of
from apps.mcp.protocol.metrics import measure

NAME = "cival"
INSTRUCTIONS = """Cival operates fleets of trading agents. Reads are free; every other tool is permissioned,
limited and audited, and a refusal tells its reason with the numbers behind it and when to try again. Amounts
are exact: send them as text. To act as one agent, name it in the address (`?agent=<id>`); other toolsets by
`?toolset=`, such as `operator` for the operators' commands. Repeat a write only under the same
`cival/idempotencyKey` in `_meta`."""

STATE_SECONDS = 600.0
"""For how long a question that was put to a client may be answered through it."""

_CHANGING = CacheHint(ttl_ms=0, scope="private")
_LASTING = CacheHint(ttl_ms=300_000, scope="private")


class Handlers(TypedDict):
    """What the server does, by the names the SDK knows it by."""

    on_list_tools: Callable[..., Any]
    on_call_tool: Callable[..., Any]
    on_list_resources: Callable[..., Any]
    on_list_resource_templates: Callable[..., Any]
    on_read_resource: Callable[..., Any]
    on_list_prompts: Callable[..., Any]
    on_get_prompt: Callable[..., Any]
    on_completion: Callable[..., Any]
    on_subscriptions_listen: Callable[..., Any]
    get_tool_input_schema: Callable[[str], Any]


def handlers() -> Handlers:
    """What the server does."""
    return {
        "on_list_tools": tools.show_tools,
        "on_call_tool": tools.call_tool,
        "on_list_resources": resources.show_resources,
        "on_list_resource_templates": resources.show_templates,
        "on_read_resource": resources.read,
        "on_list_prompts": prompts.show_prompts,
        "on_get_prompt": prompts.write,
        "on_completion": prompts.complete,
        "on_subscriptions_listen": listening.listen,
        "get_tool_input_schema": tools.schema_of,
    }


def build_server() -> "Server[Any]":
    """A server of what all apps declared."""
    autodiscover_modules("resources", "prompts")
    register_askers()
    return assemble(handlers())


def assemble(what: Handlers) -> "Server[Any]":
    """A server with its measures, its sealing of state and its extensions."""
    server: Server[Any] = Server(
        NAME,
        version=settings.VERSION,
        title="Cival",
        instructions=INSTRUCTIONS,
        cache_hints={
            "tools/list": _CHANGING,
            "resources/list": _CHANGING,
            "resources/read": _CHANGING,
            "resources/templates/list": _CHANGING,
            "prompts/list": _CHANGING,
            "server/discover": _LASTING,
        },
        **what,
    )
    server.middleware.append(measure)
    server.middleware.append(RequestStateBoundary(_sealing(), default_audience=NAME))
    server.add_notification_handler("notifications/cancelled", CancelledNotificationParams, recalling.recall)
    tasks.install(server)
    return server


def _sealing() -> RequestStateSecurity:
    """Every process seals and opens state with the same keys, for the same audience, bound to who asked."""
    keys = [f"mcp.request-state:{each}" for each in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return RequestStateSecurity(
        keys=keys,
        ttl=STATE_SECONDS,
        bind_principal=lambda context: exchange_of(context).principal,
        audience=NAME,
    )
