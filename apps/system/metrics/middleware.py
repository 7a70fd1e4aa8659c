"""How long requests take, by the route that answered: never by the path, which clients choose."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from prometheus_client import Histogram

from apps.system.measuring.counting import QUICK, label_of
from apps.system.metrics.requests import count_request

METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
UNMATCHED = "unmatched"

DURATION = Histogram(
    "http_request_duration_seconds",
    "From the arrival of a request to its answer, or to the first byte of a stream.",
    ["method", "route", "status"],
    buckets=QUICK,
)


class MetricsMiddleware:
    """Measures each request that reaches it; static files are served before it and are not counted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - began
        method = label_of(request.method or "", METHODS)
        DURATION.labels(method, route_of(request), str(response.status_code)).observe(seconds)
        count_request(response.status_code, seconds)
        return response


def route_of(request: HttpRequest) -> str:
    """The template of the route that took a request (`api/v1/system/sagas/<uuid:saga_id>`)."""
    match = request.resolver_match
    return match.route if match is not None and match.route else UNMATCHED
