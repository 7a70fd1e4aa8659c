"""What is said on the stream beside events: by the server about itself, and by clients."""

from collections.abc import Mapping
from uuid import UUID

from pydantic import BaseModel, Field

from apps.system.types import WireModel


class ConnectionEstablished(WireModel):
    """A socket was let in, as this actor."""

    session_id: UUID
    actor_id: UUID
    name: str
    scopes: list[str]


class SubscriptionConfirmed(WireModel):
    """What was asked for by the last message, and all that is followed now; `metadata.seq` is from where."""

    events: list[str]
    all: list[str]


class Pong(WireModel):
    """The socket lives; `metadata.seq`, where the reader has everything, is how far the log is."""


class StreamResetTold(WireModel):
    """Not all that came after the cursor is there any more: fetch the state again, and go on from here."""

    code: str
    detail: str


class ErrorPlace(WireModel):
    """One reason tied to one place of a message, as a JSON pointer."""

    pointer: str
    reason: str


class ErrorTold(WireModel):
    """A message was refused, or, before a close, why the stream ends."""

    code: str
    detail: str
    errors: list[ErrorPlace] = []


class Filters(WireModel):
    """Only events of these agents, farms or symbols; one, or a list."""

    agent_id: UUID | list[UUID] | None = None
    farm_id: UUID | list[UUID] | None = None
    symbol: str | list[str] | None = None


class Subscribe(WireModel):
    """Follow events of these types and patterns, after a cursor or from now on."""

    events: list[str] = Field(min_length=1, max_length=100, examples=[["agent.*", "trade.order_filled"]])
    since: str | None = None
    filters: Filters | None = None


class Unsubscribe(WireModel):
    """Give up patterns, as they were subscribed to."""

    events: list[str] = Field(min_length=1, max_length=100)


class Ping(WireModel):
    """Ask for a sign of life."""


class Auth(WireModel):
    """Bring a key, where none came with the connection; within five seconds."""

    token: str


SERVER_SAYS: Mapping[str, type[BaseModel]] = {
    "connection.established": ConnectionEstablished,
    "subscription.confirmed": SubscriptionConfirmed,
    "pong": Pong,
    "stream.reset": StreamResetTold,
    "error": ErrorTold,
}

CLIENT_SAYS: dict[str, type[BaseModel]] = {
    "subscribe": Subscribe,
    "unsubscribe": Unsubscribe,
    "ping": Ping,
    "auth": Auth,
}
"""By type, the payload of each message of a client; apps add the commands that they take."""
