"""Risk over REST. What takes pandas and SciPy is asked of the analytics workers, as the tool it is."""

from typing import Annotated

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from pydantic import Field
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.mcp.answers import patience_of, plain_answer
from apps.mcp.documenting import PENDING, PREFER, wire_schema
from apps.mcp.schemas import schema_of
from apps.mcp.waiting import PATIENCE, call_tool
from apps.system.access.authentication import caller_of
from apps.system.queries import read_query
from apps.trading.selectors.holdings import account_or_all
from apps.trading.selectors.limit_use import list_limits_in_use
from apps.trading.selectors.risk import LEAST_RETURNS, Basis
from apps.trading.selectors.technicals import MOST_BARS
from apps.trading.serializers.limits import Limits
from apps.trading.serializers.risk import RiskReport
from apps.trading.types import Interval, Symbol
from apps.trading.views.query import AccountQuery, parameters_of


class RiskQuery(AccountQuery):
    """Risk of which returns, how many of which length, against what."""

    basis: Basis = "positions"
    interval: Interval = Interval.H1
    bars: Annotated[int, Field(ge=LEAST_RETURNS, le=MOST_BARS - 1)] = 500
    risk_free_rate: Annotated[float, Field(ge=-0.5, le=0.5, description="By the year, 0.04 for 4 %.")] = 0.0
    benchmark: Symbol | None = None


class Metrics(APIView):
    """Risk metrics."""

    @extend_schema(
        parameters=[*parameters_of(RiskQuery), PREFER],
        responses={200: wire_schema(schema_of(RiskReport, "serialization")), 202: PENDING},
    )
    def get(self, request: Request) -> Response:
        """Ratios, VaR and CVaR, concentration: of one account, of your own, or of all that you see.

        A call of `calculate_risk_metrics`, which says what each figure means; 202 where it takes longer.
        """
        query = read_query(request, RiskQuery)
        call = call_tool(
            caller_of(request),
            "calculate_risk_metrics",
            query.model_dump(mode="json", exclude_none=True),
            patience=patience_of(request, PATIENCE),
        )
        return plain_answer(call, 200)


class LimitUses(APIView):
    """Limits."""

    @extend_schema(parameters=parameters_of(AccountQuery), responses=Limits)
    def get(self, request: Request) -> Response:
        """Each limit, how much of it is used, and where it was set.

        Of one account, of your own; or, of all that you see, as it holds for the account nearest to it.
        """
        query, actor = read_query(request, AccountQuery), caller_of(request).actor
        account = account_or_all(actor, agent_id=query.agent_id, account_id=query.account_id)
        return Response(Limits.of(list_limits_in_use(actor, timezone.now(), account=account)))
