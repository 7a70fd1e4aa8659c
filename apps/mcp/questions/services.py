"""Asking people, and ending the call that waits for them. No worker is held in between."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from apps.mcp.events import QuestionAsked, QuestionClosed
from apps.mcp.models import Question, ToolCall
from apps.mcp.questions.forms import check_answer
from apps.mcp.questions.selectors import get_question
from apps.mcp.services import finish_call, refuse_call
from apps.mcp.types import OPEN
from apps.system.access.models import Actor
from apps.system.errors import Conflict, Forbidden
from apps.system.events.services import append_event

MOST_OPEN = 20
"""Questions of one actor that wait at the same time."""

BATCH = 100


@dataclass(frozen=True)
class Asked:
    """What is asked: free text, one of `options`, or `form` (JSON Schema); and for how long."""

    text: str
    context: str
    options: Sequence[str]
    form: Mapping[str, Any] | None
    lasts: timedelta


@transaction.atomic
def ask_question(*, actor: Actor, principal: Actor, call_id: UUID, asked: Asked, now: datetime) -> Question:
    """Put a question before whoever sees the actor. Raises Conflict (`too_many_questions`)."""
    Actor.objects.select_for_update().get(id=actor.id)
    if Question.objects.filter(actor=actor, status=Question.Status.OPEN).count() >= MOST_OPEN:
        raise Conflict(
            f"{MOST_OPEN} questions wait for an answer already.",
            code="too_many_questions",
            details={"most": MOST_OPEN},
        )
    made = Question.objects.create(
        actor=actor,
        principal_id=principal.id,
        call_id=call_id,
        text=asked.text,
        context=asked.context,
        options=list(asked.options),
        form=asked.form,
        asked_at=now,
        expires_at=now + asked.lasts,
    )
    news = QuestionAsked(
        **_facts(made), text=made.text, options=list(made.options), expires_at=made.expires_at
    )
    append_event(news, audience=actor.owner_id)
    return made


@transaction.atomic
def answer_question(
    *, by: Actor, question_id: UUID, answer: Any, note: str, now: datetime, is_at_client: bool = False
) -> Question:
    """Answer a question, which finishes its call. The asker learns who answered.

    `is_at_client`: the client through which it was asked has shown it to its user, who may answer, too.
    Raises NotFound, Forbidden (`not_a_person`, `own_question`), Conflict (`question_closed`,
    `question_expired`) and Invalid (`invalid_answer`).
    """
    question = _lock(by, question_id, now, is_at_client=is_at_client)
    check_answer(answer, options=question.options, form=question.form)
    _close(question, Question.Status.ANSWERED, by=by, note=note, now=now, answer=answer)
    result = {
        "question_id": question.id,
        "answer": answer,
        "note": note,
        "answered_by": by.id,
        "answered_by_name": by.name,
        "answered_at": now,
    }
    if not finish_call(question.call_id, result):
        raise _too_late(Question.Status.CANCELLED)
    return question


@transaction.atomic
def dismiss_question(
    *, by: Actor, question_id: UUID, reason: str, now: datetime, is_at_client: bool = False
) -> Question:
    """Say that nobody will answer; its call is refused as `question_dismissed`. Raises as answering does."""
    question = _lock(by, question_id, now, is_at_client=is_at_client)
    _close(question, Question.Status.DISMISSED, by=by, note=reason, now=now)
    said = f"{by.name} will not answer: {reason}" if reason else f"{by.name} will not answer."
    refuse_call(question.call_id, "question_dismissed", said)
    return question


@transaction.atomic
def close_questions(now: datetime) -> int:
    """End questions whose time is over, and those whose call ended before; answers how many of each batch."""
    waiting = Question.objects.filter(status=Question.Status.OPEN)
    locked = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("actor")
    expired = list(locked.filter(expires_at__lte=now).order_by("expires_at")[:BATCH])
    for question in expired:
        _close(question, Question.Status.EXPIRED, by=None, note="", now=now)
        refuse_call(question.call_id, "question_expired", "Nobody answered in time.")
    calls = ToolCall.objects.filter(id=OuterRef("call_id"), status__in=sorted(OPEN))
    orphans = list(locked.filter(~Exists(calls)).order_by("id")[:BATCH])
    for question in orphans:
        _close(question, Question.Status.CANCELLED, by=None, note="", now=now)
    return len(expired) + len(orphans)


def _lock(by: Actor, question_id: UUID, now: datetime, *, is_at_client: bool) -> Question:
    """A question that this person may close, locked."""
    get_question(by, question_id)
    question = Question.objects.select_for_update(of=("self",)).select_related("actor").get(id=question_id)
    if by.kind != Actor.Kind.PERSON:
        raise Forbidden("Only a person may answer.", code="not_a_person")
    if by.id in (question.actor_id, question.principal_id) and not is_at_client:
        raise Forbidden("Whoever asked may not answer.", code="own_question")
    if question.status != Question.Status.OPEN:
        raise _too_late(question.status)
    if question.expires_at <= now:
        raise Conflict("The time for an answer is over.", code="question_expired")
    return question


def _too_late(status: str) -> Conflict:
    return Conflict(
        f"The question is {status.lower()} already.", code="question_closed", details={"status": str(status)}
    )


def _close(
    question: Question,
    status: Question.Status,
    *,
    by: Actor | None,
    note: str,
    now: datetime,
    answer: Any = None,
) -> None:
    question.status, question.answer, question.note = status, answer, note
    question.closed_by, question.closed_at = by.id if by else None, now
    question.save(update_fields=["status", "answer", "note", "closed_by", "closed_at"])
    news = QuestionClosed(**_facts(question), status=status, closed_by=question.closed_by)
    append_event(news, audience=question.actor.owner_id)


def _facts(question: Question) -> dict[str, Any]:
    is_agent = question.actor.kind == Actor.Kind.AGENT
    return {
        "question_id": question.id,
        "execution_id": question.call_id,
        "actor_id": question.actor_id,
        "agent_id": question.actor_id if is_agent else None,
    }
