"""Reading what agents ask people. Answering is a tool call."""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.mcp.documenting import query
from apps.mcp.models import Question
from apps.mcp.questions.selectors import get_question, list_questions
from apps.mcp.questions.serializers import QuestionOut, present_question
from apps.system.access.authentication import caller_of
from apps.system.access.models import Actor
from apps.system.access.selectors import get_actor
from apps.system.access.types import Caller, Scope
from apps.system.pagination import Page, paginate
from apps.system.queries import Query, read_query


class QuestionFilter(Query):
    """Which questions."""

    status: Question.Status | None = None
    agent_id: UUID | None = None


class Questions(APIView):
    """What agents ask people."""

    @extend_schema(
        operation_id="list_questions",
        parameters=[
            query("status", "Only those that stand so: OPEN, ANSWERED, DISMISSED, EXPIRED or CANCELLED."),
            query("agentId", "Only this agent's.", kind=OpenApiTypes.UUID),
            query("cursor", "The `next` or `previous` of a page."),
            query("limit", "Rows of a page, 200 at most.", kind=OpenApiTypes.INT),
        ],
        responses=Page[QuestionOut],
    )
    def get(self, request: Request) -> Response:
        """The questions of the actors that one sees, newest first."""
        wanted, caller = read_query(request, QuestionFilter), caller_of(request)
        rows = list_questions(caller.actor)
        if wanted.agent_id is not None:
            rows = rows.filter(actor=get_actor(caller.actor, wanted.agent_id))
        if wanted.status is not None:
            rows = rows.filter(status=wanted.status)
        return Response(paginate(request, rows, partial(_present, caller, timezone.now())))


class OneQuestion(APIView):
    """One question."""

    @extend_schema(operation_id="get_question", responses=QuestionOut)
    def get(self, request: Request, question_id: UUID) -> Response:
        """A question of an actor that one sees, with its answer once there is one."""
        caller = caller_of(request)
        return Response(_present(caller, timezone.now(), get_question(caller.actor, question_id)))


def _present(caller: Caller, now: datetime, question: Question) -> QuestionOut:
    """With whether it waits, and waits for somebody like the one who looks."""
    waits = question.status == Question.Status.OPEN and question.expires_at > now
    is_asker = caller.principal.id in (question.actor_id, question.principal_id)
    may = caller.principal.kind == Actor.Kind.PERSON and Scope.TRADE in caller.scopes
    return present_question(question, may_answer=waits and may and not is_asker)
