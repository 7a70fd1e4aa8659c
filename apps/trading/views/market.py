"""Quotes, candles and books: a market's facts, the same for everybody who may read."""

from datetime import datetime

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.system.errors import NotFound
from apps.trading.market.sources import source_for
from apps.trading.models import Instrument, Venue
from apps.trading.selectors.venues import find_quote, get_instrument, get_venue, list_instruments, list_venues
from apps.trading.serializers.markets import (
    CandleOut,
    Candles,
    LiveData,
    OrderBook,
    SymbolOut,
    Symbols,
    VenueOut,
    Venues,
)
from apps.trading.types import parse_symbol
from apps.trading.views.query import CandleQuery, MarketQuery, VenueQuery, parameters_of, read_query


def _listed(venue: Venue, text: str) -> Instrument:
    """The instrument meant by a symbol in any spelling; what is no symbol is as unknown as any other."""
    try:
        symbol = parse_symbol(text)
    except ValueError:
        symbol = "".join(each for each in text[:32].upper() if each.isprintable())
    return get_instrument(venue, symbol)


def _market_time(venue: Venue, now: datetime) -> datetime:
    at = source_for(venue).market_time(now)
    if at is None:
        raise NotFound(f"{venue.slug} has not begun.", code="no_market_data")
    return at


class LiveQuote(APIView):
    """The latest prices of a symbol."""

    @extend_schema(parameters=parameters_of(VenueQuery), responses=LiveData)
    def get(self, request: Request, symbol: str) -> Response:
        """Last price, bid, ask and the last 24 hours. 404 names the nearest matches of an unknown symbol."""
        venue = get_venue(read_query(request, VenueQuery).venue)
        instrument = _listed(venue, symbol)
        quote = find_quote(venue, instrument.symbol, timezone.now())
        if quote is None:
            raise NotFound(f"{venue.slug} has no price of {instrument.symbol} yet.", code="no_market_data")
        return Response(LiveData.of(venue, quote))


class VenueList(APIView):
    """Where trading happens."""

    @extend_schema(responses=Venues)
    def get(self, request: Request) -> Response:
        """Every venue, how far its market has come, and whether a replay waits, runs or has finished."""
        return Response(
            Venues(venues=[VenueOut.of(venue, source_for(venue).source) for venue in list_venues()])
        )


class VenueSymbols(APIView):
    """What a venue lists."""

    @extend_schema(parameters=parameters_of(VenueQuery), responses=Symbols)
    def get(self, request: Request) -> Response:
        """The symbols of a venue with their steps and fees."""
        venue = get_venue(read_query(request, VenueQuery).venue)
        source = source_for(venue)
        listed = [SymbolOut.of(instrument) for instrument in list_instruments(venue)]
        at = source.market_time(timezone.now())
        return Response(Symbols(venue=venue.slug, symbols=listed, source=source.source, as_of=at))


class RecentCandles(APIView):
    """Bars."""

    @extend_schema(parameters=parameters_of(CandleQuery), responses=Candles)
    def get(self, request: Request) -> Response:
        """The last closed bars of a symbol, oldest first."""
        query = read_query(request, CandleQuery)
        venue = get_venue(query.venue)
        symbol = _listed(venue, query.symbol).symbol
        source = source_for(venue)
        until = _market_time(venue, timezone.now())
        bars = source.candles(symbol, query.interval, until=until, count=query.limit)
        answer = Candles(
            symbol=symbol,
            venue=venue.slug,
            interval=query.interval,
            candles=[CandleOut.model_validate(bar) for bar in bars],
            source=source.source,
            as_of=bars[-1].closed_at if bars else None,
        )
        return Response(answer)


class LiveBook(APIView):
    """The order book."""

    @extend_schema(parameters=parameters_of(MarketQuery), responses=OrderBook)
    def get(self, request: Request) -> Response:
        """The visible ladder of a symbol. 404 `no_order_book` where the venue records none."""
        query = read_query(request, MarketQuery)
        venue = get_venue(query.venue)
        symbol = _listed(venue, query.symbol).symbol
        book = source_for(venue).book(symbol, _market_time(venue, timezone.now()))
        if book is None:
            raise NotFound(f"{venue.slug} has no order book: its source is bars.", code="no_order_book")
        return Response(OrderBook.of(venue, book))
