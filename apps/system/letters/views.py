"""Who follows the log within the platform, and what they could not take."""

from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.system.access.authentication import caller_of
from apps.system.access.types import Scope
from apps.system.errors import Forbidden
from apps.system.events.models import DeadLetter
from apps.system.events.selectors import find_event, get_letter
from apps.system.letters.serializers import (
    DeadLetterDetail,
    DeadLetterOut,
    SubscriberPage,
    present_letter,
    present_subscribers,
)
from apps.system.pagination import Page, paginate
from apps.system.queries import Query, read_query


class LetterFilter(Query):
    """Which letters."""

    subscriber: str | None = None
    open: bool | None = None


class Subscribers(APIView):
    """The subscribers of the log."""

    @extend_schema(operation_id="list_subscribers", responses=SubscriberPage)
    def get(self, request: Request) -> Response:
        """How far each subscriber is, what holds it up, and what it owns. Takes the scope operate."""
        _check_scope(request)
        return Response(present_subscribers())


class DeadLetters(APIView):
    """Events that are parked until a person looks."""

    @extend_schema(
        parameters=[
            OpenApiParameter("subscriber", str, description="Only this subscriber's."),
            OpenApiParameter(
                "open", OpenApiTypes.BOOL, description="Only those not dealt with, or dealt with."
            ),
        ],
        responses=Page[DeadLetterOut],
    )
    def get(self, request: Request) -> Response:
        """The parked events, newest first. Takes the scope operate."""
        _check_scope(request)
        wanted = read_query(request, LetterFilter)
        letters = DeadLetter.objects.all()
        if wanted.subscriber is not None:
            letters = letters.filter(subscriber=wanted.subscriber)
        if wanted.open is not None:
            letters = letters.filter(resolved_at__isnull=wanted.open)
        return Response(paginate(request, letters, DeadLetterOut.model_validate))


class OneDeadLetter(APIView):
    """One parked event."""

    @extend_schema(responses=DeadLetterDetail)
    def get(self, request: Request, letter_id: UUID) -> Response:
        """The letter with its event, while that is kept. Takes the scope operate."""
        _check_scope(request)
        letter = get_letter(letter_id)
        return Response(present_letter(letter, find_event(letter.event_id)))


def _check_scope(request: Request) -> None:
    if Scope.OPERATE not in caller_of(request).scopes:
        raise Forbidden("This takes the scope operate.", code="scope_missing")
