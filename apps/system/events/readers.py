"""One reader of the live stream: what it asks for, what waits for it, and when it is too far behind."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from apps.system.events.closing import CloseCode
from apps.system.events.frames import text_frame
from apps.system.events.interests import Interest
from apps.system.events.items import part_of
from apps.system.events.rows import EventRow
from apps.system.events.sights import Sight

MAX_WAITING = 1000
MAX_WAITING_SIZE = 4 * 1024 * 1024
"""Characters; as much again may be on its way out of the queue."""

MAX_PASSING = 1000

Passing = tuple[str, UUID | None, UUID | None, str, UUID | None, str]


@dataclass(frozen=True)
class Waiting:
    """An event on its way to the reader, with the text that all readers share."""

    row: EventRow
    text: str

    @cached_property
    def frame(self) -> bytes:
        """The text as it goes over the wire, made once for all."""
        return text_frame(self.text)


@dataclass(frozen=True)
class Stretch:
    """An interest and the `seq` after which it is served live; up to there the log was read for it."""

    interest: Interest
    start: int

    def covers(self, row: EventRow) -> bool:
        """Whether this stretch brings an event. What has no `seq` has no past either."""
        return (row.seq is None or row.seq > self.start) and self.interest.covers(row)


class Reader:
    """Takes what the hub offers and hands it out in order; ephemeral events overwrite their like."""

    def __init__(
        self,
        sight: Sight,
        end: Callable[[CloseCode], None],
        push: Callable[[Waiting], bool] = lambda waiting: False,
    ) -> None:
        self.sight = sight
        self.end = end
        self.is_busy = False
        self._push = push
        self._size = 0
        self.stretches: list[Stretch] = []
        self.stories: set[UUID] = set()
        self.awaited: set[str] = set()
        self._durable: deque[Waiting] = deque()
        self._passing: dict[Passing, Waiting] = {}
        self._something = asyncio.Event()

    def wants(self, row: EventRow) -> bool:
        """Whether an event is for this reader: it may see it, and asked for it or waits for its answer."""
        if (
            not any(stretch.covers(row) for stretch in self.stretches)
            and row.correlation_id not in self.stories
            and row.about not in self.awaited
        ):
            return False
        return self.sight.sees(row)

    def share_of(self, row: EventRow) -> EventRow | None:
        """An event as far as it is for this reader; of many things told at once, perhaps some."""
        return part_of(row, self.wants)

    def offer(self, waiting: Waiting) -> bool:
        """Write an event at once where nothing is before it, or else put it in the queue; answers which.

        What the queue has no room for ends the reader, which resumes by `since`.
        """
        if not (self.is_busy or self._durable or self._passing) and self._push(waiting):
            return True
        if waiting.row.seq is None:
            self._overwrite(waiting)
        elif len(self._durable) < MAX_WAITING and self._size < MAX_WAITING_SIZE:
            self._durable.append(waiting)
            self._size += len(waiting.text)
        else:
            self._durable.clear()
            self.end(CloseCode.SLOW_CONSUMER)
        self._something.set()
        return False

    async def take(self) -> list[Waiting]:
        """Wait for something, and take it all: the durable in order, then the latest of the passing."""
        await self._something.wait()
        self._something.clear()
        taken = [*self._durable, *self._passing.values()]
        self._durable.clear()
        self._passing.clear()
        self._size, self.is_busy = 0, True
        return taken

    @property
    def has_waiting(self) -> bool:
        """Whether something durable has yet to be taken."""
        return bool(self._durable)

    def nudge(self) -> None:
        """Make `take` return though nothing was offered."""
        self._something.set()

    def _overwrite(self, waiting: Waiting) -> None:
        row = waiting.row
        whose = (row.type, row.audience, row.agent_id)
        place: Passing = (*whose, row.symbol, row.correlation_id, row.about)
        self._passing.pop(place, None)
        if len(self._passing) < MAX_PASSING:
            self._passing[place] = waiting
