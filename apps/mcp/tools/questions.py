"""Asking a person, and answering."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, Field

from apps.mcp.models import Question
from apps.mcp.questions import services
from apps.mcp.questions.forms import Form
from apps.mcp.registry import operator_command, tool
from apps.mcp.tool import Example
from apps.mcp.types import Deferred, ToolContext
from apps.system.bodies import Text
from apps.system.errors import Invalid

MINUTE, DAY = 60, 86_400

QuestionText = Annotated[
    Text,
    Field(
        min_length=1,
        max_length=2000,
        pattern=r"\S",
        description="What you want to know or have decided, so that it can be answered without you.",
        examples=["Funding of BTC/USD turned negative. Shall I close the position?"],
    ),
]
Background = Annotated[
    Text, Field(max_length=4000, description="What the person should know for it: figures, what you tried.")
]
Options = Annotated[
    list[Annotated[Text, Field(min_length=1, max_length=200)]],
    Field(max_length=20, description="Two to twenty answers to choose from. Not together with `form`."),
]
AskedForm = Annotated[
    Form | None,
    Field(
        description="Fields to fill in, as a flat JSON Schema object: string (enum, format), number, integer "
        "and boolean. Not together with `options`; with neither the answer is text."
    ),
]
Lasts = Annotated[
    int,
    Field(ge=MINUTE, le=14 * DAY, description="For how many seconds an answer is of use; a day if left out."),
]
QuestionId = Annotated[UUID, Field(description="The question, as `GET /mcp/questions` lists it.")]


class HumanAnswer(BaseModel):
    """What a person answered: an option, an object that fits the form, or text; and who it was."""

    question_id: UUID
    answer: Any
    note: str
    answered_by: UUID
    answered_by_name: str
    answered_at: datetime


class QuestionState(BaseModel):
    """How a question stands after what was done."""

    question_id: UUID
    status: str
    closed_at: datetime | None

    @classmethod
    def of(cls, question: Question) -> Self:
        """Of a question."""
        return cls(question_id=question.id, status=question.status, closed_at=question.closed_at)


@tool(
    category="communication",
    kind="command",
    scope="trade",
    destructive=False,
    idempotent=False,
    per_minute=10,
    reduces_risk=True,
    examples=[
        Example(
            "Let a person decide",
            {
                "question": "Funding turned negative. Shall I close BTC/USD?",
                "background": "0.5 BTC held, down 3 %.",
                "options": ["Close it", "Keep it"],
            },
        ),
    ],
)
def request_human_input(
    context: ToolContext,
    *,
    question: QuestionText,
    background: Background = "",
    options: Options = [],  # noqa: B006 - a default of the schema, never changed
    form: AskedForm = None,
    expires_in_seconds: Lasts = DAY,
) -> HumanAnswer | Deferred:
    """Ask a person who is responsible for you, and get the answer once it is given: it may take days.

    Use it for what you must not decide alone or cannot know. The call stays open and costs nothing while it
    waits; go on with other work. Persons that see you find the question in the console; whoever asked cannot
    answer. Ask once: `too_many_questions` beyond 20 open ones.

    Refused with `question_expired` where nobody answered in time, `question_dismissed` (and why) where a
    person will not answer, `invalid_question` for options and a form together, or one option alone.
    """
    if form is not None and options:
        raise Invalid("Give options or a form, not both.", code="invalid_question")
    if len(options) == 1 or len(set(options)) < len(options):
        raise Invalid("Options are two or more, each another.", code="invalid_question")
    asked = services.Asked(
        text=question,
        context=background,
        options=options,
        form=form.schema_of_answer() if form else None,
        lasts=timedelta(seconds=expires_in_seconds),
    )
    made = services.ask_question(
        actor=context.actor,
        principal=context.caller.principal,
        call_id=context.call_id,
        asked=asked,
        now=context.now,
    )
    return Deferred("question", made.id)


@operator_command(
    scope="trade", category="communication", idempotent=False, destructive=True, cheap=True, reduces_risk=True
)
def answer_question(
    context: ToolContext,
    *,
    question_id: QuestionId,
    answer: Annotated[Any, Field(description="An option, an object that fits the form, or text.")],
    note: Annotated[Text, Field(max_length=1000, description="What to say besides.")] = "",
) -> QuestionState:
    """Answer what an agent asked; its call ends with the answer, and with your name.

    Refused with `invalid_answer` (a reason per field), `own_question`, `not_a_person`, `question_closed` and
    `question_expired`.
    """
    answered = services.answer_question(
        by=context.caller.principal, question_id=question_id, answer=answer, note=note, now=context.now
    )
    return QuestionState.of(answered)


@operator_command(
    scope="trade", category="communication", idempotent=False, destructive=True, cheap=True, reduces_risk=True
)
def dismiss_question(
    context: ToolContext,
    *,
    question_id: QuestionId,
    reason: Annotated[Text, Field(max_length=500, description="Why, for the asker to read.")] = "",
) -> QuestionState:
    """Say that you will not answer; the asker's call is refused as `question_dismissed`.

    Refused with `own_question`, `not_a_person`, `question_closed` and `question_expired`.
    """
    dismissed = services.dismiss_question(
        by=context.caller.principal, question_id=question_id, reason=reason, now=context.now
    )
    return QuestionState.of(dismissed)
