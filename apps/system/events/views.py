"""The log over REST, by the same cursor as on the socket."""

from django.core.handlers.asgi import ASGIRequest
from django.db import connections
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.system.access.authentication import caller_of
from apps.system.errors import CivalError, Invalid, Unauthenticated
from apps.system.events.admission import Admission, admit_key, find_session
from apps.system.events.cursors import decode_cursor
from apps.system.events.documenting import CatalogueOut, present_catalogue
from apps.system.events.interests import Interest, read_interest
from apps.system.events.selectors import check_cursor, list_events_after, list_events_before, read_head
from apps.system.events.serializers import EventPage, present_page
from apps.system.events.sights import Sight, sight_of
from apps.system.events.streaming import check_room, follow
from apps.system.pagination import DEFAULT_LIMIT, MAX_LIMIT
from apps.system.wire import WireRenderer

MAX_WINDOWS = 20
"""A page that has found nothing after so much of the log is answered empty, with its `next`."""
_FILTERS = ("agentId", "farmId", "symbol")


def _parameter(name: str, description: str, kind: OpenApiTypes = OpenApiTypes.STR) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY, description=description)


_CHOICE = [
    _parameter("types", "Types and patterns by comma: `agent.*,trade.order_filled`."),
    _parameter("agentId", "Only events of these agents, by comma."),
    _parameter("farmId", "Only events of these farms, by comma."),
    _parameter("symbol", "Only events of these symbols, by comma."),
]
_LAST_EVENT_ID = OpenApiParameter(
    "Last-Event-ID", str, OpenApiParameter.HEADER, description="The cursor of the last event that arrived."
)


class Elsewhere(CivalError):
    """Another process serves this."""

    code, status, title = "misdirected", 421, "Served by another process"


class Events(APIView):
    """What happened, in one order."""

    @extend_schema(
        summary="A page of the event log",
        parameters=[
            _parameter(
                "after", "A cursor (`next`, or `metadata.seq` of an event); without it, the newest events."
            ),
            _parameter("limit", f"1 to {MAX_LIMIT} events.", OpenApiTypes.INT),
            *_CHOICE,
        ],
        responses=EventPage,
    )
    def get(self, request: Request) -> Response:
        """Answers what the caller may see. 410 `stream_reset` where events after the cursor are gone."""
        sight, interest, limit = sight_of(caller_of(request).actor), _interest(request), _limit(request)
        after = request.query_params.get("after")
        return Response(
            _newest(sight, interest, limit) if not after else _following(sight, interest, limit, after)
        )


class Catalogue(APIView):
    """What can happen."""

    @extend_schema(operation_id="get_event_catalogue", responses=CatalogueOut)
    def get(self, request: Request) -> Response:
        """Every type of event with the JSON Schema of its payload, as in `shared/events.json`."""
        return Response(present_catalogue())


class EventStreamRenderer(WireRenderer):
    """Lets a client ask for a stream; refusals are problems in JSON also then."""

    media_type, format = "text/event-stream", "sse"


class EventStream(APIView):
    """What happens, as it happens, after what was missed."""

    renderer_classes = [EventStreamRenderer, WireRenderer]

    @extend_schema(
        summary="The event log as it grows",
        parameters=[
            _LAST_EVENT_ID,
            _parameter("after", "The same, for the first connection; without either, events from now on."),
            *_CHOICE,
        ],
        responses={(200, "text/event-stream"): OpenApiTypes.STR},
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        """Server-sent events: `data` is the message as on the socket, `id` its cursor.

        Beyond retention a `stream.reset` comes first, as on the socket: fetch the state again. Served by the
        `websocket` process, to which the proxies route it; another answers 421 `misdirected`.
        """
        if not isinstance(request._request, ASGIRequest):
            raise Elsewhere("The process of the sockets serves this stream; ask through the proxy.")
        check_room(caller_of(request).actor.id)
        interest, since = _interest(request), _since(request)
        body = follow(_admit(request), interest, since)
        connections.close_all()  # or this request's thread would keep its connection until the stream ends
        answer = StreamingHttpResponse(body, content_type="text/event-stream; charset=utf-8")
        answer["Cache-Control"], answer["X-Accel-Buffering"] = "no-cache, no-transform", "no"
        return answer


def _admit(request: Request) -> Admission:
    """The caller with what it came in by, which is asked for again while the stream is open."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return admit_key(secret.strip())
    admission = find_session(request._request.session.session_key or "")
    if admission is None:
        raise Unauthenticated("The session has ended.")
    return admission


def _since(request: Request) -> int | None:
    given = request.headers.get("Last-Event-ID") or request.query_params.get("after")
    return decode_cursor(given) if given else None


def _newest(sight: Sight, interest: Interest, limit: int) -> EventPage:
    head = read_head()
    return present_page(list_events_before(sight, interest, head, limit=limit), head, head)


def _following(sight: Sight, interest: Interest, limit: int, after: str) -> EventPage:
    reached = decode_cursor(after)
    check_cursor(reached)
    head = read_head()
    for _ in range(MAX_WINDOWS):
        rows, reached = list_events_after(sight, interest, reached, head, limit=limit)
        if rows or reached >= head:
            break
    return present_page(rows, reached, head)


def _interest(request: Request) -> Interest:
    types = request.query_params.get("types") or "*"
    given = {
        name: request.query_params[name].split(",") for name in _FILTERS if request.query_params.get(name)
    }
    return read_interest(types.split(","), given)


def _limit(request: Request) -> int:
    text = request.query_params.get("limit", str(DEFAULT_LIMIT))
    if not text.isascii() or not text.isdigit() or len(text) > 4 or not 1 <= int(text) <= MAX_LIMIT:
        raise Invalid(f"limit is a whole number from 1 to {MAX_LIMIT}.", code="invalid_limit")
    return int(text)
