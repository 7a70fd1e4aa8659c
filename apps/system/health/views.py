"""Probes for whoever runs the processes, and the platform's health for people."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from apps.system.health.readiness import list_obstacles


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
