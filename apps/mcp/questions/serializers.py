"""Questions on the wire."""

from datetime import datetime
from typing import Any
from uuid import UUID

from apps.mcp.models import Question
from apps.system.types import WireModel


class QuestionOut(WireModel):
    """What an actor asked people: OPEN, ANSWERED, DISMISSED, EXPIRED or CANCELLED (its call ended before).

    The answer is one of `options`, an object that fits `form` (JSON Schema), or text where both are empty.
    `mayAnswer` is whether the one who looks may answer now.
    """

    id: UUID
    actor_id: UUID
    actor_name: str
    agent_id: UUID | None
    execution_id: UUID
    text: str
    context: str
    options: list[str]
    form: dict[str, Any] | None
    status: str
    answer: Any
    note: str
    closed_by: UUID | None
    asked_at: datetime
    expires_at: datetime
    closed_at: datetime | None
    may_answer: bool


def present_question(question: Question, *, may_answer: bool) -> QuestionOut:
    """A question as somebody sees it."""
    taken = {"actor_name", "agent_id", "execution_id", "may_answer"}
    facts = {name: getattr(question, name) for name in QuestionOut.model_fields if name not in taken}
    is_agent = question.actor.kind == "AGENT"
    return QuestionOut(
        actor_name=question.actor.name,
        agent_id=question.actor_id if is_agent else None,
        execution_id=question.call_id,
        may_answer=may_answer,
        **facts,
    )
