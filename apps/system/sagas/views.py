"""Long operations, step by step."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.system.access.authentication import caller_of
from apps.system.pagination import Page, paginate
from apps.system.sagas.selectors import get_saga, list_sagas
from apps.system.sagas.serializers import SagaOut, present_saga


class Sagas(APIView):
    """The long operations of those whom one sees."""

    @extend_schema(responses=Page[SagaOut])
    def get(self, request: Request) -> Response:
        """The sagas with their steps, newest first."""
        return Response(paginate(request, list_sagas(caller_of(request).actor), present_saga))


class OneSaga(APIView):
    """One long operation."""

    @extend_schema(responses=SagaOut)
    def get(self, request: Request, saga_id: UUID) -> Response:
        """The saga with its steps."""
        return Response(present_saga(get_saga(caller_of(request).actor, saga_id)))
