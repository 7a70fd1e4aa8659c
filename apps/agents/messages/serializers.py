"""Messages on the wire."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel

from apps.agents.models import AgentMessage
from apps.system.types import WireModel


class AgentMessageOut(WireModel):
    """A message in an agent's inbox; null `readAt`: the agent has not read it."""

    id: UUID
    recipient_id: UUID
    sender_id: UUID
    sender_name: str
    sender_kind: str
    subject: str
    body: str
    reply_to_id: UUID | None
    sent_at: datetime
    read_at: datetime | None

    @classmethod
    def of(cls, message: AgentMessage) -> Self:
        """Of a message with its sender."""
        names = ("id", "recipient_id", "sender_id", "subject", "body", "reply_to_id", "sent_at", "read_at")
        return cls(
            **{name: getattr(message, name) for name in names},
            sender_name=message.sender.name,
            sender_kind=message.sender.kind.lower(),
        )


class SentMessage(BaseModel):
    """A message that is in its recipient's inbox now."""

    id: UUID
    recipient_id: UUID
    subject: str
    sent_at: datetime


class ReadMessage(BaseModel):
    """A message, and who wrote it: another agent, or a person."""

    id: UUID
    sender_id: UUID
    sender_name: str
    sender_kind: str
    subject: str
    body: str
    reply_to_id: UUID | None
    sent_at: datetime


class ReadMessages(BaseModel):
    """Messages, the oldest first; `unread` is how many are left."""

    messages: list[ReadMessage]
    unread: int
    as_of: datetime


def describe_messages(messages: Sequence[AgentMessage], *, unread: int, now: datetime) -> ReadMessages:
    """Messages as tools answer them."""
    shown = [AgentMessageOut.of(each) for each in messages]
    read = [ReadMessage(**{name: getattr(each, name) for name in ReadMessage.model_fields}) for each in shown]
    return ReadMessages(messages=read, unread=unread, as_of=now)
