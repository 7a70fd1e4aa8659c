"""What the gateway hears, kept: what an exchange lists, bars that closed, what went wrong."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Case, F, Min, Value, When

from apps.trading.connectors.types import Listing
from apps.trading.market.aggregate import aggregate
from apps.trading.market.stored import bar_of
from apps.trading.market.types import Bar
from apps.trading.models import Candle, Feed, Instrument, Venue
from apps.trading.services.storing import store_bars
from apps.trading.types import Interval

LONGEST_PROBLEM = 300
LONGER = [each for each in Interval if each.seconds > Interval.M1.seconds]
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
def store_minutes(venue: Venue, symbol: str, bars: Sequence[Bar], *, until: datetime) -> int:
    """Store minute bars that closed by `until`, with the longer ones that closed with them; answers how many.

    A bar that is there stays as it is: decisions were made on it. A longer bar is made where all its minutes
    since its opening have been followed.
    """
    feed = Feed.objects.select_for_update().get(venue=venue, symbol=symbol)
    reached = Interval.M1.floor(until)
    stored = store_bars(venue, [bar for bar in bars if bar.closed_at <= reached])
    first = Candle.objects.filter(venue=venue, symbol=symbol, interval=Interval.M1.value).aggregate(
        at=Min("opened_at")
    )["at"]
    if first is not None:
        since = feed.recorded_until or first
        for interval in LONGER:
            stored += store_bars(venue, _longer(venue, symbol, interval, max(first, since), reached, first))
    Feed.objects.filter(id=feed.id).update(recorded_until=max(reached, feed.recorded_until or reached))
    return stored


def _longer(
    venue: Venue, symbol: str, interval: Interval, since: datetime, until: datetime, first: datetime
) -> list[Bar]:
    """Bars of a longer interval that closed in (`since`, `until`], made of minutes that begin at `first`."""
    start, end = interval.floor(since), interval.floor(until)
    if start >= end:
        return []
    minutes = Candle.objects.filter(
        venue=venue, symbol=symbol, interval=Interval.M1.value, opened_at__gte=start, opened_at__lt=end
    )
    made = aggregate([bar_of(row) for row in minutes.order_by("opened_at")], interval)
    return [bar for bar in made if bar.opened_at >= first]


def note_problem(venue: Venue, symbol: str, problem: str, *, now: datetime) -> None:
    """Say what is wrong with a feed, or with an empty text that nothing is any more."""
    since = Case(When(problem_since=None, then=Value(now)), default=F("problem_since")) if problem else None
    row = Feed.objects.filter(venue=venue, symbol=symbol).exclude(problem=problem[:LONGEST_PROBLEM])
    row.update(problem=problem[:LONGEST_PROBLEM], problem_since=since)


def _instrument(venue: Venue, listing: Listing) -> Instrument:
    base, quote = listing.symbol.split("/")
    terms = {name: getattr(listing, name) for name in _TERMS}
    return Instrument(venue=venue, symbol=listing.symbol, base=base, quote=quote, **terms)
