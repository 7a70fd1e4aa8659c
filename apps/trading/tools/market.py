"""Tools that read the market."""

from apps.mcp.registry import tool
from apps.mcp.types import ToolContext
from apps.system.errors import NotFound
from apps.trading.models import Venue
from apps.trading.selectors.accounts import find_account
from apps.trading.selectors.venues import find_quote, get_instrument, get_venue
from apps.trading.serializers.results import MarketData
from apps.trading.tools.parameters import VenueSlug
from apps.trading.types import Symbol


@tool(
    category="trading",
    kind="read",
    scope="read",
    destructive=False,
    idempotent=True,
    per_minute=600,
    cheap=True,
)
def get_market_data(context: ToolContext, *, symbol: Symbol, venue: VenueSlug = None) -> MarketData:
    """Read the latest prices of a symbol: last price, best bid and ask, and its last 24 hours.

    Refused with `unknown_symbol` (and the nearest matches) where the venue does not list it, and
    `no_market_data` while the market has no price yet.
    """
    place = _venue(context, venue)
    get_instrument(place, symbol)
    quote = find_quote(place, symbol, context.now)
    if quote is None:
        raise NotFound(f"{place.slug} has no price of {symbol} yet.", code="no_market_data")
    return MarketData.of(place, quote)


def _venue(context: ToolContext, slug: str | None) -> Venue:
    if slug is not None:
        return get_venue(slug)
    account = find_account(context.actor)
    return account.venue if account is not None and account.venue is not None else get_venue()
