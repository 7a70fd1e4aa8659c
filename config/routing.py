"""The map of the `websocket` process: sockets, and what it serves beside Django's views."""

from asyncio import to_thread
from collections.abc import Callable
from typing import Any

from channels.routing import URLRouter
from django.urls import path

from apps.mcp.consumers import Console
from apps.mcp.protocol.mounting import Endpoint
from apps.system.mesh.registration import Registration

Application = Callable[..., Any]

# Channels routes its applications with Django's `path`, whose types only know views.
sockets = URLRouter(
    [
        path("ws", Console.as_asgi()),  # type: ignore[list-item, arg-type]
        path("ws/agui", Console.as_asgi()),  # type: ignore[list-item, arg-type]
    ]
)


def protocol_beside(pages: Application, entry: Registration | None) -> tuple[Application, Application]:
    """`/mcp` beside Django's views, and what starts and stops with a server that says when.

    That a stream waits for a slow reader is uvicorn's part, whose `send` returns once there is room. The
    process's entry in the registry is taken away here: uvicorn ends by the signal that it caught, and nothing
    runs after that.
    """
    endpoint = Endpoint()

    async def http(scope: Any, receive: Any, send: Any) -> None:
        await (endpoint if scope["path"] in endpoint.paths else pages)(scope, receive, send)

    async def lifespan(scope: Any, receive: Any, send: Any) -> None:
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await endpoint.stop()
        if entry:
            await to_thread(entry.deregister)
        await send({"type": "lifespan.shutdown.complete"})

    return http, lifespan
