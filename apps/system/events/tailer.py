"""The hub of a process: one tailer follows the log and fans each event out to the sockets of the process.

It follows `seq` on a connection of its own, woken by Redis and by the clock without it. Redis also brings the
ephemeral events. Once a second it asks, for all sockets at once, who still may be here.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from itertools import starmap
from typing import Any
from weakref import WeakKeyDictionary

import django.db
import psycopg
import redis.asyncio
from django.conf import settings

from apps.system.events.admission import Credential, list_standing
from apps.system.events.closing import CloseCode
from apps.system.events.crowds import Crowd
from apps.system.events.database import BY_INDEX, connection_parameters
from apps.system.events.messages import read_ephemeral, render_event
from apps.system.events.metrics import count_frames
from apps.system.events.readers import Reader, Waiting
from apps.system.events.rows import COLUMNS, EventRow
from apps.system.events.services import EPHEMERAL, NUMBERED
from apps.system.events.threads import CHECKING, in_thread
from apps.system.redis import key

logger = logging.getLogger(__name__)

APPLICATION = "cival-tailer"
POLL = 1.0
RECHECK = 0.5
PAGE = 500
AT_ONCE = 2000
"""Offers after which other work of the process has its turn, and what was written goes out."""

MAX_BACK_OFF = 5.0
LISTENING_PATIENCE = 1.0
"""Seconds that the first socket of a process waits for Redis, without which it is served all the same."""

_HEAD = "SELECT last FROM system_counter WHERE name = 'events'"
_NEXT = f"SELECT {COLUMNS} FROM system_event WHERE seq > %s ORDER BY seq LIMIT {PAGE}"


class Hub:
    """Knows how far the log is (`head`) and who listens; started by the first who does."""

    def __init__(self) -> None:
        self.head = 0
        self._crowd = Crowd()
        self._credentials: dict[Reader, Credential] = {}
        self._known = asyncio.Event()
        self._listening = asyncio.Event()
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def join(self, reader: Reader, credential: Credential) -> None:
        """Take a reader in; once this returns it is offered all that comes after `head`.

        And the ephemeral events from then on, where Redis is there.
        """
        if not self._tasks:
            works = (self._follow, self._listen, self._recheck)
            self._tasks = [asyncio.create_task(_persist(work)) for work in works]
            await _wait(self._listening, LISTENING_PATIENCE)
        await self._known.wait()
        self._crowd.add(reader)
        self._credentials[reader] = credential

    def leave(self, reader: Reader) -> None:
        """Let a reader go; a second time changes nothing."""
        self._crowd.discard(reader)
        self._credentials.pop(reader, None)

    def fan_out(self, row: EventRow) -> int:
        """Offer an event to all who want it, made into text once, for the first of them. Answers how many."""
        whole: Waiting | None = None
        offered = written = 0
        for reader in self._crowd.who_may_see(row):
            share = reader.share_of(row)
            if share is None:
                continue
            if share is row:
                waiting = whole = whole or Waiting(row, render_event(row))
            else:
                waiting = Waiting(share, render_event(share))
            offered += 1
            written += reader.offer(waiting)
        if written:
            count_frames("sent", written)
        return offered

    async def _follow(self) -> None:
        """Follow the log until the connection is lost; what was fanned out is never fanned out again."""
        parameters = connection_parameters(APPLICATION, **BY_INDEX)
        async with await psycopg.AsyncConnection.connect(**parameters) as link:
            if not self._known.is_set():
                self.head = await _read_head(link)
                self._known.set()
            while True:
                _heed_cancellation()
                self._wake.clear()
                while await self._advance(link) == PAGE:
                    await asyncio.sleep(0)
                await _wait(self._wake, POLL)

    async def _advance(self, link: "psycopg.AsyncConnection[tuple[Any, ...]]") -> int:
        rows = await (await link.execute(_NEXT, [self.head])).fetchall()
        offered = 0
        for row in starmap(EventRow, rows):
            offered += self.fan_out(row)
            self.head = row.seq or self.head
            if offered >= AT_ONCE:
                offered = 0
                await asyncio.sleep(0)
        return len(rows)

    async def _listen(self) -> None:
        """Take wake-ups and ephemeral events from Redis until the connection is lost."""
        client = redis.asyncio.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=1, health_check_interval=5
        )
        ephemeral = key(EPHEMERAL).encode()
        async with client, client.pubsub() as listener:
            await listener.subscribe(key(NUMBERED), ephemeral)
            self._wake.set()
            while True:
                _heed_cancellation()
                said = await listener.get_message(timeout=POLL)
                if said is None:
                    continue
                if said["type"] != "message":
                    self._listening.set()
                elif said["channel"] == ephemeral:
                    self._pass_on(said["data"])
                else:
                    self._wake.set()

    def _pass_on(self, body: bytes) -> None:
        try:
            row = read_ephemeral(body)
        except (ValueError, KeyError, TypeError) as error:
            logger.warning("An ephemeral event cannot be read: %s", error)
            return
        self.fan_out(row)

    async def _recheck(self) -> None:
        """See that keys, sessions, roles and memberships still hold."""
        while True:
            _heed_cancellation()
            await asyncio.sleep(RECHECK)
            asked = dict(self._credentials)
            if not asked:
                continue
            standing = await in_thread(list_standing, CHECKING, asked.values())
            for reader, credential in asked.items():
                if reader not in self._credentials:
                    continue
                sight = standing.get(credential)
                if sight is None:
                    reader.end(CloseCode.UNAUTHENTICATED)
                elif sight != reader.sight:
                    self._crowd.discard(reader)
                    reader.sight = sight
                    self._crowd.add(reader)


_hubs: "WeakKeyDictionary[asyncio.AbstractEventLoop, Hub]" = WeakKeyDictionary()


def hub_of_process() -> Hub:
    """The hub of the running loop; a process serves its sockets in one."""
    return _hubs.setdefault(asyncio.get_running_loop(), Hub())


async def _persist(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Do a work that never ends, again whenever a store that it needs was away."""
    back_off = 0.1
    while True:
        began = asyncio.get_running_loop().time()
        try:
            await work()
        except (psycopg.Error, django.db.Error, redis.RedisError, OSError) as error:
            logger.warning("The stream waits for a store: %s", error)
        except Exception:
            logger.exception("A part of the stream broke and is started again")
        if asyncio.get_running_loop().time() - began > MAX_BACK_OFF:
            back_off = 0.1
        await asyncio.sleep(back_off)
        back_off = min(2 * back_off, MAX_BACK_OFF)


def _heed_cancellation() -> None:
    """End where this task was cancelled and something it awaited took that for its own time running out.

    Python 3.11's `wait_for`, by which psycopg waits, answers a result that comes at the same moment instead.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


async def _read_head(link: "psycopg.AsyncConnection[tuple[Any, ...]]") -> int:
    row = await (await link.execute(_HEAD)).fetchone()
    return int(row[0]) if row else 0


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
