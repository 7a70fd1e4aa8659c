"""Reading a standard RunAgentInput: only its newest user message and its answers are heeded.

Everything else a client sends of the past is its own account of it. The history that a model is given is the
one kept here, so an invented tool call, or an approval of one that was never asked, does nothing.
"""

import re
from typing import Any

from ag_ui.core.types import RunAgentInput, TextPart, UserMessage

from apps.system.errors import Invalid

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@-]{0,127}")
"""The ids of messages that are kept; another is replaced by one of ours."""


def parameters_of(asked: RunAgentInput) -> dict[str, Any]:
    """The input as parameters of `run_agent`. Raises Invalid for what is not text."""
    parameters: dict[str, Any] = {"thread_id": asked.thread_id, "run_id": asked.run_id}
    if asked.resume:
        parameters["resume"] = [
            {"interrupt_id": each.interrupt_id, "status": each.status, "payload": each.payload}
            for each in asked.resume
        ]
    elif newest := _newest_message(asked):
        parameters["text"] = _text_of(newest)
        if _NAME.fullmatch(newest.id):
            parameters["message_id"] = newest.id
    forwarded = asked.forwarded_props
    if isinstance(forwarded, dict) and forwarded.get("decisionId"):
        parameters["decision_id"] = forwarded["decisionId"]
    return parameters


def _newest_message(asked: RunAgentInput) -> UserMessage | None:
    return next((each for each in reversed(asked.messages) if isinstance(each, UserMessage)), None)


def _text_of(message: UserMessage) -> str:
    if isinstance(message.content, str):
        return message.content
    if not all(isinstance(part, TextPart) for part in message.content):
        raise Invalid("Agents here read text only.", code="unsupported_content")
    return "\n".join(part.text for part in message.content if isinstance(part, TextPart))
