"""The exchanges that are connected, and connecting them."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.mcp.views import ToolAlias
from apps.system.access.authentication import caller_of
from apps.system.access.types import Scope
from apps.system.bodies import read_body
from apps.system.errors import Forbidden
from apps.system.pagination import Page, paginate
from apps.system.queries import read_query
from apps.trading.connectors.types import Credentials
from apps.trading.models import Venue
from apps.trading.selectors.accounts import get_account
from apps.trading.selectors.feeds import find_feed_quotes, list_feeds
from apps.trading.selectors.live import list_live_accounts
from apps.trading.serializers.live import CredentialsIn, LiveAccountOut, present_exchange
from apps.trading.serializers.live import Exchanges as ExchangesOut
from apps.trading.services import live
from apps.trading.views.query import PageQuery, parameters_of


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


class LiveAccountList(APIView):
    """The accounts that trade real money."""

    @extend_schema(
        operation_id="list_live_accounts",
        parameters=parameters_of(PageQuery),
        responses=Page[LiveAccountOut],
    )
    def get(self, request: Request) -> Response:
        """Accounts with credentials that you see, newest first: enabled or not, when last compared, what does
        not agree."""
        read_query(request, PageQuery)
        return Response(paginate(request, list_live_accounts(caller_of(request).actor), LiveAccountOut.of))


class LiveTrading(ToolAlias):
    """Whether one account trades real money."""

    tools = {"post": "enable_live_trading", "delete": "disable_live_trading"}


class AccountCredentials(APIView):
    """An account's credentials at its exchange: given, and never read again."""

    @extend_schema(request=CredentialsIn, responses=LiveAccountOut)
    def put(self, request: Request, account_id: UUID) -> Response:
        """Seals the credentials; live trading is off until it is enabled anew. Takes the scope admin."""
        caller = caller_of(request)
        if Scope.ADMIN not in caller.scopes:
            raise Forbidden("This takes the scope admin.", code="scope_missing")
        body = read_body(request, CredentialsIn)
        account = get_account(caller.actor, account_id=account_id)
        given = Credentials(body.key, body.secret, body.password)
        kept = live.give_credentials(caller.actor, account, given, now=timezone.now())
        return Response(LiveAccountOut.of(kept))
