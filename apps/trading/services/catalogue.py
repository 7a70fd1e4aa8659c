"""The venues every installation has."""

import re
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from apps.system.errors import Conflict, Invalid
from apps.trading.market.listings import ALL
from apps.trading.market.path import Listing, Quotient
from apps.trading.market.simulated import MAX_SPEED, speed_of
from apps.trading.market.sources import source_for
from apps.trading.models import Account, Instrument, Venue
from apps.trading.selectors.accounts import HOUSE, get_house_account
from apps.trading.types import Interval

SIMULATOR = "sim"
SEED = 20240101
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
MAKER_FEE, TAKER_FEE = Decimal("0.0005"), Decimal("0.0010")
MIN_NOTIONAL = Decimal(1)
MIN_NOTIONALS = {"BTC": Decimal("0.0001")}
"""By quote asset, where one of it is too much."""


@transaction.atomic
def ensure_catalogue() -> Venue:
    """Have the simulated venue with its instruments; running it again changes nothing."""
    venue = ensure_venue()
    ensure_instruments(venue)
    return venue


@transaction.atomic
def ensure_venue() -> Venue:
    """Have the simulated venue with its own accounts."""
    return _have_simulator(SIMULATOR, {"seed": SEED}, timezone.now())


@transaction.atomic
def open_simulator(*, name: str, seed: int, speed: int, now: datetime) -> Venue:
    """Have the simulated venue `sim:<name>` with its instruments; the same again changes nothing.

    Raises Invalid for a name, seed or speed that cannot be, and Conflict where the name has another.
    """
    if not NAME.fullmatch(name):
        raise Invalid("A name has up to 40 small letters, digits and hyphens.", code="invalid_name")
    if not 0 <= seed < 2**63:
        raise Invalid("A seed is a whole number of at most 63 bits.", code="invalid_seed")
    if not 1 <= speed <= MAX_SPEED:
        raise Invalid(f"A speed is a whole number from 1 to {MAX_SPEED}.", code="invalid_speed")
    venue = _have_simulator(f"{SIMULATOR}:{name}", {"seed": seed, "speed": speed}, now)
    if (int(venue.config["seed"]), speed_of(venue)) != (seed, speed):
        raise Conflict(f"{venue.slug} has another seed or speed.", code="other_market")
    ensure_instruments(venue)
    return venue


def _have_simulator(slug: str, config: dict[str, int], now: datetime) -> Venue:
    """Time begins on the edge of one of the venue's shortest bars, so that they close as it ticks."""
    shortest = next(each for each in Interval if each.seconds >= config.get("speed", 1))
    venue, is_new = Venue.objects.get_or_create(
        slug=slug,
        defaults={
            "kind": Venue.Kind.SIMULATOR,
            "config": config,
            "status": Venue.Status.RUNNING,
            "began_at": shortest.floor(now),
        },
    )
    if is_new:
        source = source_for(venue)
        venue.bars_until = source.settled(source.market_time(now) or now)
        venue.save(update_fields=["bars_until"])
    ensure_house(venue)
    return venue


@transaction.atomic
def ensure_instruments(venue: Venue) -> list[str]:
    """List what the simulator makes prices for; answers the symbols that were not listed."""
    listed = set(Instrument.objects.filter(venue=venue).values_list("symbol", flat=True))
    missing = [listing for listing in ALL if listing.symbol not in listed]
    Instrument.objects.bulk_create(
        [_instrument(venue, listing) for listing in missing], ignore_conflicts=True
    )
    return [listing.symbol for listing in missing]


def ensure_house(venue: Venue) -> None:
    """Have a venue's own accounts."""
    for kind in HOUSE:
        get_house_account(Account.Kind(kind), venue)


def min_notional(quote: str) -> Decimal:
    """The least that an order may be worth, in the quote asset."""
    return MIN_NOTIONALS.get(quote, MIN_NOTIONAL)


def _instrument(venue: Venue, listing: Listing | Quotient) -> Instrument:
    base, quote = listing.symbol.split("/")
    return Instrument(
        venue=venue,
        symbol=listing.symbol,
        base=base,
        quote=quote,
        tick_size=listing.tick,
        lot_size=listing.lot,
        min_notional=min_notional(quote),
        maker_fee=MAKER_FEE,
        taker_fee=TAKER_FEE,
    )
