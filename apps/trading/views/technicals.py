"""Indicators over REST: a market's facts, the same for everybody who may read."""

from typing import Annotated

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from pydantic import Field
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.mcp.documenting import wire_schema
from apps.mcp.schemas import schema_of
from apps.system.bodies import Text
from apps.system.errors import Invalid
from apps.system.queries import read_query
from apps.trading.analysis.wanted import Wanted, parse_wanted
from apps.trading.selectors.technicals import get_technicals
from apps.trading.selectors.venues import get_venue
from apps.trading.serializers.analysis import TechnicalAnalysis
from apps.trading.types import Interval, parse_symbol
from apps.trading.views.query import MarketQuery, parameters_of

MOST_INDICATORS = 30


class TechnicalsQuery(MarketQuery):
    """Which indicators, over which bars."""

    interval: Interval = Interval.H1
    indicators: Annotated[
        Text,
        Field(
            max_length=1000,
            description="Names separated by commas, with numbers where the usual ones do not serve: "
            "`rsi,sma:50,macd:12:26:9`.",
        ),
    ] = "sma,ema,rsi,macd,bollinger_bands,adx,atr"
    points: Annotated[int, Field(ge=1, le=500, description="How many last values of each.")] = 1


class Technicals(APIView):
    """Indicators of a symbol."""

    @extend_schema(
        parameters=parameters_of(TechnicalsQuery),
        responses={200: wire_schema(schema_of(TechnicalAnalysis, "serialization"))},
    )
    def get(self, request: Request) -> Response:
        """Indicators from the last closed bars of a symbol, their warm-up, and in words what each shows.

        422 `not_enough_history` tells how many bars there are and are needed.
        """
        query = read_query(request, TechnicalsQuery)
        venue, symbol = get_venue(query.venue), _symbol(query.symbol)
        wanted = _wanted(query.indicators)
        found = get_technicals(venue, symbol, query.interval, wanted, timezone.now(), points=query.points)
        return Response(TechnicalAnalysis.of(found).model_dump(mode="json"))


def _symbol(text: str) -> str:
    """A symbol in any spelling; what is no symbol is as unknown as any other."""
    try:
        return parse_symbol(text)
    except ValueError:
        return "".join(each for each in text.upper() if each.isprintable())


def _wanted(text: str) -> list[Wanted]:
    names = [each for each in text.split(",") if each.strip()]
    try:
        if not 1 <= len(names) <= MOST_INDICATORS:
            raise ValueError(f"name 1 to {MOST_INDICATORS} indicators")
        return [parse_wanted(each) for each in dict.fromkeys(names)]
    except ValueError as error:
        reason = str(error)
        raise Invalid(
            f"indicators: {reason}",
            code="invalid_query",
            errors=[{"pointer": "/indicators", "reason": reason}],
        ) from error
