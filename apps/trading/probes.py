"""How trading says that it is well."""

from datetime import datetime

from apps.system.health.registry import ProbeResult, Status, probe
from apps.system.health.services import is_starting
from apps.system.probes.verdicts import Limits, age_of, grade, worst
from apps.system.types import plain
from apps.trading.market.replay import pace_of, step_length
from apps.trading.market.sources import source_for
from apps.trading.models import Feed, Venue
from apps.trading.selectors.accounts import ledger_sums
from apps.trading.selectors.feeds import find_feed_quotes, list_exchanges, list_feeds

LATE: Limits = (3, 15, 60)
"""The simulator ticks every second; a replay at its own pace, faster."""

OLD_QUOTE = 30.0
"""Seconds; the gateway asks anew whatever has been quiet for ten."""


@probe("market", weight=60)
def market_age(now: datetime) -> ProbeResult:
    """How long ago the market process last worked each running venue, and how old its prices are."""
    venues = list(Venue.objects.filter(status=Venue.Status.RUNNING).order_by("slug"))
    if not venues:
        return ProbeResult(Status.OFFLINE, "No venue is running.", starting=is_starting(now))
    ages = {venue.slug: age_of(venue.ticked_at, now) for venue in venues}
    found = {venue.slug: _grade(venue, ages[venue.slug]) for venue in venues}
    prices = {venue.slug: _price_ages(venue, ages[venue.slug]) for venue in venues}
    measured = {"venue_seconds": ages, "symbol_seconds": prices}
    status = worst(list(found.values()))
    if status == Status.HEALTHY:
        return ProbeResult(status, f"Ticking: {', '.join(ages)}.", measured)
    late = ", ".join(slug for slug, each in found.items() if each != Status.HEALTHY)
    return ProbeResult(status, f"Not ticking: {late}.", measured, starting=is_starting(now))


def _quote_ages(venue: Venue, now: datetime) -> list[tuple[Feed, float | None]]:
    quotes = find_feed_quotes(venue)
    told = {symbol: age_of(quote.as_of, now) for symbol, quote in quotes.items()}
    return [(feed, told.get(feed.symbol)) for feed in list_feeds(venue)]


def _grade(venue: Venue, age: float | None) -> Status:
    return Status.OFFLINE if age is None else grade(age - _pause(venue), LATE)


def _pause(venue: Venue) -> float:
    """How many seconds a venue rests between two ticks: only a replay at a given pace does."""
    pace = pace_of(venue) if venue.kind == Venue.Kind.REPLAY else None
    return step_length(venue).total_seconds() / pace if pace else 0.0


def _price_ages(venue: Venue, age: float | None) -> dict[str, float | None]:
    """How old the newest price of each symbol is, in the venue's own time; None where it has none."""
    source, reached = source_for(venue), venue.market_time
    quotes = source.quotes(source.symbols(), reached) if reached else {}
    behind = {symbol: age_of(quote.as_of, reached or quote.as_of) for symbol, quote in quotes.items()}
    return {
        symbol: None if age is None or lag is None else round(age + lag, 1)
        for symbol in source.symbols()
        for lag in [behind.get(symbol)]
    }


@probe("gateway", weight=40)
def follow_exchanges(now: datetime) -> ProbeResult | None:
    """How old the quotes of connected exchanges are. Not told where none is connected."""
    venues = list_exchanges()
    if not venues:
        return None
    feeds = [(feed, age) for venue in venues for feed, age in _quote_ages(venue, now)]
    measured = {"quote_seconds": {f"{feed.venue_id} {feed.symbol}": age for feed, age in feeds}}
    bad = [feed for feed, age in feeds if feed.problem or age is None or age > OLD_QUOTE]
    if not bad:
        return ProbeResult(Status.HEALTHY, f"Followed: {', '.join(each.slug for each in venues)}.", measured)
    status = Status.CRITICAL if len(bad) == len(feeds) else Status.DEGRADED
    late = ", ".join(f"{feed.symbol} of {feed.venue_id}" for feed in bad)
    return ProbeResult(status, f"Not followed well: {late}.", measured, starting=is_starting(now))


@probe("ledger", weight=60)
def ledger_balance(now: datetime) -> ProbeResult:
    """Whether every asset sums to zero over all accounts."""
    wrong = {asset: plain(total) for asset, total in ledger_sums().items() if total}
    if wrong:
        return ProbeResult(Status.OFFLINE, f"The ledger does not balance in {', '.join(wrong)}.", wrong)
    return ProbeResult(Status.HEALTHY, "Every asset sums to zero.")
