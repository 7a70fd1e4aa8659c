"""Keeping what was said, and handing it out as JSON or Markdown."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from ag_ui.core.types import AssistantMessage, ReasoningMessage, ToolMessage, UserMessage
from ag_ui.core.types import Message as Said
from pydantic import TypeAdapter

from apps.agents.models import Conversation, Message, Run
from apps.agents.runs.encoding import storable
from apps.system.ids import new_id

MOST_TOLD = 200
_MESSAGE: TypeAdapter[Said] = TypeAdapter(Said)


def record_messages(run: Run, said: Iterable[Said], *, now: datetime) -> None:
    """Keep messages of a run in the order they were said."""
    rows = [
        Message(
            id=new_id(),
            conversation=run.conversation,
            run=run,
            created_at=now,
            external_id=each.id,
            **_row(each),
        )
        for each in said
    ]
    Message.objects.bulk_create(rows)


def snapshot_of(conversation: Conversation) -> list[Said]:
    """The newest messages of a conversation, in AG-UI's form and in their order."""
    newest = Message.objects.filter(conversation=conversation).order_by("-id")[:MOST_TOLD]
    return [_MESSAGE.validate_python(as_said(each)) for each in reversed(newest)]


def known_before(run: Run) -> list[Said]:
    """What was said when a run began, for whoever joins its thread; nothing where it is the first."""
    earlier = Message.objects.filter(conversation=run.conversation).exclude(run=run)
    return snapshot_of(run.conversation) if earlier.exists() else []


def as_said(message: Message) -> dict[str, Any]:
    """A kept message in AG-UI's form."""
    found: dict[str, Any] = {"id": message.external_id, "role": message.role, "content": message.content}
    if message.tool_calls:
        found["toolCalls"] = message.tool_calls
    if message.tool_call_id:
        found["toolCallId"] = message.tool_call_id
    return found


def as_json(conversation: Conversation, messages: Iterable[Message]) -> str:
    """A conversation as one JSON document."""
    told = [{**as_said(each), "createdAt": each.created_at.isoformat()} for each in messages]
    head = {
        "threadId": conversation.thread_id,
        "agentId": str(conversation.agent_id),
        "title": conversation.title,
        "createdAt": conversation.created_at.isoformat(),
    }
    return json.dumps({**head, "messages": told}, ensure_ascii=False, indent=2)


def as_markdown(conversation: Conversation, messages: Iterable[Message]) -> str:
    """A conversation for people to read."""
    since = f"{conversation.created_at:%Y-%m-%d %H:%M} UTC"
    head = f"# {conversation.title}\n\nThread `{conversation.thread_id}`, since {since}.\n"
    return "\n".join([head, *(part for each in messages for part in _paragraphs(each))])


def _paragraphs(message: Message) -> Iterator[str]:
    yield f"## {Message.Role(message.role).label} ({message.created_at:%H:%M:%S})\n"
    if message.content:
        quoted = message.role in (Message.Role.REASONING, Message.Role.TOOL)
        yield (_quoted(message.content) if quoted else message.content) + "\n"
    for call in message.tool_calls:
        function = call["function"]
        yield f"Called `{function['name']}` with `{function['arguments']}`.\n"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.splitlines())


def _row(said: Said) -> dict[str, Any]:
    found: dict[str, Any] = storable(_plain(said))
    return found


def _plain(said: Said) -> dict[str, Any]:
    if isinstance(said, AssistantMessage):
        calls = [
            each.model_dump(mode="json", by_alias=True, exclude_none=True) for each in said.tool_calls or []
        ]
        return {"role": said.role, "content": said.content or "", "tool_calls": calls}
    if isinstance(said, ToolMessage):
        return {"role": said.role, "content": str(said.content), "tool_call_id": said.tool_call_id}
    if isinstance(said, ReasoningMessage | UserMessage):
        return {"role": said.role, "content": str(said.content)}
    raise TypeError(f"Messages of {said.role} are not kept.")
