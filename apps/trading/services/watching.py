"""Watchlists: symbols that somebody follows, in an order of their own."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from apps.system.access.models import Actor
from apps.system.errors import Conflict, Invalid
from apps.trading.errors import TooMany
from apps.trading.models import Instrument, Venue, Watchlist, WatchlistItem
from apps.trading.selectors.venues import get_instruments

MOST_LISTS = 50
MOST_SYMBOLS = 100


@transaction.atomic
def create_watchlist(
    *, actor: Actor, name: str, venue: Venue, symbols: Sequence[str], now: datetime
) -> Watchlist:
    """Begin a list. Raises Conflict (`watchlist_exists`), TooMany and UnknownSymbol."""
    Actor.objects.select_for_update().get(id=actor.id)
    if Watchlist.objects.filter(actor=actor).count() >= MOST_LISTS:
        raise TooMany(f"{MOST_LISTS} watchlists are the most.", details={"most": MOST_LISTS})
    _check_name(actor, name)
    made = Watchlist.objects.create(actor=actor, name=name, created_at=now, updated_at=now)
    _fill(made, get_instruments(venue, symbols))
    return made


def _check_name(actor: Actor, name: str, *, but: Watchlist | None = None) -> None:
    others = Watchlist.objects.filter(actor=actor, name=name)
    if (others.exclude(id=but.id) if but else others).exists():
        raise Conflict(f"There is a watchlist {name} already.", code="watchlist_exists")


@transaction.atomic
def update_watchlist(
    watchlist: Watchlist,
    *,
    name: str | None = None,
    venue: Venue,
    symbols: Sequence[str] | None = None,
    add: Sequence[str] = (),
    remove: Sequence[str] = (),
    now: datetime,
) -> Watchlist:
    """Rename a list, put its symbols of a venue in a new order (`symbols`), add some, take some off it.

    `symbols` replaces those of that venue; other venues' keep their places before them.
    """
    # With its actor: of two that want one name, the second finds that the first has it.
    watchlist = Watchlist.objects.select_for_update().select_related("actor").get(id=watchlist.id)
    if name is not None:
        _check_name(watchlist.actor, name, but=watchlist)
        watchlist.name = name
    items = WatchlistItem.objects.filter(watchlist=watchlist).order_by("place").select_related("instrument")
    listed = [item.instrument for item in items]
    if symbols is not None:
        others = [each for each in listed if each.venue_id != venue.slug]
        listed = others + get_instruments(venue, symbols)
    listed += get_instruments(venue, add)
    listed = [each for each in listed if not (each.venue_id == venue.slug and each.symbol in set(remove))]
    _fill(watchlist, listed)
    watchlist.updated_at = now
    watchlist.save(update_fields=["name", "updated_at"])
    return watchlist


def _fill(watchlist: Watchlist, instruments: Iterable[Instrument]) -> None:
    listed = list({each.id: each for each in instruments}.values())
    if len(listed) > MOST_SYMBOLS:
        raise Invalid(f"A watchlist has {MOST_SYMBOLS} symbols at most.", code="too_many_symbols")
    WatchlistItem.objects.filter(watchlist=watchlist).delete()
    WatchlistItem.objects.bulk_create(
        [
            WatchlistItem(watchlist=watchlist, instrument=each, place=place)
            for place, each in enumerate(listed)
        ]
    )


def delete_watchlist(watchlist: Watchlist) -> None:
    """A list is gone; what it listed is not."""
    watchlist.delete()
