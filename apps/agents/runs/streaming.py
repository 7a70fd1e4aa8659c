"""Following a run: from any place, in any process, as often as one likes.

Who watches reads the log. Redis only says that there is more; without it the clock does. Access is asked
again while a stream is open, so a key that is revoked ends it.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from time import monotonic
from typing import Protocol

import redis.asyncio
from django.conf import settings
from django.db import connection

from apps.agents.models import Decision, Run
from apps.agents.runs.encoding import Frame, as_data, as_sse
from apps.agents.runs.explaining import Explanation
from apps.agents.runs.log import channel_of, read_frames
from apps.system.errors import CivalError, Unavailable
from apps.system.events.threads import READING, in_thread
from apps.system.events.wakeups import Wakeups
from apps.system.redis import key

LOOK_EVERY = 1.0
PING_EVERY = 15.0
LONGEST = 3600.0
"""Seconds after which a stream ends and its reader comes back by `Last-Event-ID`."""

PING = b": ping\n\n"
MOST_STREAMS = 500
"""Of one process that waits without threads; each costs a connection to Redis."""

MOST_BLOCKING = 8
_open: set[object] = set()
_blocking = threading.BoundedSemaphore(MOST_BLOCKING)

Check = Callable[[], None]


class Source(Protocol):
    """Something that can be followed."""

    channel: str

    def read(self, after: int) -> tuple[list[Frame], bool]:
        """What comes behind a place, and whether that is all there will be."""


class StoredRun:
    """A run in the log."""

    def __init__(self, run: Run) -> None:
        self._id = run.id
        self.channel = channel_of(run.id)

    def read(self, after: int) -> tuple[list[Frame], bool]:
        """The state is read before the events: what is over then has written everything."""
        state = Run.objects.filter(id=self._id).values_list("ended_at", "last_seq").first()
        frames = read_frames(self._id, after)
        if state is None:
            return frames, True
        ended_at, last = state
        reached = frames[-1].seq if frames else after
        return frames, ended_at is not None and reached >= last


class ToldDecision:
    """A decision, told as a run from its row."""

    def __init__(self, decision: Decision) -> None:
        self._id = decision.id
        self.channel = channel_of(decision.id)

    def read(self, after: int) -> tuple[list[Frame], bool]:
        """What is known now; it ends when the decision has."""
        decision = Decision.objects.get(id=self._id)
        told = Explanation(decision, run_id=str(decision.id), thread_id=thread_of(decision))
        frames = [
            Frame(seq, as_data(event, decision.recorded_at))
            for seq, event in enumerate(told.whole(), start=1)
        ]
        return frames[after:], told.is_ended


def thread_of(decision: Decision) -> str:
    """The thread that an agent's decisions on one market are told in."""
    return f"decisions:{decision.symbol}:{decision.interval}"


def follow(source: Source, after: int, check: Check) -> AsyncIterator[bytes]:
    """Server-sent events from behind a place to the run's end. Raises Unavailable where too many are open."""
    if len(_open) >= MOST_STREAMS:
        raise Unavailable("Too many streams are open here.", code="too_many_streams", retry_after=2)
    return _follow(source, after, check)


async def _follow(source: Source, after: int, check: Check) -> AsyncIterator[bytes]:
    own = object()
    _open.add(own)
    try:
        async for part in _parts(source, after, check):
            yield part
    finally:
        _open.discard(own)


async def _parts(source: Source, after: int, check: Check) -> AsyncIterator[bytes]:
    client = redis.asyncio.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1)
    began = pinged = monotonic()
    async with client, client.pubsub() as listener:
        with suppress(redis.RedisError, OSError):
            await listener.subscribe(key(source.channel))
        while monotonic() - began < LONGEST:
            frames, is_over = await in_thread(_look, READING, source, after, check)
            for frame in frames:
                after = frame.seq
                yield as_sse(frame)
            if is_over:
                return
            if monotonic() - pinged > PING_EVERY:
                pinged = monotonic()
                yield PING
            if not frames:
                await _wait(listener)


async def _wait(listener: "redis.asyncio.client.PubSub") -> None:
    try:
        await listener.get_message(ignore_subscribe_messages=True, timeout=LOOK_EVERY)
    except (redis.RedisError, OSError, RuntimeError):
        await asyncio.sleep(LOOK_EVERY)


def follow_blocking(source: Source, after: int, check: Check) -> Iterator[bytes]:
    """The same for a server whose threads wait. Raises Unavailable where too many do already."""
    if not _blocking.acquire(blocking=False):
        raise Unavailable("Too many streams are open here.", code="too_many_streams", retry_after=2)
    stream = _follow_blocking(source, after, check)
    next(stream)  # begun, so that it gives its place back also where nobody reads on
    return stream


def _follow_blocking(source: Source, after: int, check: Check) -> Iterator[bytes]:
    stop = threading.Event()
    wakeups = Wakeups(source.channel, stop)
    began = pinged = monotonic()
    try:
        yield PING
        while monotonic() - began < LONGEST:
            frames, is_over = _look(source, after, check)
            for frame in frames:
                after = frame.seq
                yield as_sse(frame)
            if is_over:
                return
            if monotonic() - pinged > PING_EVERY:
                pinged = monotonic()
                yield PING
            if not frames:
                _rest(wakeups)
    finally:
        wakeups.close()
        _blocking.release()


def _rest(wakeups: Wakeups) -> None:
    if not connection.in_atomic_block:
        connection.close()
    wakeups.wait(LOOK_EVERY)


def _look(source: Source, after: int, check: Check) -> tuple[list[Frame], bool]:
    """Read on for whoever still may; for others it is over."""
    try:
        check()
    except CivalError:
        return [], True
    return source.read(after)
