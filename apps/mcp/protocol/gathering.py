"""Cheap reads that come while others of the same asker are under way: they wait for these, and go together.

A client that asks for one thing at a time never waits. Under load, what a call takes of threads, of
PostgreSQL and of Redis is taken once for several.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from apps.mcp.batches import Ask
from apps.mcp.joint_reads import Outcome, read_together
from apps.mcp.models import ToolCall
from apps.mcp.protocol.exchanges import Exchange, ask
from apps.mcp.reading import read_now
from apps.mcp.request import Request
from apps.system.access.types import Caller

MOST = 8
"""Reads that go together; they are run one after another."""

_Own = tuple[Caller, str]
"""Who asks, as whom and with which rights, and the tool."""


class _Reader:
    """A read that waits for what comes of it."""

    def __init__(self, exchange: Exchange, asked: Ask) -> None:
        self.exchange, self.asked = exchange, asked
        self.told: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()

    @property
    def is_there(self) -> bool:
        """Whether it has not been told, nor gone away."""
        return not self.told.done()


class Gathering:
    """The reads of a process that wait. Those that may go together are run in one thread at a time."""

    def __init__(self) -> None:
        self._waiting: dict[_Own, list[_Reader]] = {}
        self._work: set[asyncio.Task[None]] = set()

    async def read(self, exchange: Exchange, tool: str, parameters: Mapping[str, Any]) -> ToolCall:
        """Call a cheap tool that only reads. Raises CivalError as the gates refuse."""
        own = exchange.caller, tool
        reader = _Reader(exchange, Ask(exchange.caller, tool, parameters, correlation_id=exchange.story))
        if own in self._waiting:
            self._waiting[own].append(reader)
        else:
            self._waiting[own] = [reader]
            self._begin(own)
        outcome = await reader.told
        if isinstance(outcome, Request):
            return await ask(exchange, read_now, outcome)
        if outcome.refusal is not None:
            raise outcome.refusal
        assert isinstance(outcome.call, ToolCall)
        return outcome.call

    def _begin(self, own: _Own) -> None:
        """In a task of its own: who goes away takes nobody with it."""
        task = asyncio.create_task(self._read_all(own))
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    async def _read_all(self, own: _Own) -> None:
        try:
            while there := [each for each in self._waiting[own] if each.is_there]:
                self._waiting[own] = there[MOST:]
                await _read(there[:MOST])
        finally:
            del self._waiting[own]


async def _read(readers: Sequence[_Reader]) -> None:
    try:
        outcomes = await ask(readers[0].exchange, read_together, [each.asked for each in readers])
    except Exception as error:
        for each in readers:
            if each.is_there:
                each.told.set_exception(error)
    else:
        for each, outcome in zip(readers, outcomes, strict=True):
            if each.is_there:
                each.told.set_result(outcome)
