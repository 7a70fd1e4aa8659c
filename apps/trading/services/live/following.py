"""What the gateway hears, kept: what an exchange lists, bars that closed, what went wrong."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Case, F, Value, When

from apps.trading.connectors.types import Listing
from apps.trading.market.types import Bar
from apps.trading.models import Candle, Feed, Instrument, Venue
from apps.trading.types import Interval

LONGEST_PROBLEM = 300
_TERMS = ["tick_size", "lot_size", "min_notional", "maker_fee", "taker_fee"]


@transaction.atomic
def save_listings(venue: Venue, listings: Mapping[str, Listing], *, now: datetime) -> list[str]:
    """Keep steps and fees as the exchange states them now; answers the symbols that it does not list."""
    Instrument.objects.bulk_create(
        [_instrument(venue, listing) for listing in listings.values()],
        update_conflicts=True,
        unique_fields=["venue", "symbol"],
        update_fields=_TERMS,
    )
    missing = [symbol for symbol in venue.config["symbols"] if symbol not in listings]
    for symbol in missing:
        note_problem(venue, symbol, f"{venue.config['exchange']} does not trade {symbol} now.", now=now)
    return missing


@transaction.atomic
def store_bars(venue: Venue, symbol: str, bars: Sequence[Bar], *, until: datetime) -> int:
    """Store bars that closed by `until`, those that are there already as they are; answers how many came.

    A bar does not change once it has closed: decisions were made on it.
    """
    rows = [_candle(venue, bar) for bar in bars if bar.closed_at <= until]
    Candle.objects.bulk_create(rows, ignore_conflicts=True)
    Feed.objects.filter(venue=venue, symbol=symbol).update(recorded_until=Interval.M1.floor(until))
    return len(rows)


def note_problem(venue: Venue, symbol: str, problem: str, *, now: datetime) -> None:
    """Say what is wrong with a feed, or with an empty text that nothing is any more."""
    since = Case(When(problem_since=None, then=Value(now)), default=F("problem_since")) if problem else None
    row = Feed.objects.filter(venue=venue, symbol=symbol).exclude(problem=problem[:LONGEST_PROBLEM])
    row.update(problem=problem[:LONGEST_PROBLEM], problem_since=since)


def _instrument(venue: Venue, listing: Listing) -> Instrument:
    base, quote = listing.symbol.split("/")
    terms = {name: getattr(listing, name) for name in _TERMS}
    return Instrument(venue=venue, symbol=listing.symbol, base=base, quote=quote, **terms)


def _candle(venue: Venue, bar: Bar) -> Candle:
    return Candle(
        venue=venue,
        symbol=bar.symbol,
        interval=bar.interval.value,
        opened_at=bar.opened_at,
        open=bar.open,
        high=bar.high,
        low=bar.low,
        close=bar.close,
        volume=bar.volume,
    )
