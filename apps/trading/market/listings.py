"""What the built-in market lists."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from apps.trading.market.path import Listing, Path, Quotient, QuotientPath

LISTINGS = (
    Listing("BTC/USD", Decimal(60_000), 0.55, 0.80, Decimal("0.01"), Decimal("0.00001"), 500_000),
    Listing("ETH/USD", Decimal(3_000), 0.70, 0.75, Decimal("0.01"), Decimal("0.0001"), 800_000),
    Listing("SOL/USD", Decimal(150), 0.90, 0.65, Decimal("0.001"), Decimal("0.001"), 1_200_000),
    Listing("LINK/USD", Decimal(15), 0.85, 0.60, Decimal("0.0001"), Decimal("0.01"), 600_000),
    Listing("AVAX/USD", Decimal(30), 0.90, 0.60, Decimal("0.0001"), Decimal("0.01"), 400_000),
    Listing("XRP/USD", Decimal("0.6"), 0.80, 0.55, Decimal("0.00001"), Decimal("0.1"), 2_000_000),
    Listing("ADA/USD", Decimal("0.5"), 0.85, 0.55, Decimal("0.00001"), Decimal("0.1"), 2_000_000),
    Listing("DOGE/USD", Decimal("0.1"), 0.95, 0.50, Decimal("0.000001"), Decimal(1), 900_000),
    Listing("EUR/USD", Decimal("1.1"), 0.07, 0.0, Decimal("0.00001"), Decimal("0.01"), 50_000_000),
)
QUOTIENTS = (
    Quotient("ETH/BTC", "ETH/USD", "BTC/USD", Decimal("0.000001"), Decimal("0.0001"), 400_000),
    Quotient("BTC/EUR", "BTC/USD", "EUR/USD", Decimal("0.01"), Decimal("0.00001"), 200_000),
    Quotient("ETH/EUR", "ETH/USD", "EUR/USD", Decimal("0.01"), Decimal("0.0001"), 300_000),
)
ALL: tuple[Listing | Quotient, ...] = (*LISTINGS, *QUOTIENTS)
CURRENCIES = frozenset({"USD", "EUR"})


@cache
def paths(seed: int) -> Mapping[str, Path | QuotientPath]:
    """The paths of a seed by symbol; they only cache what anybody could compute again."""
    walks = {listing.symbol: Path(listing, seed) for listing in LISTINGS}
    quotients = {
        each.symbol: QuotientPath(each, seed, walks[each.over], walks[each.under]) for each in QUOTIENTS
    }
    return {**walks, **quotients}


def falls(symbol: str) -> bool:
    """Whether a crash of the coins shows in this price: a coin against a currency."""
    base, quote = symbol.split("/")
    return base not in CURRENCIES and quote in CURRENCIES
