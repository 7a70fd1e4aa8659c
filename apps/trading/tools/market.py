"""Tools that read the market."""

from typing import Annotated

from pydantic import Field

from apps.mcp.registry import tool
from apps.mcp.tool import Example
from apps.mcp.types import ToolContext
from apps.trading.selectors.venues import get_book, get_day_quote, get_listed
from apps.trading.serializers.prices import BookResult, MarketData
from apps.trading.tools.parameters import VenueSlug
from apps.trading.types import Symbol

Depth = Annotated[int, Field(ge=1, le=50, description="How many levels of each side at most.")]


@tool(
    category="trading",
    kind="read",
    scope="read",
    destructive=False,
    idempotent=True,
    per_minute=600,
    cheap=True,
    examples=[
        Example("Read the latest prices", {"symbol": "BTC/USD"}),
        Example("Mistype a symbol", {"symbol": "BTX/USD"}),
    ],
)
def get_market_data(context: ToolContext, *, symbol: Symbol, venue: VenueSlug = None) -> MarketData:
    """Read the latest prices of a symbol: last price, best bid and ask, and its last 24 hours.

    `is_stale` says that they are too old to trade on, `scenarios` what is laid over a simulated market.

    Refused with `unknown_symbol` (and the nearest matches) where the venue does not list it, and
    `no_market_data` while the market has no price yet.
    """
    place = get_listed(symbol, venue, context.actor).venue
    return MarketData.of(place, get_day_quote(place, symbol, context.now), context.now)


@tool(
    category="trading",
    kind="read",
    scope="read",
    destructive=False,
    idempotent=True,
    per_minute=600,
    cheap=True,
    examples=[
        Example("Read two levels of each side", {"symbol": "BTC/USD", "depth": 2}),
    ],
)
def get_order_book(
    context: ToolContext, *, symbol: Symbol, venue: VenueSlug = None, depth: Depth = 10
) -> BookResult:
    """Read the visible order book of a symbol: levels, mid price, spread, and the imbalance of its sides.

    Refused with `unknown_symbol` (and the nearest matches) where the venue does not list it,
    `no_market_data` while its market has not begun, and `no_order_book` where its source has no book, or none
    now.
    """
    place = get_listed(symbol, venue, context.actor).venue
    return BookResult.of(place, get_book(place, symbol, context.now), depth, context.now)
