"""Knowing whether an answer has begun: after that, a refusal can only end it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any


class Outlet:
    """A `send` for HTTP that remembers whether it was used."""

    def __init__(self, send: Callable[[Mapping[str, Any]], Awaitable[None]]) -> None:
        self._send = send
        self.has_begun = False

    async def __call__(self, message: Mapping[str, Any]) -> None:
        """Send."""
        self.has_begun = True
        await self._send(message)
