"""Long operations, step by step. What people do to them are tool calls."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.system.access.authentication import caller_of
from apps.system.errors import Invalid
from apps.system.pagination import Page, paginate
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
_TRUTH = {"true": True, "false": False}


class Sagas(APIView):
    """The long operations of those whom one sees."""

    @extend_schema(parameters=FILTERS, responses=Page[SagaOut])
    def get(self, request: Request) -> Response:
        """The sagas with their steps, newest first."""
        rows = list_sagas(caller_of(request).actor, **_filters(request))
        return Response(paginate(request, rows, present_saga))


class OneSaga(APIView):
    """One long operation."""

    @extend_schema(responses=SagaOut)
    def get(self, request: Request, saga_id: UUID) -> Response:
        """The saga with its steps."""
        return Response(present_saga(get_saga(caller_of(request).actor, saga_id)))


def _filters(request: Request) -> dict[str, Any]:
    asked = request.query_params
    status, needs_person = asked.get("status"), asked.get("needsPerson")
    if status is not None and status not in Saga.Status.values:
        raise Invalid(f"status is one of {', '.join(Saga.Status.values)}.", code="invalid_status")
    if needs_person is not None and needs_person not in _TRUTH:
        raise Invalid("needsPerson is true or false.", code="invalid_needs_person")
    wanted = None if needs_person is None else _TRUTH[needs_person]
    return {"status": status, "name": asked.get("name"), "needs_person": wanted}
