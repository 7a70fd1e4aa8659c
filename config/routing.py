"""The WebSocket map."""

from channels.routing import URLRouter
from django.urls import path

from apps.mcp.consumers import Console

# Channels routes its applications with Django's `path`, whose types only know views.
sockets = URLRouter(
    [
        path("ws", Console.as_asgi()),  # type: ignore[list-item, arg-type]
        path("ws/agui", Console.as_asgi()),  # type: ignore[list-item, arg-type]
    ]
)
