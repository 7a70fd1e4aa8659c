"""How old a price is, and whether an order may still be placed on it."""

from dataclasses import dataclass
from datetime import datetime

from apps.system.controls.reading import read_setting
from apps.trading import settings
from apps.trading.market.sources import source_for
from apps.trading.models import Venue

REPLAY_STALE_AFTER = 3600.0
"""A recording may lack many minutes without being wrong."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """The age of a price and what it may be, in seconds of the market's own time.

    Nothing follows the last price of a recording that has ended: it is stale at any age.
    """

    age_seconds: float
    stale_after_seconds: float
    is_stale: bool


def freshness_of(venue: Venue, as_of: datetime, now: datetime) -> Freshness:
    """How fresh a price of a venue is."""
    limit = stale_after(venue)
    age = ((source_for(venue).market_time(now) or as_of) - as_of).total_seconds()
    return Freshness(max(0.0, age), limit, age > limit or venue.status == Venue.Status.FINISHED)


def stale_after(venue: Venue) -> float:
    """How old a venue's last price may be for an order to be accepted, in seconds."""
    return REPLAY_STALE_AFTER if venue.kind == Venue.Kind.REPLAY else read_setting(settings.STALE_AFTER)
