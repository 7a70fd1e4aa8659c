"""Probes for whoever runs the processes, and the platform's health for people."""

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.system.health.readiness import list_obstacles
from apps.system.health.serializers import HealthOut
from apps.system.health.services import check_health


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

    @extend_schema(responses=HealthOut)
    def get(self, request: Request) -> Response:
        """Overall (healthy, degraded, critical, offline), a score of 100 with its reasons, every check."""
        return Response(HealthOut.model_validate(check_health(timezone.now())))
