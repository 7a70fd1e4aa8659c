"""Finding questions; whoever asks for them comes first."""

from uuid import UUID

from django.db.models import QuerySet

from apps.mcp.models import Question
from apps.system.access.models import Actor
from apps.system.access.selectors import visible
from apps.system.errors import NotFound


def list_questions(actor: Actor) -> "QuerySet[Question]":
    """The questions of the actors that one sees."""
    return visible(Question.objects.select_related("actor"), actor)


def get_question(actor: Actor, question_id: UUID) -> Question:
    """One question of an actor that one sees. Raises NotFound."""
    found = list_questions(actor).filter(id=question_id).first()
    if found is None:
        raise NotFound(f"There is no question {question_id}.", code="unknown_question")
    return found
