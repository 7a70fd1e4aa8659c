"""What happened when, over REST."""

from datetime import datetime, timedelta

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.system.access.authentication import caller_of
from apps.system.errors import Invalid
from apps.system.events.interests import read_patterns
from apps.system.projections.selectors import list_activity
from apps.system.queries import Period, read_query
from apps.system.types import WireModel

DAY = timedelta(days=1)
LONGEST = timedelta(days=31)


class HourOut(WireModel):
    """How often a type of event happened within the hour that starts then."""

    starts_at: datetime
    type: str
    count: int


class ActivityOut(WireModel):
    """What happened in a period, hour by hour and type by type; hours without any are left out."""

    since: datetime
    until: datetime
    results: list[HourOut]
    count: int


class ActivityFilter(Period):
    """Which hours and types."""

    types: str = "*"


class Activity(APIView):
    """How much happened, and when."""

    @extend_schema(
        operation_id="get_activity",
        parameters=[
            OpenApiParameter("since", OpenApiTypes.DATETIME, description="Without it, a day before `until`."),
            OpenApiParameter("until", OpenApiTypes.DATETIME, description="Without it, now."),
            OpenApiParameter(
                "types", str, description="Types and patterns by comma: `trade.*,system.alert`."
            ),
        ],
        responses=ActivityOut,
    )
    def get(self, request: Request) -> Response:
        """Events by hour and type, of those that the caller sees by its seats; 31 days at most."""
        wanted = read_query(request, ActivityFilter)
        until = wanted.until or timezone.now()
        since = _hour(wanted.since or until - DAY)
        if not since <= until <= since + LONGEST:
            raise Invalid("A period begins before it ends, and has 31 days at most.", code="invalid_period")
        patterns = read_patterns(wanted.types.split(","))
        rows = list_activity(caller_of(request).actor, since, until, patterns)
        results = [HourOut.model_validate(each) for each in rows]
        return Response(ActivityOut(since=since, until=until, results=results, count=len(results)))


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
