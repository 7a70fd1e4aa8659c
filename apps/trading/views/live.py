"""The exchanges that are connected, and connecting them."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.mcp.views import ToolAlias
from apps.trading.models import Venue
from apps.trading.selectors.feeds import find_feed_quotes, list_feeds
from apps.trading.serializers.live import Exchanges as ExchangesOut
from apps.trading.serializers.live import present_exchange


class Exchanges(ToolAlias):
    """The exchanges that the gateway follows; connecting one."""

    tools = {"post": "connect_exchange"}
    success_status = 201

    @extend_schema(responses=ExchangesOut)
    def get(self, request: Request) -> Response:
        """Each connected exchange with its symbols: age of the quote, bars that are stored, what is wrong."""
        now = timezone.now()
        venues = Venue.objects.filter(kind=Venue.Kind.EXCHANGE).order_by("slug")
        told = [present_exchange(each, list_feeds(each), find_feed_quotes(each), now) for each in venues]
        return Response(ExchangesOut(exchanges=told, as_of=now))


class OneExchange(ToolAlias):
    """One connected exchange."""

    tools = {"delete": "disconnect_exchange"}
