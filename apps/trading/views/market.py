"""Quotes, candles and books: a market's facts, the same for everybody who may read."""

from dataclasses import asdict
from datetime import UTC, datetime

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.system.errors import NotFound
from apps.system.queries import read_query
from apps.trading.market.sources import source_for
from apps.trading.models import Instrument, Venue
from apps.trading.selectors.candles import gaps_among, list_candles, measure_completeness
from apps.trading.selectors.scenarios import kinds_between
from apps.trading.selectors.venues import (
    find_quotes,
    get_book,
    get_day_quote,
    get_instrument,
    get_venue,
    list_instruments,
    list_venues,
)
from apps.trading.serializers.markets import (
    CandleGaps,
    CandleOut,
    Candles,
    GapOut,
    LiveData,
    OrderBook,
    SymbolOut,
    Symbols,
    VenueOut,
    Venues,
)
from apps.trading.types import parse_symbol
from apps.trading.views.query import BookQuery, CandleQuery, GapQuery, VenueQuery, parameters_of

EVER = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


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
        """Last price, bid, ask, the last 24 hours, and whether that is too old to trade on.

        404 names the nearest matches of an unknown symbol.
        """
        venue = get_venue(read_query(request, VenueQuery).venue)
        instrument = _listed(venue, symbol)
        now = timezone.now()
        return Response(LiveData.of(venue, get_day_quote(venue, instrument.symbol, now), now))


class VenueList(APIView):
    """Where trading happens."""

    @extend_schema(responses=Venues)
    def get(self, request: Request) -> Response:
        """Every venue, how far its market has come, how fast it runs, whether a replay waits, runs or has
        finished, and the scenarios of a simulated one."""
        now = timezone.now()
        return Response(Venues(venues=[VenueOut.of(venue, now) for venue in list_venues()]))


class VenueSymbols(APIView):
    """What a venue lists."""

    @extend_schema(parameters=parameters_of(VenueQuery), responses=Symbols)
    def get(self, request: Request) -> Response:
        """The symbols of a venue with their steps, fees and status."""
        venue, now = get_venue(read_query(request, VenueQuery).venue), timezone.now()
        source, rows = source_for(venue), list_instruments(venue)
        priced = find_quotes(venue, [row.symbol for row in rows], now)
        listed = [SymbolOut.of(row, venue, is_priced=row.symbol in priced) for row in rows]
        at = source.market_time(now)
        return Response(Symbols(venue=venue.slug, symbols=listed, source=source.source, as_of=at))


class RecentCandles(APIView):
    """Bars."""

    @extend_schema(parameters=parameters_of(CandleQuery), responses=Candles)
    def get(self, request: Request) -> Response:
        """The last closed bars of a symbol, oldest first, and where bars are missing. No gap is filled."""
        query = read_query(request, CandleQuery)
        venue = get_venue(query.venue)
        symbol = _listed(venue, query.symbol).symbol
        until = _market_time(venue, timezone.now())
        bars = list_candles(venue, symbol, query.interval, until=until, count=query.limit)
        answer = Candles(
            symbol=symbol,
            venue=venue.slug,
            interval=query.interval,
            candles=[CandleOut.model_validate(bar) for bar in bars],
            gaps=[GapOut.model_validate(gap) for gap in gaps_among(bars, until)],
            scenarios=kinds_between(venue, bars[0].opened_at, until) if bars else [],
            source=source_for(venue).source,
            as_of=bars[-1].closed_at if bars else None,
        )
        return Response(answer)


class StoredGaps(APIView):
    """Missing bars."""

    @extend_schema(parameters=parameters_of(GapQuery), responses=CandleGaps)
    def get(self, request: Request) -> Response:
        """How many stored bars of a symbol there are, how many are missing between them, and where."""
        query = read_query(request, GapQuery)
        venue = get_venue(query.venue)
        symbol = _listed(venue, query.symbol).symbol
        since, until = query.since or EVER[0], query.until or EVER[1]
        found = measure_completeness(venue, symbol, query.interval, since=since, until=until)
        answer = CandleGaps(
            symbol=symbol,
            venue=venue.slug,
            interval=query.interval,
            **asdict(found),
            source=source_for(venue).source,
            as_of=source_for(venue).market_time(timezone.now()),
        )
        return Response(answer)


class LiveBook(APIView):
    """The order book."""

    @extend_schema(parameters=parameters_of(BookQuery), responses=OrderBook)
    def get(self, request: Request) -> Response:
        """The visible ladder of a symbol with its spread and imbalance.

        404 `no_order_book` where the venue records none, or has none now.
        """
        query, now = read_query(request, BookQuery), timezone.now()
        venue = get_venue(query.venue)
        symbol = _listed(venue, query.symbol).symbol
        return Response(OrderBook.of(venue, get_book(venue, symbol, now), query.depth, now))
