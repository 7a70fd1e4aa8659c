"""What may be read of trading over REST. Writes are tools; see `urls`."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.system.access.authentication import caller_of
from apps.system.access.models import Actor
from apps.system.errors import Invalid
from apps.system.pagination import Page, paginate
from apps.system.queries import read_query
from apps.trading.models import Account
from apps.trading.selectors.accounts import get_account, list_accounts
from apps.trading.selectors.equity import get_equity_history
from apps.trading.selectors.live import money_at
from apps.trading.selectors.orders import get_order, list_fills, list_orders, list_positions
from apps.trading.selectors.portfolio import summarise_portfolio, value_positions
from apps.trading.serializers.accounts import (
    AccountOut,
    EquityHistoryOut,
    FillOut,
    OrderOut,
    PortfolioSummary,
    PositionOut,
    Positions,
)
from apps.trading.types import LIVE
from apps.trading.views.query import (
    AccountQuery,
    FillQuery,
    HistoryQuery,
    OrderQuery,
    PagedQuery,
    parameters_of,
)

MAX_POSITIONS = 1000
DAY = timedelta(days=1)


def account_asked_for(actor: Actor, query: AccountQuery) -> Account | None:
    """The account asked for; None asks for all that the actor sees."""
    if query.agent_id is None and query.account_id is None:
        return None
    return get_account(actor, agent_id=query.agent_id, account_id=query.account_id)


class Accounts(APIView):
    """Trading accounts."""

    @extend_schema(parameters=parameters_of(PagedQuery), responses=Page[AccountOut])
    def get(self, request: Request) -> Response:
        """The trading accounts that you see, newest first, with their balances."""
        query, actor = read_query(request, PagedQuery), caller_of(request).actor
        rows = list_accounts(actor).prefetch_related("balances")
        if (one := account_asked_for(actor, query)) is not None:
            rows = rows.filter(id=one.id)
        return Response(paginate(request, rows, AccountOut.of))


class Orders(APIView):
    """Orders."""

    @extend_schema(parameters=parameters_of(OrderQuery), responses=Page[OrderOut])
    def get(self, request: Request) -> Response:
        """The orders that you see, newest first."""
        query, actor = read_query(request, OrderQuery), caller_of(request).actor
        rows = list_orders(actor, account=account_asked_for(actor, query))
        if query.status == "live":
            rows = rows.filter(status__in=[status.value for status in LIVE])
        return Response(paginate(request, rows, OrderOut.of))


class OneOrder(APIView):
    """One order."""

    @extend_schema(responses=OrderOut)
    def get(self, request: Request, order_id: UUID) -> Response:
        """The order as it stands."""
        return Response(OrderOut.of(get_order(caller_of(request).actor, order_id)))


class Fills(APIView):
    """Fills."""

    @extend_schema(parameters=parameters_of(FillQuery), responses=Page[FillOut])
    def get(self, request: Request) -> Response:
        """The fills that you see, newest first."""
        query, actor = read_query(request, FillQuery), caller_of(request).actor
        market = {"venue": query.venue, "symbol": query.symbol}
        rows = list_fills(actor, account=account_asked_for(actor, query), order_id=query.order_id, **market)
        return Response(paginate(request, rows, FillOut.of))


class OpenPositions(APIView):
    """Open positions."""

    @extend_schema(parameters=parameters_of(AccountQuery), responses=Positions)
    def get(self, request: Request) -> Response:
        """The open positions that you see at their latest prices, the oldest 1,000."""
        query, actor = read_query(request, AccountQuery), caller_of(request).actor
        rows = list_positions(actor, account=account_asked_for(actor, query)).order_by("id")[:MAX_POSITIONS]
        now = timezone.now()
        held = list(rows)
        source = money_at(each.instrument.venue_id for each in held)
        found = [PositionOut.model_validate(position) for position in value_positions(held, now)]
        return Response(Positions(positions=found, source=source, as_of=now))


class Summary(APIView):
    """The portfolio as a whole."""

    @extend_schema(parameters=parameters_of(AccountQuery), responses=PortfolioSummary)
    def get(self, request: Request) -> Response:
        """What all accounts that you see, or one of them, are worth."""
        query, actor = read_query(request, AccountQuery), caller_of(request).actor
        worth = summarise_portfolio(actor, timezone.now(), account=account_asked_for(actor, query))
        return Response(PortfolioSummary.model_validate(worth))


class History(APIView):
    """The equity curve."""

    @extend_schema(parameters=parameters_of(HistoryQuery), responses=EquityHistoryOut)
    def get(self, request: Request) -> Response:
        """What all accounts that you see, or one of them, were worth over time.

        Minutes are kept for some days (setting `equity.minutes_kept_days`), then the last of each day.
        Recorded each minute in which an account's worth changed, and every quarter of an hour; each point
        is the sum of what each account was last known to be worth. At most 1,000 points: of more, the last
        of each of `limit` buckets of nearly equal count.
        """
        query, actor = read_query(request, HistoryQuery), caller_of(request).actor
        since, until = _span(query)
        account = account_asked_for(actor, query)
        found = get_equity_history(
            actor,
            since=since,
            until=until,
            limit=query.limit,
            account=account,
            resolution=query.resolution,
        )
        return Response(EquityHistoryOut.model_validate(found))


def _span(query: HistoryQuery) -> tuple[datetime, datetime]:
    until = query.until or timezone.now()
    since = query.since or until - DAY
    if since >= until:
        raise Invalid("since: has to be before until", code="invalid_query")
    return since, until
