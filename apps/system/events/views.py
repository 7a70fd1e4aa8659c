"""The log over REST, by the same cursor as on the socket."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.system.access.authentication import caller_of
from apps.system.errors import Invalid
from apps.system.events.cursors import decode_cursor
from apps.system.events.interests import Interest, read_interest
from apps.system.events.selectors import check_cursor, list_events_after, list_events_before, read_head
from apps.system.events.serializers import EventPage, present_page
from apps.system.events.sights import Sight, sight_of
from apps.system.pagination import DEFAULT_LIMIT, MAX_LIMIT

MAX_WINDOWS = 20
"""A page that has found nothing after so much of the log is answered empty, with its `next`."""
_FILTERS = ("agentId", "farmId", "symbol")


def _parameter(name: str, description: str, kind: OpenApiTypes = OpenApiTypes.STR) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY, description=description)


class Events(APIView):
    """What happened, in one order."""

    @extend_schema(
        summary="A page of the event log",
        parameters=[
            _parameter(
                "after", "A cursor (`next`, or `metadata.seq` of an event); without it, the newest events."
            ),
            _parameter("limit", f"1 to {MAX_LIMIT} events.", OpenApiTypes.INT),
            _parameter("types", "Types and patterns by comma: `agent.*,trade.order_filled`."),
            _parameter("agentId", "Only events of these agents, by comma."),
            _parameter("farmId", "Only events of these farms, by comma."),
            _parameter("symbol", "Only events of these symbols, by comma."),
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
