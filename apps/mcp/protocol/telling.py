"""Telling a client how far its call has come: where it stands, and what the tool itself says of its work."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from uuid import UUID

from mcp.server.session import ServerSession
from redis import RedisError

from apps.mcp.progress import Progress, follow_progress

logger = logging.getLogger(__name__)

STEP = 0.001
"""By how much telling where a call stands goes forward: the protocol wants each notice to be further on."""


class Teller:
    """Tells one client, never backwards."""

    def __init__(self, session: ServerSession) -> None:
        self._session = session
        self._last = 0.0
        self._total: float | None = None

    async def stand(self, standing: str) -> None:
        """Say where the call stands."""
        await self._say(self._last + STEP, standing)

    async def advance(self, progress: Progress) -> None:
        """Say what the tool reported; what is not further on than the last notice is left out."""
        self._total = progress.total
        if progress.done > self._last:
            await self._say(progress.done, progress.message)

    async def _say(self, done: float, message: str) -> None:
        self._last = done
        await self._session.report_progress(done, self._total, message)


@asynccontextmanager
async def following(call_id: UUID, teller: Teller) -> AsyncIterator[None]:
    """Within the block, each report of a call's tool is told. Without Redis there are none."""
    task = asyncio.create_task(_follow(call_id, teller))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.warning("The progress of call %s was not told to its end: %s", call_id, error)


async def _follow(call_id: UUID, teller: Teller) -> None:
    try:
        async with aclosing(follow_progress(call_id)) as reports:
            async for progress in reports:
                await teller.advance(progress)
    except RedisError as error:
        logger.warning("Redis does not tell the progress of call %s: %s", call_id, error)
