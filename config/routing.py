"""The WebSocket map."""

from apps.mcp.consumers import Console
from channels.routing import URLRouter
from django.urls import path

sockets = URLRouter([path("ws", Console.as_asgi()), path("ws/agui", Console.as_asgi())])
