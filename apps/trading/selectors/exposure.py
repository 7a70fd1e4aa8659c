"""What an account has at stake at this moment: positions, open buys, equity. A fixed number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Case, Count, F, Sum, When

from apps.trading.ledger import ZERO, cost_of
from apps.trading.market.sources import source_for
from apps.trading.market.types import Quote
from apps.trading.models import Account, Instrument, Position, Venue
from apps.trading.selectors.orders import list_live_orders
from apps.trading.types import Side, exact_arithmetic


@dataclass(frozen=True, slots=True)
class Exposure:
    """In the account's currency, at the latest prices; `equity` is None while a position has no price.

    `quantity` is what is held of the instrument in its base asset, `position` its value, `open_buys` what
    open buys of it reserve; `total` is both over all instruments.
    """

    quote: Quote | None
    quantity: Decimal
    position: Decimal
    open_buys: Decimal
    total: Decimal
    equity: Decimal | None
    open_orders: int


def read_exposure(
    account: Account, venue: Venue, instrument: Instrument, *, cash: Decimal, market_time: datetime | None
) -> Exposure:
    """What an account has at stake, and the latest quote of the instrument that it wants to trade."""
    held = list(
        Position.objects.filter(account=account)
        .exclude(quantity=0)
        .values_list("instrument_id", "instrument__symbol", "quantity")
    )
    symbols = sorted({instrument.symbol, *(symbol for _, symbol, _ in held)})
    quotes = source_for(venue).quotes(symbols, market_time) if market_time else {}
    buys, orders = _open_orders(account)
    values = _values(held, quotes)
    known = [value for value in values.values() if value is not None]
    with exact_arithmetic():
        worth = sum(known, ZERO)
        return Exposure(
            quote=quotes.get(instrument.symbol),
            quantity=next((quantity for key, _, quantity in held if key == instrument.id), ZERO),
            position=values.get(instrument.id) or ZERO,
            open_buys=buys.get(instrument.id, ZERO),
            total=worth + sum(buys.values(), ZERO),
            equity=cash + worth if len(known) == len(values) else None,
            open_orders=orders,
        )


def _values(held: list[tuple[int, str, Decimal]], quotes: Mapping[str, Quote]) -> dict[int, Decimal | None]:
    return {
        key: cost_of(quotes[symbol].last, quantity) if symbol in quotes else None
        for key, symbol, quantity in held
    }


def _open_orders(account: Account) -> tuple[dict[int, Decimal], int]:
    """What open buys reserve by instrument, and how many orders are open."""
    reserved = Case(When(side=Side.BUY.value, then=F("held")), default=ZERO)
    rows = (
        list_live_orders(account)
        .order_by()
        .values_list("instrument_id")
        .annotate(reserved=Sum(reserved), orders=Count("id"))
    )
    found = list(rows)
    return {key: reserved for key, reserved, _ in found}, sum(orders for *_, orders in found)
