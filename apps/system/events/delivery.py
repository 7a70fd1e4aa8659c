"""Bringing events to one socket: what it missed from the log, then what comes, in order and once."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass

import django.db

from apps.system.events.admission import Admission
from apps.system.events.closing import CloseCode
from apps.system.events.interests import Interest
from apps.system.events.items import rest_of
from apps.system.events.messages import render_event
from apps.system.events.readers import Reader, Stretch, Waiting
from apps.system.events.rows import EventRow
from apps.system.events.selectors import PAGE, check_cursor, list_events_after
from apps.system.events.tailer import Hub
from apps.system.events.threads import READING, in_thread

logger = logging.getLogger(__name__)

RETRY = 0.5

Write = Callable[[str], Awaitable[None]]
Push = Callable[[Waiting], bool]
Arrange = Callable[[Waiting], Awaitable[str | None]]


@dataclass
class Replay:
    """An interest that is read from the log, and how far it has been."""

    interest: Interest
    position: int


class Delivery:
    """Owns a socket's reader and the one task that writes events to the socket."""

    def __init__(
        self,
        hub: Hub,
        admission: Admission,
        *,
        write: Write,
        push: Push = lambda waiting: False,
        arrange: Arrange,
        end: Callable[[CloseCode], None],
    ) -> None:
        self._hub, self._credential = hub, admission.credential
        self._write, self._arrange = write, arrange
        self._replays: deque[Replay] = deque()
        self._task: asyncio.Task[None] | None = None
        self.reader = Reader(admission.sight, end, push)

    async def start(self) -> None:
        """Join the hub and begin to write."""
        await self._hub.join(self.reader, self._credential)
        self._task = asyncio.create_task(self._run())

    def stop(self) -> None:
        """Leave the hub and stop writing."""
        self._hub.leave(self.reader)
        if self._task is not None:
            self._task.cancel()

    @property
    def head(self) -> int:
        """How far the log is in this process; what came before has been offered."""
        return self._hub.head

    @property
    def _replaying(self) -> list[Interest]:
        return [each.interest for each in self._replays]

    @property
    def patterns(self) -> list[str]:
        """All patterns that are subscribed to, in the order they were."""
        interests = [*(each.interest for each in self.reader.stretches), *self._replaying]
        return list(dict.fromkeys(pattern for interest in interests for pattern in interest.patterns))

    def is_subscribed(self, row: EventRow) -> bool:
        """Whether an event was asked for, live or in a replay."""
        asked = (*(each.interest for each in self.reader.stretches), *self._replaying)
        return any(interest.covers(row) for interest in asked)

    async def check(self, since: int) -> None:
        """Raise StreamReset where the log cannot tell all that came after a cursor."""
        await in_thread(check_cursor, READING, since)

    @property
    def is_behind(self) -> bool:
        """Whether the socket has yet to get something that came before `head`."""
        return self.reader.is_busy or self.reader.has_waiting

    def follow(self, interest: Interest) -> int:
        """Bring what comes from now on; answers the `seq` after which that is."""
        self.reader.stretches.append(Stretch(interest, self._hub.head))
        return self._hub.head

    def resume(self, interest: Interest, since: int) -> None:
        """Bring what came after a cursor, then what comes."""
        self.reader.is_busy = True
        self._replays.append(Replay(interest, since))
        self.reader.nudge()

    def forget(self, patterns: Iterable[str]) -> None:
        """Give up patterns."""
        given_up = list(patterns)
        kept = (Stretch(each.interest.without(given_up), each.start) for each in self.reader.stretches)
        self.reader.stretches = [each for each in kept if each.interest.patterns]
        for replay in self._replays:
            replay.interest = replay.interest.without(given_up)

    async def _run(self) -> None:
        try:
            await self._bring_all()
        except Exception:
            logger.exception("A delivery broke; its reader is closed and resumes")
            self.reader.end(CloseCode.UNAVAILABLE)

    async def _bring_all(self) -> None:
        while True:
            taken = await self.reader.take()
            for waiting in taken:
                await self._bring(waiting)
            while self._replays:
                await self._replay(self._replays[0])
            self.reader.is_busy = False

    async def _replay(self, replay: Replay) -> None:
        """Read up to where the hub is, go live there, and read what the hub had moved on meanwhile."""
        while self._hub.head - replay.position > PAGE and replay.interest.patterns:
            await self._read_on(replay, self._hub.head, self.reader.stretches)
        served, start = list(self.reader.stretches), max(replay.position, self._hub.head)
        self._replays.popleft()
        if replay.interest.patterns:
            self.reader.stretches.append(Stretch(replay.interest, start))
            while replay.position < start:
                await self._read_on(replay, start, served)

    async def _read_on(self, replay: Replay, until: int, served: Sequence[Stretch]) -> None:
        """Bring the next page of a replay, without what is brought live already."""
        sight, position = self.reader.sight, replay.position
        try:
            rows, reached = await in_thread(
                list_events_after, READING, sight, replay.interest, position, until
            )
        except (django.db.OperationalError, django.db.InterfaceError) as error:
            logger.warning("A replay waits for the database: %s", error)
            await asyncio.sleep(RETRY)
            return
        for row in rows:
            rest = rest_of(row, lambda each: any(stretch.covers(each) for stretch in served))
            if rest is not None:
                await self._bring(Waiting(rest, render_event(rest)))
        replay.position = reached

    async def _bring(self, waiting: Waiting) -> None:
        text = await self._arrange(waiting)
        if text is not None:
            await self._write(text)
