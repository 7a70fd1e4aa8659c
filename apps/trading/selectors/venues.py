"""Venues, what they list, and the latest prices there."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches

from django.db.models import CharField, Value
from django.db.models.functions import Coalesce

from apps.system.access.models import Actor
from apps.system.errors import NotFound
from apps.system.prepared import Compiled, Given
from apps.trading.errors import UnknownSymbol
from apps.trading.market.sources import source_for
from apps.trading.market.types import Book, DayQuote, Quote
from apps.trading.models import Instrument, Venue
from apps.trading.selectors.accounts import find_account, own_accounts

DEFAULT_VENUE = "sim"
NEAREST = 3

_VENUE = Compiled(lambda: Venue.objects.filter(slug=Given("slug")))
_LISTED = Compiled(
    lambda: Instrument.objects.select_related("venue").filter(
        symbol=Given("symbol"),
        venue_id=Coalesce(
            Given("venue"),
            own_accounts().values("venue_id"),
            Value(DEFAULT_VENUE),
            output_field=CharField(),
        ),
    )
)
_INSTRUMENTS = Compiled(lambda: Instrument.objects.filter(venue_id=Given("venue")).order_by("symbol"))
_INSTRUMENT = Compiled(lambda: Instrument.objects.filter(venue_id=Given("venue"), symbol=Given("symbol")))


def get_venue(slug: str = DEFAULT_VENUE) -> Venue:
    """A venue. Raises NotFound."""
    venue = _VENUE.first(slug=slug)
    if venue is None:
        raise NotFound(f"There is no venue {slug}.", code="unknown_venue")
    return venue


def list_venues() -> list[Venue]:
    """All venues, by name. Markets are public."""
    return list(Venue.objects.order_by("slug"))


def list_instruments(venue: Venue) -> list[Instrument]:
    """What a venue lists, by symbol."""
    return _INSTRUMENTS.all(venue=venue.slug)


def get_instrument(venue: Venue, symbol: str) -> Instrument:
    """An instrument by its canonical symbol. Raises UnknownSymbol with the nearest matches."""
    found = _INSTRUMENT.first(venue=venue.slug, symbol=symbol)
    if found is None:
        raise _unknown(venue, symbol)
    return found


def get_listed(symbol: str, venue: str | None, actor: Actor) -> Instrument:
    """An instrument, with its venue: the one named, else that of the asker's own account, else the default.

    One statement, where all is well. Raises NotFound and UnknownSymbol.
    """
    found = _LISTED.first(symbol=symbol, venue=venue, actor=actor.id)
    if found is not None:
        return found
    account = find_account(actor) if venue is None else None
    own = account.venue_id if account is not None else None
    raise _unknown(get_venue(venue or own or DEFAULT_VENUE), symbol)


def get_instruments(venue: Venue, symbols: Sequence[str]) -> list[Instrument]:
    """Instruments by their canonical symbols, in that order; one query. Raises UnknownSymbol for the first
    that is not listed."""
    listed = {each.symbol: each for each in Instrument.objects.filter(venue=venue, symbol__in=symbols)}
    for symbol in symbols:
        if symbol not in listed:
            raise _unknown(venue, symbol)
    return [listed[symbol] for symbol in symbols]


def _unknown(venue: Venue, symbol: str) -> UnknownSymbol:
    listed = Instrument.objects.filter(venue=venue).order_by("symbol").values_list("symbol", flat=True)
    nearest = get_close_matches(symbol, list(listed), n=NEAREST, cutoff=0.3)
    hint = f" Did you mean {', '.join(nearest)}?" if nearest else ""
    return UnknownSymbol(f"{venue.slug} does not list {symbol}.{hint}", details={"nearest": nearest})


def get_book(venue: Venue, symbol: str, now: datetime) -> Book:
    """The visible ladder of a symbol. Raises NotFound: `no_market_data` before the market has begun,
    `no_order_book` where its source has no book, or none now."""
    source = source_for(venue)
    at = source.market_time(now)
    if at is None:
        raise NotFound(f"{venue.slug} has not begun.", code="no_market_data")
    book = source.book(symbol, at)
    if book is None:
        raise NotFound(f"{venue.slug} has no order book of {symbol}.", code="no_order_book")
    return book


def get_day_quote(venue: Venue, symbol: str, now: datetime) -> DayQuote:
    """The latest quote of a symbol with its last 24 hours. Raises NotFound (`no_market_data`) without one."""
    source = source_for(venue)
    at = source.market_time(now)
    quote = source.day_quote(symbol, at) if at else None
    if quote is None:
        raise NotFound(f"{venue.slug} has no price of {symbol} yet.", code="no_market_data")
    return quote


def find_quote(venue: Venue, symbol: str, now: datetime) -> Quote | None:
    """The latest quote of a symbol; None while the market has no price."""
    return find_quotes(venue, [symbol], now).get(symbol)


def find_quotes(venue: Venue, symbols: Iterable[str], now: datetime) -> Mapping[str, Quote]:
    """The latest quotes; symbols without one are left out."""
    source = source_for(venue)
    at = source.market_time(now)
    return source.quotes(symbols, at) if at else {}
