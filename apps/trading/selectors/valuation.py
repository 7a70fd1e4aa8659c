"""What an asset is worth in another one, by a venue's own latest prices."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from apps.system.types import SCALE
from apps.trading.market.types import Quote
from apps.trading.models import Venue
from apps.trading.selectors.venues import find_quotes, list_instruments
from apps.trading.types import QUOTE_ASSETS, exact_arithmetic

ONE = Decimal(1)
STEP = Decimal(1).scaleb(-SCALE)

Prices = Mapping[tuple[str, str], Quote]
"""The latest quote of each listed pair, by base and quote."""


class Rate(NamedTuple):
    """What one unit of an asset is worth in another; `as_of` is the oldest of the prices it is made of, None
    where it takes none."""

    value: Decimal
    as_of: datetime | None = None


SAME = Rate(ONE)


def convert(amount: Decimal, from_asset: str, to_asset: str, venue: Venue, now: datetime) -> Decimal | None:
    """An amount of one asset in another, to 18 decimals; None where the venue has no price for it.

    See `price_assets` for the way; any number of amounts costs the same queries there.
    """
    rate = find_rates([from_asset], to_asset, venue, now)[from_asset]
    if rate is None:
        return None
    with exact_arithmetic():
        return (amount * rate).quantize(STEP)


def find_rates(
    assets: Iterable[str], to_asset: str, venue: Venue, now: datetime
) -> dict[str, Decimal | None]:
    """The values of `price_assets` alone."""
    found = price_assets(assets, to_asset, venue, now)
    return {asset: rate and rate.value for asset, rate in found.items()}


def price_assets(assets: Iterable[str], to_asset: str, venue: Venue, now: datetime) -> dict[str, Rate | None]:
    """What one unit of each asset is worth in `to_asset`, unrounded; None where the venue has no price.

    Prices are last prices. The way is a listed pair of the two, read in either direction, or else two such
    pairs that share one asset: a currency first, in the order of `QUOTE_ASSETS`. Two queries at most.
    """
    wanted = set(assets)
    if wanted <= {to_asset}:
        return dict.fromkeys(wanted, SAME)
    pairs = {(row.base, row.quote): row.symbol for row in list_instruments(venue)}
    concerned = {pair: symbol for pair, symbol in pairs.items() if _concerns(pair, wanted | {to_asset})}
    quotes = find_quotes(venue, concerned.values(), now)
    prices = {pair: quotes[symbol] for pair, symbol in concerned.items() if symbol in quotes}
    with exact_arithmetic():
        return {asset: _rate(asset, to_asset, prices) for asset in wanted}


def _concerns(pair: tuple[str, str], assets: set[str]) -> bool:
    return pair[0] in assets or pair[1] in assets


def _rate(asset: str, to_asset: str, prices: Prices) -> Rate | None:
    direct = _direct(asset, to_asset, prices)
    if direct is not None:
        return direct
    for between in _between(prices):
        there, onwards = _direct(asset, between, prices), _direct(between, to_asset, prices)
        if there is not None and onwards is not None:
            times = [each for each in (there.as_of, onwards.as_of) if each is not None]
            return Rate(there.value * onwards.value, min(times, default=None))
    return None


def _direct(asset: str, to_asset: str, prices: Prices) -> Rate | None:
    if asset == to_asset:
        return SAME
    if (quote := prices.get((asset, to_asset))) is not None:
        return Rate(quote.last, quote.as_of)
    inverse = prices.get((to_asset, asset))
    return Rate(ONE / inverse.last, inverse.as_of) if inverse and inverse.last else None


def _between(prices: Prices) -> list[str]:
    """The assets that two pairs may share, currencies first."""
    known = {asset for pair in prices for asset in pair}
    return [asset for asset in QUOTE_ASSETS if asset in known] + sorted(known - set(QUOTE_ASSETS))
