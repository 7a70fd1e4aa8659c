"""Writing a run's events as they come, a few times a second, with what belongs together in one piece."""

import asyncio
from collections.abc import Iterable

from ag_ui.core.events import (
    BaseEvent,
    ReasoningMessageContentEvent,
    TextMessageContentEvent,
    ToolCallArgsEvent,
)
from asgiref.sync import sync_to_async
from django.utils import timezone

from apps.agents.models import Run
from apps.agents.runs.log import write_events


class Pen:
    """Holds events back for a moment, joins pieces of one message, and keeps their order."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._waiting: list[BaseEvent] = []
        self._lock = asyncio.Lock()

    def add(self, events: Iterable[BaseEvent]) -> None:
        """Take events to be written soon."""
        for event in events:
            last = self._waiting[-1] if self._waiting else None
            if joined := last and join(last, event):
                self._waiting[-1] = joined
            else:
                self._waiting.append(event)

    def take(self) -> list[BaseEvent]:
        """Hand over what waits, to whoever writes it otherwise."""
        taken, self._waiting = self._waiting, []
        return taken

    async def flush(self) -> None:
        """Write what waits. Raises Superseded."""
        async with self._lock:
            taken = self.take()
            if taken:
                await sync_to_async(write_events)(self._run, taken, now=timezone.now())


def join(first: BaseEvent, second: BaseEvent) -> BaseEvent | None:
    """Two pieces of one message or call as one piece; None where they are not."""
    if isinstance(first, ToolCallArgsEvent) and isinstance(second, ToolCallArgsEvent):
        same = first.tool_call_id == second.tool_call_id
        return first.model_copy(update={"delta": first.delta + second.delta}) if same else None
    for kind in (TextMessageContentEvent, ReasoningMessageContentEvent):
        if isinstance(first, kind) and isinstance(second, kind) and first.message_id == second.message_id:
            return first.model_copy(update={"delta": first.delta + second.delta})
    return None
