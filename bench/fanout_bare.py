"""Sockets as Channels has them: one group, and a message to each of its consumers through Redis.

With room in its queues for all that is measured: by default they hold a hundred messages and drop the rest.
"""

import os
from typing import Any

import django
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()
settings.CHANNEL_LAYERS["default"]["CONFIG"]["capacity"] = 1_000_000

GROUP = "bench"


class Bare(AsyncWebsocketConsumer):
    """Sends its client whatever the group is sent."""

    async def connect(self) -> None:
        """Join the group."""
        await self.channel_layer.group_add(GROUP, self.channel_name)
        await self.accept()

    async def bench_happened(self, event: dict[str, Any]) -> None:
        """Pass a message on."""
        await self.send(event["text"])


application = ProtocolTypeRouter({"websocket": Bare.as_asgi()})
