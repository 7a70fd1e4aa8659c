"""How agents did, over REST."""

from typing import Annotated, Literal
from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from pydantic import Field
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.agents.lifecycle import Status
from apps.agents.models import Standing
from apps.agents.performance.selectors import Narrowed, list_standings, measure_agent, ranked
from apps.agents.performance.serializers import AgentPerformanceOut, Leaderboard
from apps.agents.selectors.agents import get_agent
from apps.mcp.documenting import query
from apps.system.access.authentication import caller_of
from apps.system.queries import Query, read_query

Ranking = Literal["return", "profit", "sharpe", "sortino", "drawdown", "win_rate", "profit_factor", "trades"]
PERIOD = query("period", "The last `7d`, `30d`, `90d` or `365d`.")


class Span(Query):
    """Over which time."""

    period: Standing.Period = Standing.Period.MONTH


class LeaderboardQuery(Span):
    """Whom to rank, and by what."""

    by: Ranking = "return"
    type: Annotated[str, Field(max_length=32)] | None = None
    status: Status | None = None
    venue: Annotated[str, Field(max_length=64)] | None = None
    farm_id: UUID | None = None
    least_trades: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class Performed(APIView):
    """How an agent did."""

    @extend_schema(operation_id="get_agent_performance", parameters=[PERIOD], responses=AgentPerformanceOut)
    def get(self, request: Request, agent_id: UUID) -> Response:
        """Its curve, returns, ratios, trades and costs, with definitions, and against buy and hold."""
        wanted, actor = read_query(request, Span), caller_of(request).actor
        agent = get_agent(actor, agent_id)
        measured = measure_agent(actor, agent, period=wanted.period.value, now=timezone.now())
        return Response(AgentPerformanceOut.about(measured))


class Ranked(APIView):
    """All agents, ranked."""

    @extend_schema(
        operation_id="list_leaderboard",
        parameters=[
            PERIOD,
            query("by", "`return`, `profit`, `sharpe`, `sortino`, `drawdown`, `win_rate`, `trades`, …"),
            query("type", "Only agents of this type."),
            query("status", "Only those in this state."),
            query("venue", "Only those on this venue."),
            query("farmId", "Only those of this farm.", kind=OpenApiTypes.UUID),
            query("leastTrades", "Only those with so many ended trades.", kind=OpenApiTypes.INT),
            query("limit", "How many, 200 at most.", kind=OpenApiTypes.INT),
        ],
        responses=Leaderboard,
    )
    def get(self, request: Request) -> Response:
        """The best agents that you see; measured every five minutes. Two queries for any number of them."""
        wanted = read_query(request, LeaderboardQuery)
        narrowed = Narrowed(
            type=wanted.type,
            status=wanted.status,
            venue=wanted.venue,
            farm_id=wanted.farm_id,
            least_trades=wanted.least_trades,
        )
        rows = list_standings(caller_of(request).actor, period=wanted.period.value, narrowed=narrowed)
        best = list(ranked(rows, wanted.by)[: wanted.limit])
        return Response(Leaderboard.of(best, by=wanted.by, period=wanted.period.value, count=rows.count()))
