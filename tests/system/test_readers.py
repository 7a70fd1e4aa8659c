"""A reader's queue: what goes at once, what waits, what is overwritten, and when it is too much."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from apps.system.events import readers
from apps.system.events.closing import CloseCode
from apps.system.events.frames import text_frame
from apps.system.events.readers import Reader, Waiting
from apps.system.events.rows import EventRow
from apps.system.events.sights import Sight

NOW = datetime(2025, 1, 1, tzinfo=UTC)


def waiting(
    seq: int | None,
    *,
    kind: str = "test.happened",
    symbol: str = "",
    text: str = "x",
    about: str = "",
    audience: UUID | None = None,
) -> Waiting:
    row = EventRow(
        seq=seq,
        id=uuid4(),
        type=kind,
        audience=audience,
        agent_id=None,
        farm_id=None,
        symbol=symbol,
        source="backend",
        payload="{}",
        correlation_id=None,
        causation_id=None,
        recorded_at=NOW,
        about=about,
    )
    return Waiting(row, text)


def tick(symbol: str, text: str) -> Waiting:
    return waiting(None, kind="market.tick", symbol=symbol, text=text)


class Socket:
    """A connection that takes frames at once, or not."""

    def __init__(self) -> None:
        self.got: list[Waiting] = []
        self.ended: list[CloseCode] = []
        self.has_room = True
        self.reader = Reader(Sight(everything=True), self.ended.append, self.push)

    def push(self, waiting: Waiting) -> bool:
        if self.has_room:
            self.got.append(waiting)
        return self.has_room

    async def drain(self) -> None:
        """What the writing task does: take all, write it, and rest."""
        self.got += await self.reader.take()
        self.reader.is_busy = False


async def test_with_room_an_event_goes_at_once_and_nothing_overtakes_what_waits() -> None:
    socket = Socket()
    assert socket.reader.offer(waiting(1))
    socket.has_room = False
    assert not socket.reader.offer(waiting(2))
    socket.has_room = True
    assert not socket.reader.offer(waiting(3))
    await socket.drain()
    assert socket.reader.offer(waiting(4))
    assert [each.row.seq for each in socket.got] == [1, 2, 3, 4]


@given(st.lists(st.sampled_from(["offer", "fill", "empty", "take", "rest"]), max_size=60))
def test_whatever_the_connection_does_each_event_goes_once_and_in_order(steps: list[str]) -> None:
    socket, seq, taken = Socket(), 0, list[Waiting]()
    for step in steps:
        if step == "offer":
            seq += 1
            socket.reader.offer(waiting(seq))
        elif step in ("fill", "empty"):
            socket.has_room = step == "empty"
        elif step == "take" and socket.reader.has_waiting and not socket.reader.is_busy:
            taken = _run(socket.reader.take())
        elif step == "rest":
            socket.got += taken
            taken, socket.reader.is_busy = [], False
    socket.got += taken
    if socket.reader.has_waiting:
        socket.got += _run(socket.reader.take())
    assert [each.row.seq for each in socket.got] == list(range(1, seq + 1))


def _run(work: Any) -> list[Waiting]:
    """What a coroutine answers that has nothing to wait for."""
    try:
        work.send(None)
    except StopIteration as done:
        return list(done.value)
    raise AssertionError("It waited.")


async def test_to_a_slow_reader_only_the_latest_of_a_passing_kind_is_kept() -> None:
    socket = Socket()
    socket.has_room = False
    for number in range(5000):
        socket.reader.offer(tick("BTC/USD", f"btc {number}"))
    socket.reader.offer(tick("ETH/USD", "eth"))
    socket.reader.offer(waiting(1, text="durable"))
    assert [each.text for each in await socket.reader.take()] == ["durable", "btc 4999", "eth"]
    assert socket.ended == []


async def test_what_is_about_another_thing_or_for_another_is_not_overwritten() -> None:
    socket, other = Socket(), uuid4()
    socket.has_room = False
    for about, audience in (("sim", None), ("replay", None), ("sim", other), ("sim", None)):
        text = f"{about} {audience}"
        socket.reader.offer(waiting(None, kind="market.tick", about=about, audience=audience, text=text))
    assert [each.text for each in await socket.reader.take()] == ["replay None", f"sim {other}", "sim None"]


@pytest.mark.parametrize(("limit", "value"), [("MAX_WAITING", 3), ("MAX_WAITING_SIZE", 30)])
async def test_what_has_no_room_ends_the_reader_and_is_let_go(
    limit: str, value: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, limit, value)
    socket = Socket()
    socket.has_room = False
    for seq in range(1, 4):
        socket.reader.offer(waiting(seq, text="0123456789"))
    assert socket.ended == []
    socket.reader.offer(waiting(4))
    assert socket.ended == [CloseCode.SLOW_CONSUMER]
    assert not socket.reader.has_waiting


def lengths() -> Iterator[int]:
    for edge in (0, 126, 2**16):
        yield from (edge, edge + 1)
        yield max(0, edge - 1)


@pytest.mark.parametrize("length", lengths())
def test_a_frame_is_read_by_another_implementation(length: int) -> None:
    text = "ä" * (length % 2) + "x" * (length - 2 * (length % 2))
    reader = StreamReader()
    reader.feed_data(text_frame(text))
    parsing = Frame.parse(reader.read_exact, mask=False)
    with pytest.raises(StopIteration) as done:
        next(parsing)
    frame = done.value.value
    assert (frame.opcode, frame.fin, bytes(frame.data).decode()) == (Opcode.TEXT, True, text)
