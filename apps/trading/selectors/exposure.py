"""What an account has at stake at this moment: positions, open buys, equity. A fixed number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Case, Count, F, Sum, When

from apps.trading.ledger import ZERO, cost_of
from apps.trading.market.sources import source_for
from apps.trading.market.types import Quote
from apps.trading.models import Account, Balance, Instrument, Position, Venue
from apps.trading.selectors.orders import list_live_orders
from apps.trading.selectors.valuation import SAME, Rate, price_assets
from apps.trading.selectors.worth import at_rate
from apps.trading.types import Side, exact_arithmetic


@dataclass(frozen=True, slots=True)
class Exposure:
    """In the account's currency, at the latest prices; `equity` is None while a part of it has no price.

    `quantity` is what is held of the instrument in its base asset, `position` its value, `open_buys` what
    open buys of it reserve; `total` is both over all instruments. `rate` is what one unit of the
    instrument's quote asset is worth; None: nobody knows, and these values are then those of the rest.
    `free_quote` is cash in the quote asset, `free_base` what is held and not being sold.
    """

    quote: Quote | None
    quantity: Decimal
    position: Decimal
    open_buys: Decimal
    total: Decimal
    equity: Decimal | None
    open_orders: int
    rate: Decimal | None
    free_quote: Decimal
    free_base: Decimal


class _Held(NamedTuple):
    id: int
    symbol: str
    base: str
    quote: str
    quantity: Decimal


class _Open(NamedTuple):
    """What the live orders of an instrument reserve: buys of its quote asset, sales of its base asset."""

    quote: str
    bought: Decimal
    sold: Decimal
    orders: int


def read_exposure(
    account: Account, venue: Venue, instrument: Instrument, *, market_time: datetime | None, now: datetime
) -> Exposure:
    """What an account whose balances are locked has at stake, and the quote of what it wants to trade."""
    names = ("instrument_id", "instrument__symbol", "instrument__base", "instrument__quote", "quantity")
    rows = Position.objects.filter(account=account).exclude(quantity=0).values_list(*names)
    held = [_Held(*row) for row in rows]
    symbols = sorted({instrument.symbol, *(each.symbol for each in held)})
    quotes = source_for(venue).quotes(symbols, market_time) if market_time else {}
    opened, balances = _open_orders(account), _balances(account)
    money = _money(balances, held)
    paid = {instrument.quote, *money, *(each.quote for each in held)}
    paid |= {each.quote for each in opened.values()}
    rates = _rates(paid, account, venue, now)
    mine = next((each for each in held if each.id == instrument.id), None)
    values = {each.id: _value(each, quotes, rates) for each in held}
    with exact_arithmetic():
        cash = [_at(amount, rates[asset]) for asset, amount in money.items()]
        buys = {key: _at(each.bought, rates[each.quote]) or ZERO for key, each in opened.items()}
        worth = sum((value or ZERO for value in values.values()), ZERO)
        parts = [*values.values(), *cash]
        own, quantity = opened.get(instrument.id), mine.quantity if mine else ZERO
        rate = rates[instrument.quote]
        return Exposure(
            quote=quotes.get(instrument.symbol),
            quantity=quantity,
            position=values.get(instrument.id) or ZERO,
            open_buys=buys.get(instrument.id, ZERO),
            total=worth + sum(buys.values(), ZERO),
            equity=None if None in parts else sum((each or ZERO for each in parts), ZERO),
            open_orders=sum(each.orders for each in opened.values()),
            rate=rate.value if rate else None,
            free_quote=_free(balances, instrument.quote, held, opened),
            free_base=quantity - (own.sold if own else ZERO),
        )


def _rates(paid: set[str], account: Account, venue: Venue, now: datetime) -> Mapping[str, Rate | None]:
    """What each of these assets is worth in the account's currency; no query where that is all there is."""
    if paid <= {account.currency}:
        return {account.currency: SAME}
    return price_assets(paid, account.currency, venue, now)


def _at(amount: Decimal, rate: Rate | None) -> Decimal | None:
    if not amount:
        return ZERO
    return None if rate is None else at_rate(amount, rate.value)


def _value(held: _Held, quotes: Mapping[str, Quote], rates: Mapping[str, Rate | None]) -> Decimal | None:
    quote = quotes.get(held.symbol)
    with exact_arithmetic():
        return _at(cost_of(quote.last, held.quantity), rates[held.quote]) if quote else None


def _balances(account: Account) -> dict[str, tuple[Decimal, Decimal]]:
    """(total, held) by asset."""
    rows = Balance.objects.filter(account=account).exclude(total=0)
    return {row[0]: row[1:] for row in rows.values_list("asset", "total", "held")}


def _money(balances: Mapping[str, tuple[Decimal, Decimal]], held: Sequence[_Held]) -> dict[str, Decimal]:
    """What the account has of each asset beyond its positions."""
    with exact_arithmetic():
        left = {asset: total - _sum(held, asset) for asset, (total, _) in balances.items()}
    return {asset: amount for asset, amount in left.items() if amount}


def _free(
    balances: Mapping[str, tuple[Decimal, Decimal]],
    asset: str,
    held: Sequence[_Held],
    opened: Mapping[int, _Open],
) -> Decimal:
    """Cash of an asset that nothing reserves: what positions hold of it, and do not sell, is no cash."""
    total, reserved = balances.get(asset, (ZERO, ZERO))
    sold = [opened[each.id].sold for each in held if each.base == asset and each.id in opened]
    return total - reserved - _sum(held, asset) + sum(sold, ZERO)


def _sum(held: Sequence[_Held], asset: str) -> Decimal:
    return sum((each.quantity for each in held if each.base == asset), ZERO)


def _open_orders(account: Account) -> dict[int, _Open]:
    """What live orders reserve, by instrument."""
    bought = Case(When(side=Side.BUY.value, then=F("held")), default=ZERO)
    sold = Case(When(side=Side.SELL.value, then=F("held")), default=ZERO)
    rows = list_live_orders(account).order_by().values_list("instrument_id", "instrument__quote")
    found: Iterable[Any] = rows.annotate(bought=Sum(bought), sold=Sum(sold), orders=Count("id"))
    return {row[0]: _Open(*row[1:]) for row in found}
