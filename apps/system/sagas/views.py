"""Long operations, step by step. What people do to them are tool calls."""

from typing import Annotated
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from pydantic import Field
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.system.access.authentication import caller_of
from apps.system.pagination import Page, paginate
from apps.system.queries import Query, read_query
from apps.system.sagas.models import Saga
from apps.system.sagas.selectors import get_saga, list_sagas
from apps.system.sagas.serializers import SagaOut, present_saga

FILTERS = [
    OpenApiParameter("status", str, enum=Saga.Status.values, description="Only those in this state."),
    OpenApiParameter("name", str, description="Only those of this kind, such as create_agent."),
    OpenApiParameter(
        "needsPerson", bool, description="Only those that a person must look at (true), or the others."
    ),
]


class SagaQuery(Query):
    """Which sagas."""

    status: Saga.Status | None = None
    name: Annotated[str, Field(max_length=64)] | None = None
    needs_person: bool | None = None


class Sagas(APIView):
    """The long operations of those whom one sees."""

    @extend_schema(parameters=FILTERS, responses=Page[SagaOut])
    def get(self, request: Request) -> Response:
        """The sagas with their steps, newest first."""
        wanted = read_query(request, SagaQuery)
        rows = list_sagas(caller_of(request).actor, **wanted.model_dump())
        return Response(paginate(request, rows, present_saga))


class OneSaga(APIView):
    """One long operation."""

    @extend_schema(responses=SagaOut)
    def get(self, request: Request, saga_id: UUID) -> Response:
        """The saga with its steps."""
        return Response(present_saga(get_saga(caller_of(request).actor, saga_id)))
