"""Clients that follow the log whatever happens to them, and what each of them should have heard."""

import asyncio
import json
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from apps.system.events.models import Event

CUT_OFF = (OSError, EOFError, TimeoutError, ConnectionClosed, InvalidHandshake)
AT_ONCE = 40
SYMBOLS = ("BTC/USD", "ETH/USD", "SOL/USD")


@dataclass(frozen=True)
class Owner:
    """Somebody with a key, an agent and a farm."""

    actor_id: UUID
    key: str
    agent_id: UUID
    farm_id: UUID


@dataclass
class Follower:
    """A client that connects again whenever it is cut off, and goes on behind the last event it has."""

    owner: Owner
    asked: dict[str, Any]
    wants: Callable[[Event], bool]
    got: list[int] = field(default_factory=list)
    connection: ClientConnection | None = None

    async def follow(self, port: int, door: asyncio.Semaphore) -> None:
        """Until it is cancelled."""
        while True:
            with suppress(*CUT_OFF):
                await self._hear(port, door)
            self.connection = None
            await asyncio.sleep(random.uniform(0.05, 0.5))

    def cut(self) -> None:
        """Lose the connection, as when a laptop closes."""
        if self.connection is not None:
            self.connection.transport.abort()

    def expected(self, log: list[Event]) -> list[int]:
        """What it should have heard, judged event by event and by nothing of ours."""
        return [
            each.seq
            for each in log
            if each.seq is not None and each.audience in (None, self.owner.actor_id) and self.wants(each)
        ]

    async def _hear(self, port: int, door: asyncio.Semaphore) -> None:
        async with door:
            headers = {"Authorization": f"Bearer {self.owner.key}"}
            address = f"ws://127.0.0.1:{port}/ws"
            connection = await connect(address, additional_headers=headers, open_timeout=30, max_size=None)
            self.connection = connection
            since = str(self.got[-1]) if self.got else "0"
            await connection.send(json.dumps({"type": "subscribe", **self.asked, "since": since}))
            while json.loads(await connection.recv())["type"] != "subscription.confirmed":
                continue
        async for text in connection:
            said = json.loads(text)
            if said["type"].startswith(("test.", "note.")):
                self.got.append(int(said["metadata"]["seq"]))


def followers_of(owner: Owner, count: int) -> Iterator[Follower]:
    """Clients of one owner, each with another interest in turn."""
    kinds: list[tuple[dict[str, Any], Callable[[Event], bool]]] = [
        ({"events": ["*"]}, lambda event: True),
        ({"events": ["note.*"]}, lambda event: event.type == "note.made.twice"),
        (
            {"events": ["test.*"], "filters": {"agentId": str(owner.agent_id)}},
            lambda event: event.type == "test.happened" and event.agent_id == owner.agent_id,
        ),
        (
            {"events": ["*"], "filters": {"farmId": [str(owner.farm_id)]}},
            lambda event: event.farm_id == owner.farm_id,
        ),
        (
            {"events": ["test.happened", "note.*"], "filters": {"symbol": list(SYMBOLS[:2])}},
            lambda event: event.symbol in SYMBOLS[:2],
        ),
    ]
    for number in range(count):
        asked, wants = kinds[number % len(kinds)]
        yield Follower(owner, asked, wants)
