"""How portfolios did, whose profit it was, the journal and the ledger."""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.system.access.authentication import caller_of
from apps.system.errors import Invalid
from apps.system.pagination import Page, paginate, paginate_together
from apps.system.queries import read_query
from apps.trading.selectors.accounts import get_account
from apps.trading.selectors.journal import list_trips
from apps.trading.selectors.ledger import list_transfers
from apps.trading.selectors.performance import BEGINNING, measure_performance
from apps.trading.selectors.trades import attribute
from apps.trading.serializers.journal import TripOut
from apps.trading.serializers.ledger import LedgerEntryOut, present_entries
from apps.trading.serializers.performance import AttributionOut, PerformanceOut
from apps.trading.views.account import account_asked_for
from apps.trading.views.query import AttributionQuery, JournalPageQuery, LedgerQuery, SpanQuery, parameters_of


def span_of(query: SpanQuery, now: datetime) -> tuple[datetime, datetime]:
    """From when to when. Raises Invalid where that is nothing."""
    since, until = query.since or BEGINNING, query.until or now
    if since >= until:
        raise Invalid("since: has to be before until", code="invalid_query")
    return since, until


class Performed(APIView):
    """How a portfolio did."""

    @extend_schema(
        operation_id="get_portfolio_performance",
        parameters=parameters_of(SpanQuery),
        responses=PerformanceOut,
    )
    def get(self, request: Request) -> Response:
        """How all accounts that you see, or one of them, did: in USD, or in that one's currency."""
        query, actor, now = read_query(request, SpanQuery), caller_of(request).actor, timezone.now()
        since, until = span_of(query, now)
        account = account_asked_for(actor, query)
        found = measure_performance(actor, since=since, until=until, now=now, account=account)
        return Response(PerformanceOut.of(found))


class Attributed(APIView):
    """Whose profit it was."""

    @extend_schema(
        operation_id="get_portfolio_attribution",
        parameters=parameters_of(AttributionQuery),
        responses=AttributionOut,
    )
    def get(self, request: Request) -> Response:
        """Profit by agent, strategy or symbol: of the trades that ended in the period, and of what is held.

        A strategy is the label that its account had when a trade began.
        """
        query, actor, now = read_query(request, AttributionQuery), caller_of(request).actor, timezone.now()
        since, until = span_of(query, now)
        account = account_asked_for(actor, query)
        found = attribute(actor, query.by, since=since, until=until, now=now, account=account)
        return Response(AttributionOut.model_validate(found))


class Journal(APIView):
    """The trading journal."""

    @extend_schema(
        operation_id="list_journal", parameters=parameters_of(JournalPageQuery), responses=Page[TripOut]
    )
    def get(self, request: Request) -> Response:
        """Round trips that you see, newest first; a fill is in the journal within seconds."""
        query, actor = read_query(request, JournalPageQuery), caller_of(request).actor
        rows = list_trips(
            actor,
            account=account_asked_for(actor, query),
            symbol=query.symbol,
            state=query.state,
            since=query.since,
            until=query.until,
        )
        return Response(paginate(request, rows, TripOut.of))


class Ledger(APIView):
    """An account's ledger."""

    @extend_schema(
        operation_id="list_account_ledger",
        parameters=parameters_of(LedgerQuery),
        responses=Page[LedgerEntryOut],
    )
    def get(self, request: Request, account_id: UUID) -> Response:
        """Every transfer of an account, newest first, with what it then had of the asset."""
        query = read_query(request, LedgerQuery)
        account = get_account(caller_of(request).actor, account_id=account_id)
        rows = list_transfers(account, asset=query.asset)
        return Response(paginate_together(request, rows, partial(present_entries, account)))
