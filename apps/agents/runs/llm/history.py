"""What a model is told of a conversation: kept here, bounded, and never from what a client says."""

from typing import Any

from pydantic_ai.messages import (
    ModelMessage,
    ModelMessagesTypeAdapter,
    ModelRequest,
    ModelResponse,
    UserPromptPart,
)

from apps.agents.models import Conversation
from apps.agents.runs.encoding import storable

MOST_REMEMBERED = 60
"""Messages; what is older stays in the conversation for people, and the model hears of it no more."""


def load_history(conversation: Conversation) -> list[ModelMessage]:
    """The messages of the conversation, as the model's library wants them."""
    return ModelMessagesTypeAdapter.validate_python(conversation.history)


def dump_history(history: list[ModelMessage]) -> Any:
    """The newest messages as JSON data."""
    return storable(ModelMessagesTypeAdapter.dump_python(recent(history), mode="json"))


def recent(history: list[ModelMessage]) -> list[ModelMessage]:
    """The newest of them, from a question on: an answer without its question would be refused."""
    first = max(0, len(history) - MOST_REMEMBERED)
    begins = (index for index in range(first, len(history)) if _is_question(history[index]))
    return history[next(begins, 0) :] if first else history


def without_open_calls(history: list[ModelMessage]) -> list[ModelMessage]:
    """Without the last answer where it called tools that nobody will answer any more."""
    last = history[-1] if history else None
    return history[:-1] if isinstance(last, ModelResponse) and last.tool_calls else history


def _is_question(message: ModelMessage) -> bool:
    return isinstance(message, ModelRequest) and any(
        isinstance(part, UserPromptPart) for part in message.parts
    )
