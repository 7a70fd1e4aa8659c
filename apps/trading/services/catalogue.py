"""The venues every installation has."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from apps.trading.market.path import Listing
from apps.trading.market.simulator import LISTINGS
from apps.trading.models import Account, Instrument, Venue
from apps.trading.selectors.accounts import HOUSE, get_house_account

SIMULATOR = "sim"
SEED = 20240101
MAKER_FEE, TAKER_FEE = Decimal("0.0005"), Decimal("0.0010")
MIN_NOTIONAL = Decimal(1)


@transaction.atomic
def ensure_catalogue() -> Venue:
    """Have the simulated venue with its instruments; running it again changes nothing."""
    venue = ensure_venue()
    ensure_instruments(venue)
    return venue


@transaction.atomic
def ensure_venue() -> Venue:
    """Have the simulated venue with its own accounts."""
    venue, _ = Venue.objects.get_or_create(
        slug=SIMULATOR,
        defaults={
            "kind": Venue.Kind.SIMULATOR,
            "config": {"seed": SEED},
            "status": Venue.Status.RUNNING,
            "bars_until": timezone.now().replace(microsecond=0),
        },
    )
    ensure_house(venue)
    return venue


@transaction.atomic
def ensure_instruments(venue: Venue) -> list[str]:
    """List what the simulator makes prices for; answers the symbols that were not listed."""
    listed = set(Instrument.objects.filter(venue=venue).values_list("symbol", flat=True))
    missing = [listing for listing in LISTINGS if listing.symbol not in listed]
    Instrument.objects.bulk_create(
        [_instrument(venue, listing) for listing in missing], ignore_conflicts=True
    )
    return [listing.symbol for listing in missing]


def ensure_house(venue: Venue) -> None:
    """Have a venue's own accounts."""
    for kind in HOUSE:
        get_house_account(Account.Kind(kind), venue)


def _instrument(venue: Venue, listing: Listing) -> Instrument:
    base, quote = listing.symbol.split("/")
    return Instrument(
        venue=venue,
        symbol=listing.symbol,
        base=base,
        quote=quote,
        tick_size=listing.tick,
        lot_size=listing.lot,
        min_notional=MIN_NOTIONAL,
        maker_fee=MAKER_FEE,
        taker_fee=TAKER_FEE,
    )
