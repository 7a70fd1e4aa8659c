"""What trading needs in every database."""

from datetime import datetime

from apps.system.initialization.registry import Found, step
from apps.trading.errors import MarketCold
from apps.trading.market.scenarios import SILENT
from apps.trading.market.sources import source_for
from apps.trading.models import Account, Instrument, Venue
from apps.trading.selectors.scenarios import kinds_at
from apps.trading.selectors.venues import DEFAULT_VENUE
from apps.trading.services.catalogue import ensure_instruments, ensure_venue
from apps.trading.types import Interval


@step("catalogue")
def have_catalogue(now: datetime) -> Found:
    """The simulated venue, and the accounts on the other side of its trades."""
    known, accounts = Venue.objects.count(), Account.objects.count()
    venue = ensure_venue()
    changed = [f"venue {venue.slug}"] if Venue.objects.count() > known else []
    if made := Account.objects.count() - accounts:
        changed.append(f"{made} accounts of the house")
    return Found(f"{venue.slug} is {venue.status.lower()}.", changed)


@step("instruments")
def have_instruments(now: datetime) -> Found:
    """What the simulated venues list."""
    simulators = Venue.objects.filter(kind=Venue.Kind.SIMULATOR).order_by("slug")
    made = sorted({symbol for venue in simulators for symbol in ensure_instruments(venue)})
    return Found(f"{Instrument.objects.count()} instruments are listed.", made)


@step("market")
def warm_market(now: datetime) -> Found:
    """The simulated venue has a price and a closed bar for each symbol; others may yet have to begin."""
    venues = list(Venue.objects.filter(status=Venue.Status.RUNNING).order_by("slug"))
    cold = {venue.slug: symbols for venue in venues if (symbols := _cold_symbols(venue, now))}
    told = "; ".join(f"{slug} {', '.join(symbols)}" for slug, symbols in cold.items())
    if DEFAULT_VENUE in cold or DEFAULT_VENUE not in {venue.slug for venue in venues}:
        raise MarketCold(f"{DEFAULT_VENUE} does not run, or has no price or bar yet: {told or 'all'}.")
    return Found(f"{len(venues)} venues run; no price or bar yet: {told or 'none'}.")


def _cold_symbols(venue: Venue, now: datetime) -> list[str]:
    source = source_for(venue)
    symbols, at = source.symbols(), source.market_time(now)
    if at is None or set(kinds_at(venue, at)) & set(SILENT):
        return []  # a replay before its first bar, or a market that operators have silenced
    quotes = source.quotes(symbols, at)
    return [
        symbol
        for symbol in symbols
        if symbol not in quotes or not source.candles(symbol, _bar(source.base_interval), until=at, count=1)
    ]


def _bar(base: Interval) -> Interval:
    """The bar that is looked for: a minute, or the shortest there is."""
    return base if base.seconds > Interval.M1.seconds else Interval.M1
