"""The log as server-sent events: the messages of the socket over plain HTTP, by the same cursor.

The `id` of an event is its cursor, so that whoever connects again with `Last-Event-ID` gets what was missed.
A stream rides the hub of the process as sockets do; between its reader and the hub wait a few texts at most.
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from typing import Any
from uuid import UUID

from apps.system.errors import RateLimited, Unavailable
from apps.system.events.admission import Admission
from apps.system.events.closing import CloseCode
from apps.system.events.cursors import StreamReset, encode_cursor
from apps.system.events.delivery import Delivery
from apps.system.events.interests import Interest
from apps.system.events.messages import message
from apps.system.events.readers import Waiting
from apps.system.events.tailer import hub_of_process

QUEUED = 32
PING_EVERY = 15.0
PATIENCE = 5.0
MOST_STREAMS = 500
MOST_OF_ONE = 20

_open: Counter[UUID] = Counter()


def check_room(actor_id: UUID) -> None:
    """Raise Unavailable or RateLimited (`too_many_streams`) where no stream may be opened here now."""
    if _open.total() >= MOST_STREAMS:
        raise Unavailable("Too many streams are open here.", code="too_many_streams", retry_after=2)
    if _open[actor_id] >= MOST_OF_ONE:
        detail = f"{MOST_OF_ONE} streams of one actor may be open at once."
        raise RateLimited(detail, code="too_many_streams", retry_after=5)


async def follow(admission: Admission, interest: Interest, since: int | None) -> AsyncIterator[bytes]:
    """What came after a cursor, then what comes; without a cursor, what comes from now on."""
    actor_id = admission.caller.actor.id
    _open[actor_id] += 1
    stream = EventSource(admission)
    try:
        async for part in stream.read(interest, since):
            yield part.encode()
    finally:
        stream.close()
        _open[actor_id] -= 1
        if not _open[actor_id]:
            del _open[actor_id]


class EventSource:
    """One stream: a delivery that writes into a short queue, and whoever reads that."""

    def __init__(self, admission: Admission) -> None:
        self._parts: asyncio.Queue[str] = asyncio.Queue(QUEUED)
        self._code: CloseCode | None = None
        self._delivery = Delivery(
            hub_of_process(), admission, write=self._parts.put, arrange=_arrange, end=self._end
        )

    async def read(self, interest: Interest, since: int | None) -> AsyncIterator[str]:
        """Parts of the answer's body, until the server ends the stream."""
        async with asyncio.timeout(PATIENCE):
            await self._delivery.start()
        for part in await self._begin(interest, since):
            yield part
        while self._code is None:
            if part := await self._next():
                yield part
        yield _own("error", {"code": self._code.name.lower(), "detail": self._code.reason})

    def close(self) -> None:
        """Leave the hub; a second time changes nothing."""
        self._delivery.stop()

    async def _begin(self, interest: Interest, since: int | None) -> list[str]:
        """Subscribe, as a socket does; what is said of it."""
        reset: StreamReset | None = None
        if since is not None:
            try:
                await self._delivery.check(since)
            except StreamReset as refusal:
                reset, since = refusal, None
        if since is None:
            since = self._delivery.follow(interest)
        else:
            self._delivery.resume(interest, since)
        confirmed = {"events": list(interest.patterns), "all": self._delivery.patterns}
        said = [_own("subscription.confirmed", confirmed, since)]
        if reset is not None:
            told = {"code": reset.reason_code, "detail": reset.detail}
            said.append(_own("stream.reset", told, since))
        return said

    async def _next(self) -> str:
        """The next part; after a while without one, something that keeps the connection open."""
        try:
            async with asyncio.timeout(PING_EVERY):
                return await self._parts.get()
        except TimeoutError:
            return self._ping()

    def _ping(self) -> str:
        """With how far the log is where the reader has everything, so that its cursor does not grow old."""
        has_all = not self._delivery.is_behind and self._parts.empty()
        return (f"id: {encode_cursor(self._delivery.head)}\n" if has_all else "") + ": ping\n\n"

    def _end(self, code: CloseCode) -> None:
        """End from wherever the reason shows; a reader that waits for the next part is woken."""
        self._code = self._code or code
        self._delivery.stop()
        if self._parts.empty():
            self._parts.put_nowait("")


async def _arrange(waiting: Waiting) -> str:
    return _part(waiting.row.seq, waiting.text)


def _own(kind: str, payload: Mapping[str, Any], seq: int | None = None) -> str:
    """A message of our own."""
    metadata = {"seq": None if seq is None else encode_cursor(seq)}
    return _part(seq, json.dumps(message(kind, payload, metadata)))


def _part(seq: int | None, text: str) -> str:
    """A message as one server-sent event; what is not in the log leaves the reader's cursor as it is."""
    return ("" if seq is None else f"id: {encode_cursor(seq)}\n") + f"data: {text}\n\n"
