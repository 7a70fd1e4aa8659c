"""Probes for whoever runs the processes, and the platform's health for people."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.system.health.findings import list_findings
from apps.system.health.latest import latest_health, refuse_without_database
from apps.system.health.readiness import list_obstacles
from apps.system.health.serializers import (
    FindingOut,
    HealthOut,
    present_finding,
    present_health,
)
from apps.system.pagination import Page, paginate
from apps.system.queries import Period, read_query


@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    """The process runs and answers; says nothing about its stores."""
    return JsonResponse({"status": "alive"})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when this process can serve; 503 with the reasons when a store or a migration is missing."""
    obstacles = list_obstacles()
    if not obstacles:
        return JsonResponse({"status": "ready"})
    response = JsonResponse({"status": "unready", "reasons": obstacles}, status=503)
    response["Retry-After"] = "2"
    return response


class DetailedHealth(APIView):
    """The platform's health from real probes."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Asked first, because asking who the caller is would wait for a database that is away."""
        refuse_without_database()
        super().initial(request, *args, **kwargs)

    @extend_schema(responses=HealthOut)
    def get(self, request: Request) -> Response:
        """Overall (healthy, degraded, critical, offline), a score of 100 with its reasons, every check.

        The latest finding of the scheduled checks with its age; where they have stopped, a look of this
        process. 503 `database_away` while PostgreSQL does not answer.
        """
        now = timezone.now()
        return Response(present_health(latest_health(now), now))


class HealthHistory(APIView):
    """How the platform was."""

    @extend_schema(
        parameters=[
            OpenApiParameter("since", datetime, description="From this time on."),
            OpenApiParameter("until", datetime, description="Before this time."),
        ],
        responses=Page[FindingOut],
    )
    def get(self, request: Request) -> Response:
        """Findings, newest first: every change, and one a minute while nothing changed."""
        wanted = read_query(request, Period)
        return Response(paginate(request, list_findings(wanted.since, wanted.until), present_finding))
