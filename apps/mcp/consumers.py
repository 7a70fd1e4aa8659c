"""The console: the event stream, and commands that become calls of tools."""

import asyncio
import json
import time
from collections import OrderedDict
from typing import Any
from uuid import UUID

from apps.mcp.commands import (
    CALLING,
    EXECUTE,
    Command,
    Wish,
    answer_of,
    await_call,
    is_read,
    read_call,
    read_wish,
    refusal_answer,
    request_wish,
)
from apps.mcp.models import ToolCall
from apps.mcp.registry import tool_for_command
from apps.system.errors import CivalError, NotFound, RateLimited
from apps.system.events.buckets import TokenBucket
from apps.system.events.catalogue import is_many
from apps.system.events.consumers import EventStream
from apps.system.events.frames import ClientMessage
from apps.system.events.items import items_of, part_of
from apps.system.events.messages import render_event
from apps.system.events.readers import Waiting
from apps.system.events.rows import EventRow
from apps.system.events.threads import in_thread
from apps.system.ids import new_id
from apps.system.problems import as_refusal

ANSWERS = frozenset({"mcp.result", "mcp.error"})
ANSWERS_TO_MANY = frozenset({"mcp.results", "mcp.errors"})
MAX_OPEN = 16
COMMANDS_A_SECOND, COMMANDS_AT_ONCE = 20, 40
REMEMBERED = 1000
SLICE = 5.0
PATIENCE = 30.0
READ_PATIENCE = 120.0


class Console(EventStream):
    """`/ws`: everything of the event stream, and each tool by `mcp.execute` or its own command.

    A command is answered once, with `mcp.result` or `mcp.error` under its own id as correlation id. The event
    that tells the same is not sent to this socket again; where the answer is not there in time, it is what
    brings it. So is an event of many that tells it among others.
    """

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self._commands: OrderedDict[UUID, Command] = OrderedDict()
        self._taken = TokenBucket(COMMANDS_A_SECOND, COMMANDS_AT_ONCE)
        await super().__call__(scope, receive, send)

    async def do_otherwise(self, said: ClientMessage) -> None:
        """A command, or a message that nobody takes."""
        if said.type != EXECUTE:
            tool_for_command(said.type)
        try:
            command = self._remember(said)
        except RateLimited as refusal:
            await self.tell("mcp.error", refusal_answer(refusal), correlation=said.id, source="mcp")
        else:
            self.spawn(self._run(said, command))

    def push(self, waiting: Waiting) -> bool:
        """Nothing of the story of a command: that may have to be held back."""
        row = waiting.row
        is_ours = row.correlation_id in self._commands or self._is_awaited(row)
        return not is_ours and super().push(waiting)

    async def arrange(self, waiting: Waiting) -> str | None:
        """Hold back what a command was or will be answered with, and what was not subscribed to."""
        row = waiting.row
        if self._is_awaited(row):
            return self._arrange_many(waiting)
        command = self._commands.get(row.correlation_id) if row.correlation_id else None
        if command is None or self.delivery is None:
            return waiting.text
        if row.type in ANSWERS:
            await command.settled.wait()
            if json.loads(row.payload).get("executionId") == str(command.call_id):
                if not command.is_answered:
                    self.spawn(self._answer_late(command))
                return None
        return waiting.text if self.delivery.is_subscribed(row) else None

    def _is_awaited(self, row: EventRow) -> bool:
        """Whether a command may find its answer among what an event of many tells."""
        if self.delivery is None or not is_many(row.type):
            return False
        return bool(self.delivery.reader.awaited) or row.correlation_id in self._commands

    def _arrange_many(self, waiting: Waiting) -> str | None:
        """Answer the commands that it tells the end of; bring as much of it as was subscribed to."""
        assert self.delivery is not None
        row = waiting.row
        ended = {item.about for item in items_of(row)} if row.type in ANSWERS_TO_MANY else set()
        for command in self._commands.values():
            if str(command.call_id) in ended and not command.is_answered:
                self.spawn(self._answer_late(command))
        share = part_of(row, self.delivery.is_subscribed)
        if share is None or share is row:
            return share and waiting.text
        return render_event(share)

    def _remember(self, said: ClientMessage) -> Command:
        if not self._taken.take(time.monotonic()):
            raise RateLimited(
                f"A socket takes {COMMANDS_A_SECOND} commands a second, {COMMANDS_AT_ONCE} at once.",
                retry_after=1,
            )
        if sum(not each.is_answered for each in self._commands.values()) >= MAX_OPEN:
            raise RateLimited(
                f"{MAX_OPEN} commands are under way on this socket already.",
                code="too_many_commands",
                retry_after=1,
            )
        story = _uuid(said.id)
        if story is None or story in self._commands:
            story = new_id()
        command = self._commands[story] = Command(said.id, story)
        while len(self._commands) > REMEMBERED and next(iter(self._commands.values())).is_answered:
            self._commands.popitem(last=False)
        return command

    async def _run(self, said: ClientMessage, command: Command) -> None:
        try:
            wish = read_wish(said.type, said.said)
            command.is_read = is_read(wish)
            call = await self._request(command, wish)
            await self._await_end(command, call)
        except Exception as error:
            refusal = as_refusal(error)
            await self._answer(command, "mcp.error", refusal_answer(refusal))
        finally:
            command.settle(None)

    async def _request(self, command: Command, wish: Wish) -> ToolCall:
        if self.admission is None or self.delivery is None:
            raise NotFound("Nobody is on this socket.")
        self.delivery.reader.stories.add(command.story)
        call = await in_thread(request_wish, CALLING, self.admission.caller, wish, command.story)
        command.settle(call)
        self.delivery.reader.awaited.add(str(call.id))
        return call

    async def _await_end(self, command: Command, call: ToolCall) -> None:
        deadline = time.monotonic() + (READ_PATIENCE if command.is_read else PATIENCE)
        while not (call.is_finished or call.is_for_people) and time.monotonic() < deadline:
            began = time.monotonic()
            call = await in_thread(await_call, CALLING, call, SLICE)
            if not call.is_finished and time.monotonic() - began < 1:
                await asyncio.sleep(1)
        if call.is_finished:
            await self._answer(command, *answer_of(call))
        elif command.is_read:
            raise CivalError("The reading is still under way; ask for its execution.", code="still_running")

    async def _answer_late(self, command: Command) -> None:
        if command.call_id is not None:
            call = await in_thread(read_call, CALLING, command.call_id)
            await self._answer(command, *answer_of(call))

    async def _answer(self, command: Command, kind: str, payload: dict[str, Any]) -> None:
        if command.is_answered:
            return
        command.is_answered = True
        if self.delivery is not None:
            self.delivery.reader.stories.discard(command.story)
            self.delivery.reader.awaited.discard(str(command.call_id))
        await self.tell(kind, payload, correlation=command.id, source="mcp")


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
