"""How far a running call has come: told as it runs, never recorded. The latest counts, the others are gone.

A tool says `context.progress(done, total, message)`; sockets hear `mcp.progress`, and whoever serves the
caller over another protocol follows the call with `follow_progress`.
"""

import json
import logging
import time
from collections.abc import AsyncGenerator
from dataclasses import asdict, dataclass
from uuid import UUID

import redis
import redis.asyncio
from django.conf import settings

from apps.mcp.events import ToolProgressed
from apps.system.access.models import Actor
from apps.system.correlation import current_correlation
from apps.system.events.services import publish_ephemeral
from apps.system.redis import key, redis_client

logger = logging.getLogger(__name__)

EVERY = 0.25
"""Seconds between two reports of a call; those between are dropped, but never the last (`done == total`)."""

KEPT_SECONDS = 600
LONGEST_MESSAGE = 200


@dataclass(frozen=True)
class Progress:
    """How much is done of how much (None where nobody knows), and what is being done."""

    done: float
    total: float | None
    message: str


class Reporter:
    """Reports one call's progress, a few times a second at most, and never backwards."""

    def __init__(self, call_id: UUID, actor: Actor) -> None:
        self._call_id = call_id
        self._actor = actor
        self._done = -1.0
        self._told_at = -EVERY

    def report(self, done: float, total: float | None, message: str) -> None:
        """Tell whoever listens now. Without Redis nobody does, and the call goes on."""
        now, is_last = time.monotonic(), total is not None and done >= total
        if done <= self._done or (now - self._told_at < EVERY and not is_last):
            return
        self._done, self._told_at = done, now
        progress = Progress(done, total, message[:LONGEST_MESSAGE])
        _keep(self._call_id, progress)
        publish_ephemeral(
            self._news(progress), audience=self._actor.owner_id, correlation_id=current_correlation()
        )

    def _news(self, progress: Progress) -> ToolProgressed:
        is_agent = self._actor.kind == Actor.Kind.AGENT
        return ToolProgressed(
            execution_id=self._call_id,
            actor_id=self._actor.id,
            agent_id=self._actor.id if is_agent else None,
            **asdict(progress),
        )


def read_progress(call_id: UUID) -> Progress | None:
    """How far a call had come when it last told; None where it told nothing lately. Raises RedisError."""
    found = redis_client().get(_place(call_id))
    return _read(found) if isinstance(found, bytes) else None


async def follow_progress(call_id: UUID) -> AsyncGenerator[Progress, None]:
    """Each report of a call from now on, the last one before first. It goes on until it is closed.

    Whoever follows also waits for the call's end, and closes this then (`aclose`, or leaves the loop).
    Raises RedisError.
    """
    client = redis.asyncio.Redis.from_url(settings.REDIS_URL)
    async with client, client.pubsub(ignore_subscribe_messages=True) as listener:
        await listener.subscribe(_place(call_id))
        last = _read(found) if (found := await client.get(_place(call_id))) else None
        if last is not None:
            yield last
        async for said in listener.listen():
            progress = _read(said["data"])
            if last is None or progress.done > last.done:
                last = progress
                yield progress


def _keep(call_id: UUID, progress: Progress) -> None:
    said = json.dumps(asdict(progress))
    try:
        with redis_client().pipeline(transaction=False) as pipe:
            pipe.set(_place(call_id), said, ex=KEPT_SECONDS)
            pipe.publish(_place(call_id), said)
            pipe.execute()
    except redis.RedisError as error:
        logger.warning("Redis does not take the progress of call %s: %s", call_id, error)


def _read(said: bytes | str) -> Progress:
    return Progress(**json.loads(said))


def _place(call_id: UUID) -> str:
    return key("progress", call_id)
