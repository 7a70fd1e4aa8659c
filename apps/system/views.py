"""What the operators of the platform look at."""

from datetime import datetime
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.system.access.authentication import caller_of
from apps.system.access.types import Scope
from apps.system.errors import Forbidden
from apps.system.events.models import DeadLetter
from apps.system.pagination import Page, paginate
from apps.system.types import WireModel


class DeadLetterOut(WireModel):
    """An event that a subscriber could not take, and why."""

    id: UUID
    subscriber: str
    event_id: UUID
    event_seq: int
    error: str
    attempts: int
    parked_at: datetime
    resolved_at: datetime | None


class DeadLetters(APIView):
    """Events that are parked until a person looks."""

    @extend_schema(responses=Page[DeadLetterOut])
    def get(self, request: Request) -> Response:
        """The parked events, newest first. Takes the scope operate."""
        if Scope.OPERATE not in caller_of(request).scopes:
            raise Forbidden("This takes the scope operate.", code="scope_missing")
        return Response(paginate(request, DeadLetter.objects.all(), DeadLetterOut.model_validate))
