"""A small follower of `/ws`, as a user would write one: it subscribes, collects, and resumes."""

import json
from collections.abc import Callable, Iterable
from time import monotonic
from types import TracebackType
from typing import Any, Self

from websockets import Subprotocol
from websockets.sync.client import connect

Message = dict[str, Any]


class SocketClient:
    """One connection; `cursor` is the `seq` of the last event it saw."""

    def __init__(self, url: str, key: str, *, since: str | None = None) -> None:
        self.cursor = since
        self.heard: list[Message] = []
        self._connecting = connect(url, subprotocols=[Subprotocol("bearer"), Subprotocol(key)])

    def subscribe(self, *events: str, since: str | None = None) -> None:
        """Follow event types, from a cursor on if one is given."""
        extra = {"since": since} if since is not None else {}
        self.send("subscribe", {"events": list(events), **extra})
        self.wait_for(lambda message: message["type"] == "subscription.confirmed")

    def send(self, type_: str, payload: Message, message_id: str = "") -> None:
        """Send one message of the protocol."""
        self.connection.send(json.dumps({"id": message_id or type_, "type": type_, "payload": payload}))

    def receive(self, seconds: float) -> Message:
        """The next message; TimeoutError if none comes."""
        message: Message = json.loads(self.connection.recv(timeout=seconds))
        self.heard.append(message)
        if seq := message.get("metadata", {}).get("seq"):
            self.cursor = seq
        return message

    def wait_for(self, wanted: Callable[[Message], bool], seconds: float = 60) -> Message:
        """The first message that fits, counting those already heard."""
        for message in self.heard:
            if wanted(message):
                return message
        end = monotonic() + seconds
        while (left := end - monotonic()) > 0:
            message = self.receive(left)
            if wanted(message):
                return message
        raise TimeoutError("no such message")

    def answer_to(self, message_id: str, seconds: float = 60) -> Message:
        """The answer to a command of ours."""
        return self.wait_for(
            lambda m: (
                m["type"] in ("mcp.result", "mcp.error", "error")
                and m.get("metadata", {}).get("correlationId") == message_id
            ),
            seconds,
        )

    def drain(self, seconds: float) -> list[Message]:
        """All that comes until it stays silent for so long."""
        fresh: list[Message] = []
        try:
            while True:
                fresh.append(self.receive(seconds))
        except TimeoutError:
            return fresh

    def __enter__(self) -> Self:
        self.connection = self._connecting.__enter__()
        self.wait_for(lambda message: message["type"] == "connection.established")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connecting.__exit__(kind, error, trace)


def events_of(messages: Iterable[Message]) -> list[Message]:
    """Only the messages that stand in the log."""
    return [message for message in messages if message.get("metadata", {}).get("seq")]
