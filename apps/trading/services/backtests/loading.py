"""Bars for a backtest, as columns: of a recording out of the database, of the simulator out of its path."""

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal

from django.db import connection

from apps.system.errors import Invalid
from apps.trading.backtests.market import Market
from apps.trading.backtests.request import BacktestRequest
from apps.trading.market.columns import Columns
from apps.trading.market.simulator import MAX_SECONDS
from apps.trading.market.source import MarketSource
from apps.trading.market.sources import source_for
from apps.trading.models import Instrument, Venue
from apps.trading.selectors.backtests import recorded_interval
from apps.trading.types import EPOCH, Interval

CHUNK = 20_000
SIMULATED_CHUNK = 2_000
_ROWS = """
    SELECT extract(epoch FROM opened_at)::bigint, (open * %(unit)s)::bigint, (high * %(unit)s)::bigint,
        (low * %(unit)s)::bigint, (close * %(unit)s)::bigint, floor(volume / %(lot)s)::bigint
    FROM trading_candle
    WHERE venue_id = %(venue)s AND symbol = %(symbol)s AND interval = %(interval)s
      AND opened_at > %(after)s AND opened_at < %(end)s
    ORDER BY opened_at LIMIT %(limit)s
"""
Look = Callable[[], None]


def load_market(request: BacktestRequest, instrument: Instrument, *, warm_up: int, look: Look) -> Market:
    """The bars of the period, and up to `warm_up` before it. `look` is called between chunks; what it raises
    ends the loading. Raises Invalid (`no_bars`) for fewer than two, and (`unplayable_bars`) for numbers that
    are too large to be played."""
    begin = max(EPOCH, request.start - 4 * warm_up * request.interval.length)
    decimals = max(0, -int(instrument.tick_size.normalize().as_tuple().exponent))
    rows = _rows(request, instrument, begin, decimals, look)
    try:
        columns = Columns.of_rows(
            rows,
            request.symbol,
            _interval_of(request, instrument.venue),
            decimals=decimals,
            lot=instrument.lot_size,
        )
    except ValueError as error:
        raise Invalid(f"The bars cannot be played: {error}.", code="unplayable_bars") from error
    if columns.interval is not request.interval and len(columns):
        columns = columns.merged(request.interval)
    first = int((columns.opened_at < (request.start - EPOCH).total_seconds()).sum())
    skipped = max(0, first - warm_up)
    columns, first = columns.part(skipped, len(columns)), first - skipped
    if len(columns) - first < 2:
        raise Invalid("The period holds fewer than two bars.", code="no_bars")
    terms = instrument.base, instrument.quote, instrument.tick_size, instrument.min_notional
    return Market(columns, *terms, first)


def _interval_of(request: BacktestRequest, venue: Venue) -> Interval:
    if venue.kind == Venue.Kind.SIMULATOR:
        return request.interval
    return recorded_interval(venue, request.symbol, request.interval) or request.interval


def _rows(
    request: BacktestRequest, instrument: Instrument, begin: datetime, decimals: int, look: Look
) -> Iterator[tuple[int, ...]]:
    if instrument.venue.kind == Venue.Kind.SIMULATOR:
        yield from _simulated(request, instrument, begin, decimals, look)
    else:
        yield from _recorded(request, instrument, begin, decimals, look)


def _recorded(
    request: BacktestRequest, instrument: Instrument, begin: datetime, decimals: int, look: Look
) -> Iterator[tuple[int, ...]]:
    interval = _interval_of(request, instrument.venue)
    facts = {
        "unit": Decimal(10) ** decimals,
        "lot": instrument.lot_size,
        "venue": instrument.venue_id,
        "symbol": request.symbol,
        "interval": interval.value,
        "end": request.end,
        "limit": CHUNK,
    }
    after = begin - interval.length
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_ROWS, facts | {"after": after})
            found = cursor.fetchall()
        yield from found
        look()
        if len(found) < CHUNK:
            return
        after = EPOCH + found[-1][0] * Interval.S1.length


def _simulated(
    request: BacktestRequest, instrument: Instrument, begin: datetime, decimals: int, look: Look
) -> Iterator[tuple[int, ...]]:
    source: MarketSource = source_for(instrument.venue)
    most = min(SIMULATED_CHUNK, MAX_SECONDS // request.interval.seconds)
    until, length = request.interval.floor(begin), request.interval.length
    while until < request.end:
        count = min(most, (request.end - until) // length)
        until += count * length
        bars = source.candles(request.symbol, request.interval, until=until, count=count)
        if bars:
            chunk = Columns.of_bars(bars, decimals=decimals, lot=instrument.lot_size)
            table = (chunk.opened_at, chunk.open, chunk.high, chunk.low, chunk.close, chunk.volume)
            yield from zip(*(column.tolist() for column in table), strict=True)
        look()
