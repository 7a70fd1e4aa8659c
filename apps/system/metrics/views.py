"""Figures for people, and the text that Prometheus reads."""

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.system.access.authentication import caller_of
from apps.system.access.types import Scope
from apps.system.metrics.exposition import expose
from apps.system.metrics.serializers import MetricsOut
from apps.system.metrics.services import measure_all

LOOPBACK = ("127.", "::1", "::ffff:127.")
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_HOST", "HTTP_VIA")
"""What a proxy says of whom it speaks for. It comes from loopback, and is not the machine itself."""


class SystemMetrics(APIView):
    """How the platform is used, and how quickly it answers."""

    @extend_schema(operation_id="get_system_metrics", responses=MetricsOut)
    def get(self, request: Request) -> Response:
        """Rates, latencies and depths over the last five minutes and the last hour."""
        caller, now = caller_of(request), timezone.now()
        of = "platform" if Scope.OPERATE in caller.scopes else "own"
        return Response(MetricsOut(of=of, as_of=now, **measure_all(caller, now)))


@require_safe
def scrape(request: HttpRequest) -> HttpResponse:
    """The metrics of this process or its group; of the platform, too, where REST is served."""
    if not may_scrape(request):
        raise Http404
    text = expose(platform=isinstance(request, WSGIRequest))
    return HttpResponse(text, content_type=CONTENT_TYPE_PLAIN_0_0_4)


def may_scrape(request: HttpRequest) -> bool:
    """Whether it comes from this machine itself, or brings METRICS_TOKEN."""
    token = settings.METRICS_TOKEN
    if token and constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}"):
        return True
    is_near = str(request.META.get("REMOTE_ADDR", "")).startswith(LOOPBACK)
    return is_near and not any(each in request.META for each in FORWARDED)
