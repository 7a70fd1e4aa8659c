"""Watchlists with live prices, and price alerts."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.mcp.views import ToolAlias
from apps.system.access.authentication import caller_of
from apps.system.pagination import Page, paginate
from apps.system.queries import Query, read_query
from apps.trading.models import PriceAlert
from apps.trading.selectors.portfolio import quotes_of
from apps.trading.selectors.watching import list_price_alerts, list_watchlists
from apps.trading.serializers.watching import PriceAlertOut, WatchlistOut, Watchlists, watched_ids
from apps.trading.views.query import PriceAlertQuery, parameters_of

MOST_SHOWN = 200


class WatchlistList(ToolAlias):
    """Watchlists."""

    tools = {"post": "create_watchlist"}
    success_status = 201

    @extend_schema(operation_id="list_watchlists", responses=Watchlists)
    def get(self, request: Request) -> Response:
        """The watchlists that you see, the first 200 by name, with the latest prices of their symbols."""
        read_query(request, Query)
        rows, now = list_watchlists(caller_of(request).actor).order_by("name", "id"), timezone.now()
        found = list(rows[:MOST_SHOWN])
        quotes = quotes_of(watched_ids(found), now)
        return Response(Watchlists(watchlists=[WatchlistOut.of(each, quotes) for each in found], as_of=now))


class OneWatchlist(ToolAlias):
    """One watchlist."""

    tools = {"patch": "update_watchlist", "delete": "delete_watchlist"}
    path_parameters = {"watchlist_id": "watchlist_id"}


class PriceAlertList(ToolAlias):
    """Price alerts."""

    tools = {"post": "create_price_alert"}
    success_status = 201

    @extend_schema(
        operation_id="list_price_alerts",
        parameters=parameters_of(PriceAlertQuery),
        responses=Page[PriceAlertOut],
    )
    def get(self, request: Request) -> Response:
        """The price alerts that you see, newest first."""
        query, rows = read_query(request, PriceAlertQuery), list_price_alerts(caller_of(request).actor)
        rows = rows.filter(instrument__symbol=query.symbol) if query.symbol else rows
        rows = rows.filter(status=PriceAlert.Status.ACTIVE) if query.status == "active" else rows
        return Response(paginate(request, rows, PriceAlertOut.of))


class OnePriceAlert(ToolAlias):
    """One price alert."""

    tools = {"delete": "cancel_price_alert"}
    path_parameters = {"alert_id": "price_alert_id"}
