"""Readers by what they may see, so that an event costs by who may see it, not by who is connected."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from apps.system.events.catalogue import is_many
from apps.system.events.items import items_of
from apps.system.events.readers import Reader
from apps.system.events.rows import EventRow


class Crowd:
    """All readers of one process."""

    def __init__(self) -> None:
        self.readers: set[Reader] = set()
        self._everything: set[Reader] = set()
        self._agents: set[Reader] = set()
        self._by_seat: defaultdict[UUID, set[Reader]] = defaultdict(set)

    def add(self, reader: Reader) -> None:
        """Take a reader in, as its sight is now."""
        self.readers.add(reader)
        if reader.sight.everything:
            self._everything.add(reader)
        if reader.sight.agent_id is not None:
            self._agents.add(reader)
        for seat in _seats(reader):
            self._by_seat[seat].add(reader)

    def discard(self, reader: Reader) -> None:
        """Let a reader go."""
        self.readers.discard(reader)
        self._everything.discard(reader)
        self._agents.discard(reader)
        for seat in _seats(reader):
            self._by_seat[seat].discard(reader)
            if not self._by_seat[seat]:
                del self._by_seat[seat]

    def who_may_see(self, row: EventRow) -> Iterator[Reader]:
        """The readers whose sight may cover an event, each once; `Reader.share_of` has the last word."""
        if row.audience is None:
            yield from tuple(self.readers)
            return
        found = set(self._everything)
        for seat in self._seats_at(row):
            found |= self._by_seat.get(seat, set())
        yield from found

    def _seats_at(self, row: EventRow) -> Iterator[UUID]:
        yield from filter(None, (row.audience, row.agent_id, row.farm_id))
        if self._agents and is_many(row.type):
            yield from filter(None, {item.agent_id for item in items_of(row)})


def _seats(reader: Reader) -> Iterator[UUID]:
    yield from reader.sight.audiences
    yield from filter(None, (reader.sight.agent_id, reader.sight.farm_id))
