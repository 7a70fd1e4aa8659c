"""So much of one asker at a time, so that one client cannot take everything from the others."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from apps.system.errors import RateLimited

RETRY_AFTER = 1.0


class Turnstile:
    """Lets so many pass of each asker at once; more wait for their turn."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._gates: dict[str, asyncio.Semaphore] = {}
        self._inside: Counter[str] = Counter()

    @asynccontextmanager
    async def passing(self, who: str) -> AsyncIterator[None]:
        """Hold one of the asker's places within the block."""
        gate = self._gates.setdefault(who, asyncio.Semaphore(self._at_once))
        self._inside[who] += 1
        try:
            async with gate:
                yield
        finally:
            self._inside[who] -= 1
            if not self._inside[who]:
                del self._inside[who], self._gates[who]


class Places:
    """So many open `things` of each asker; one more is refused."""

    def __init__(self, things: str, most: int) -> None:
        self._things, self._most = things, most
        self._taken: Counter[str] = Counter()

    @asynccontextmanager
    async def taking(self, who: str) -> AsyncIterator[None]:
        """Hold a place within the block. Raises RateLimited (`too_many_requests`, `too_many_streams`)."""
        if self._taken[who] >= self._most:
            raise RateLimited(
                f"{self._most} {self._things} of one key are open already.",
                code=f"too_many_{self._things}",
                retry_after=RETRY_AFTER,
            )
        self._taken[who] += 1
        try:
            yield
        finally:
            self._taken[who] -= 1
            if not self._taken[who]:
                del self._taken[who]
