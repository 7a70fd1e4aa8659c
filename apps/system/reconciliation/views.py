"""Whether the platform's records agree, for operators. Running a reconciler now is a tool call."""

from typing import Annotated

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from pydantic import Field
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.system.access.authentication import caller_of
from apps.system.access.types import Scope
from apps.system.errors import Forbidden
from apps.system.pagination import Page, paginate
from apps.system.queries import Query, read_query
from apps.system.reconciliation.models import ReconciliationRun
from apps.system.reconciliation.registry import list_reconcilers
from apps.system.reconciliation.selectors import latest_runs, list_runs
from apps.system.reconciliation.serializers import (
    ReconciliationOut,
    ReconciliationRunOut,
    present_reconciler,
    present_run,
)


class RunQuery(Query):
    """Which runs."""

    name: Annotated[str, Field(max_length=64)] | None = None


class Reconciliation(APIView):
    """Whether the platform's records agree."""

    @extend_schema(responses=ReconciliationOut)
    def get(self, request: Request) -> Response:
        """Every reconciler with its last run and how long ago that was. Takes the scope operate."""
        _check_scope(request)
        now, latest = timezone.now(), latest_runs()
        rows = [present_reconciler(each, latest.get(each.name), now) for each in list_reconcilers()]
        clean = ReconciliationRun.Status.CLEAN
        is_clean = all(row.run is not None and row.run.status == clean and not row.is_overdue for row in rows)
        return Response(ReconciliationOut(is_clean=is_clean, results=rows, as_of=now))


class ReconciliationRuns(APIView):
    """What reconcilers found."""

    @extend_schema(
        parameters=[OpenApiParameter("name", str, description="Only runs of this reconciler.")],
        responses=Page[ReconciliationRunOut],
    )
    def get(self, request: Request) -> Response:
        """The runs that are kept (clean ones a week, others three months), newest first."""
        _check_scope(request)
        rows = list_runs(name=read_query(request, RunQuery).name)
        return Response(paginate(request, rows, present_run))


def _check_scope(request: Request) -> None:
    if Scope.OPERATE not in caller_of(request).scopes:
        raise Forbidden("This takes the scope operate.", code="scope_missing")
