"""Reading alerts and their rules. Dealing with them is a tool call."""

from typing import Annotated

from drf_spectacular.utils import OpenApiParameter, extend_schema
from pydantic import Field
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.system.access.authentication import caller_of
from apps.system.alerts.models import Alert
from apps.system.alerts.selectors import list_alerts, list_rules
from apps.system.alerts.serializers import AlertOut, AlertRuleOut
from apps.system.pagination import Page, paginate
from apps.system.queries import Query, read_query


class AlertQuery(Query):
    """Which alerts."""

    status: Alert.Status | None = None
    severity: Alert.Severity | None = None
    source: Annotated[str, Field(max_length=64)] | None = None
    open: bool | None = None


class Alerts(APIView):
    """What somebody should look at."""

    @extend_schema(
        parameters=[
            OpenApiParameter("status", enum=Alert.Status.values, description="Only those that stand so."),
            OpenApiParameter("severity", enum=Alert.Severity.values, description="Only those so severe."),
            OpenApiParameter("source", description="Only those of one source: health, reconciliation."),
            OpenApiParameter(
                "open", bool, description="true: only those that have not ended; false: the others."
            ),
        ],
        responses=Page[AlertOut],
    )
    def get(self, request: Request) -> Response:
        """The alerts that one may see, newest first."""
        wanted = read_query(request, AlertQuery)
        rows = list_alerts(caller_of(request).actor).filter(
            **wanted.model_dump(exclude_none=True, exclude={"open"})
        )
        if wanted.open is not None:
            rows = rows.filter(resolved_at__isnull=wanted.open)
        return Response(paginate(request, rows, AlertOut.model_validate))


class AlertRules(APIView):
    """When alerts are raised."""

    @extend_schema(responses=Page[AlertRuleOut])
    def get(self, request: Request) -> Response:
        """The rules by which health makes alerts."""
        return Response(paginate(request, list_rules(), AlertRuleOut.model_validate, newest_first=False))
