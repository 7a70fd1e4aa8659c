"""Every refusal leaves the REST interface as RFC 9457 problem+json."""

import logging
import math
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, JsonResponse
from redis import RedisError
from rest_framework import exceptions
from rest_framework.response import Response

from apps.system.correlation import current_correlation
from apps.system.errors import (
    CivalError,
    Forbidden,
    Malformed,
    NotFound,
    RateLimited,
    Unauthenticated,
    Unavailable,
)

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"


class MethodNotAllowed(CivalError):
    """The path exists, and not for this method."""

    code, status, title = "method_not_allowed", 405, "Method not allowed"


class UnsupportedMedia(CivalError):
    """The body is of a kind that is not read."""

    code, status, title = "unsupported_media_type", 415, "Unsupported media type"


class NotAcceptable(CivalError):
    """The answer is not to be had in the kind that was asked for."""

    code, status, title = "not_acceptable", 406, "Not acceptable"


class Broken(CivalError):
    """A defect of ours. The log has the trace under the same correlation id."""

    code, status, title = "internal_error", 500, "Internal error"


_OF_FRAMEWORK: dict[type[Exception], type[CivalError]] = {
    exceptions.NotAuthenticated: Unauthenticated,
    exceptions.AuthenticationFailed: Unauthenticated,
    exceptions.PermissionDenied: Forbidden,
    PermissionDenied: Forbidden,
    exceptions.NotFound: NotFound,
    Http404: NotFound,
    exceptions.MethodNotAllowed: MethodNotAllowed,
    exceptions.UnsupportedMediaType: UnsupportedMedia,
    exceptions.NotAcceptable: NotAcceptable,
    exceptions.Throttled: RateLimited,
    exceptions.ParseError: Malformed,
}


def render_problem(error: Exception, context: dict[str, Any]) -> Response:
    """DRF's exception handler: the error as a problem, whatever was raised."""
    refusal = as_refusal(error)
    response = Response(problem(refusal), status=refusal.status, content_type=MEDIA_TYPE)
    if refusal.retry_after is not None:
        response["Retry-After"] = str(math.ceil(refusal.retry_after))
    if refusal.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def as_refusal(error: Exception) -> CivalError:
    """Whatever was raised, as one of ours; a defect is logged with its trace and told without it."""
    if isinstance(error, CivalError):
        return error
    if isinstance(error, OperationalError | InterfaceError | RedisError):
        logger.warning("A store does not answer: %s", error)
        return Unavailable("A store that is needed does not answer. Try again shortly.", retry_after=2)
    for framework, ours in _OF_FRAMEWORK.items():
        if isinstance(error, framework):
            return ours(str(error) or ours.title)
    logger.exception("Unexpected error", exc_info=error)
    return Broken("Something broke on our side. The log has it under this correlation id.")


def problem(refusal: CivalError) -> dict[str, Any]:
    """The problem document."""
    return {
        "type": f"urn:cival:problem:{refusal.reason_code}",
        "title": refusal.title,
        "status": refusal.status,
        "detail": refusal.detail,
        "code": refusal.reason_code,
        "errors": refusal.errors,
        "details": refusal.details,
        "correlationId": str(current_correlation()),
    }


def not_found(request: HttpRequest, exception: Exception) -> JsonResponse:
    """Django's 404 for paths that no view serves."""
    return _plain(NotFound(f"Nothing is served at {request.path}."))


def broken(request: HttpRequest) -> JsonResponse:
    """Django's 500 for what broke outside the REST interface."""
    return _plain(Broken("Something broke on our side. The log has it under this correlation id."))


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:
    """Django's 400, for example for an unknown host name."""
    return _plain(Malformed("The request cannot be read."))


def _plain(refusal: CivalError) -> JsonResponse:
    return JsonResponse(problem(refusal), status=refusal.status, content_type=MEDIA_TYPE)
