"""What the gates ask before an order is let in: the money it would put at risk, and the price it rests on."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from apps.mcp.types import ToolContext
from apps.system.errors import NotFound
from apps.trading.errors import MarketCold
from apps.trading.models import Instrument
from apps.trading.selectors.accounts import get_account
from apps.trading.selectors.orders import get_order
from apps.trading.selectors.valuation import convert
from apps.trading.selectors.venues import find_quote, get_instrument
from apps.trading.types import Side, exact_arithmetic

ZERO = Decimal(0)


def notional_of_order(
    context: ToolContext,
    currency: str,
    *,
    symbol: str,
    side: Side,
    quantity: Decimal,
    agent_id: UUID | None = None,
    account_id: UUID | None = None,
    **_: object,
) -> Decimal:
    """Quantity times the price at the market now, in a currency; a sale only takes risk away.

    Raises MarketCold where the market has no price, or none of that currency: a budget cannot be kept then.
    """
    if side is Side.SELL:
        return ZERO
    instrument = _instrument(context, symbol, agent_id, account_id)
    return _worth(instrument, quantity, currency, context.now)


def notional_of_change(
    context: ToolContext, currency: str, *, order_id: UUID, quantity: Decimal | None = None, **_: object
) -> Decimal:
    """What a purchase grows by, likewise."""
    order = get_order(context.actor, order_id)
    if quantity is None or order.side != Side.BUY or quantity <= order.quantity:
        return ZERO
    with exact_arithmetic():
        more = quantity - order.quantity
    return _worth(order.instrument, more, currency, context.now)


def price_of_symbol(
    context: ToolContext,
    *,
    symbol: str,
    agent_id: UUID | None = None,
    account_id: UUID | None = None,
    **_: object,
) -> dict[str, Decimal]:
    """The last price of what is to be traded. Raises MarketCold."""
    return {"price": _price(_instrument(context, symbol, agent_id, account_id), context.now)}


def price_of_order(context: ToolContext, *, order_id: UUID, **_: object) -> dict[str, Decimal]:
    """The last price of what an order trades. Raises MarketCold."""
    return {"price": _price(get_order(context.actor, order_id).instrument, context.now)}


def _instrument(
    context: ToolContext, symbol: str, agent_id: UUID | None, account_id: UUID | None
) -> Instrument:
    account = get_account(context.actor, agent_id=agent_id, account_id=account_id)
    if account.venue is None:
        raise NotFound(f"{account.name} is at no market.", code="no_venue")
    return get_instrument(account.venue, symbol)


def _worth(instrument: Instrument, quantity: Decimal, currency: str, now: datetime) -> Decimal:
    with exact_arithmetic():
        amount = quantity * _price(instrument, now)
    found = convert(amount, instrument.quote, currency, instrument.venue, now)
    if found is None:
        raise MarketCold(f"There is no price of {instrument.quote} in {currency}: a budget cannot be kept.")
    return found


def _price(instrument: Instrument, now: datetime) -> Decimal:
    quote = find_quote(instrument.venue, instrument.symbol, now)
    if quote is None:
        raise MarketCold(f"{instrument.venue_id} has no price of {instrument.symbol} now.", retry_after=2)
    return quote.last
