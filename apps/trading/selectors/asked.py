"""What the gates ask before orders are let in: the money they put at risk, and the price they rest on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, ParamSpec
from uuid import UUID

from apps.mcp.types import ToolContext
from apps.system.access.models import Actor
from apps.system.errors import CivalError, NotFound
from apps.trading.errors import MarketCold
from apps.trading.models import Account, Instrument
from apps.trading.selectors.accounts import get_account
from apps.trading.selectors.orders import get_order
from apps.trading.selectors.valuation import STEP, find_rates
from apps.trading.selectors.venues import find_quote, get_instrument
from apps.trading.types import Side, exact_arithmetic

P = ParamSpec("P")
Calls = Sequence[tuple[ToolContext, Mapping[str, Any]]]
Worth = Decimal | CivalError
ZERO = Decimal(0)


def notional_of_order(calls: Calls, currency: str) -> list[Worth]:
    """Quantity times the price at the market now, in a currency; a sale only takes risk away.

    However many orders they are, the market is asked once for each symbol. In the place of one that cannot
    be told stands why: MarketCold where the market has no price, or none of that currency.
    """
    market = _Market(currency, [context.actor for context, _ in calls])
    return [
        ZERO
        if said["side"] is Side.SELL
        else _or_refusal(market.worth_of_order, context, said["symbol"], said["quantity"], said)
        for context, said in calls
    ]


def notional_of_change(calls: Calls, currency: str) -> list[Worth]:
    """What purchases grow by, likewise."""
    market = _Market(currency, [])
    return [
        _or_refusal(market.worth_of_change, context, said["order_id"], said["quantity"])
        for context, said in calls
    ]


class _Market:
    """What some orders are worth in a currency: each account, instrument and price is asked for once."""

    def __init__(self, currency: str, actors: Iterable[Actor]) -> None:
        self._currency = currency
        own = Account.objects.filter(
            actor_id__in={each.id for each in actors},
            kind=Account.Kind.TRADING,
            status=Account.Status.OPEN,
        )
        self._accounts = {each.actor_id: each for each in own.select_related("actor", "venue")}
        self._instruments: dict[tuple[str, str], Instrument] = {}
        self._units: dict[tuple[str, str], Worth] = {}

    def worth_of_order(
        self, context: ToolContext, symbol: str, quantity: Decimal, whose: Mapping[str, Any]
    ) -> Decimal:
        """What a purchase would cost."""
        agent_id, account_id = whose.get("agent_id"), whose.get("account_id")
        account = self._accounts.get(context.actor.id) if not (agent_id or account_id) else None
        account = account or get_account(context.actor, agent_id=agent_id, account_id=account_id)
        place = account.venue_id or "", symbol
        if place not in self._instruments:
            self._instruments[place] = _instrument(account, symbol)
        return self._worth(self._instruments[place], quantity, context.now)

    def worth_of_change(self, context: ToolContext, order_id: UUID, quantity: Decimal | None) -> Decimal:
        """What a purchase would cost more."""
        order = get_order(context.actor, order_id)
        if quantity is None or order.side != Side.BUY or quantity <= order.quantity:
            return ZERO
        with exact_arithmetic():
            more = quantity - order.quantity
        return self._worth(order.instrument, more, context.now)

    def _worth(self, instrument: Instrument, quantity: Decimal, now: datetime) -> Decimal:
        place = instrument.venue_id, instrument.symbol
        if place not in self._units:
            self._units[place] = _or_refusal(self._unit, instrument, now)
        unit = self._units[place]
        if isinstance(unit, CivalError):
            raise unit
        with exact_arithmetic():
            return (quantity * unit).quantize(STEP)

    def _unit(self, instrument: Instrument, now: datetime) -> Decimal:
        """What one of it costs, in the currency."""
        price = _price(instrument, now)
        rate = find_rates([instrument.quote], self._currency, instrument.venue, now)[instrument.quote]
        if rate is None:
            raise MarketCold(
                f"There is no price of {instrument.quote} in {self._currency}: a budget cannot be kept."
            )
        with exact_arithmetic():
            return price * rate


def _or_refusal(find: Callable[P, Decimal], *args: P.args, **kwargs: P.kwargs) -> Worth:
    try:
        return find(*args, **kwargs)
    except CivalError as refusal:
        return refusal


def price_of_symbol(
    context: ToolContext,
    *,
    symbol: str,
    agent_id: UUID | None = None,
    account_id: UUID | None = None,
    **_: object,
) -> dict[str, Decimal]:
    """The last price of what is to be traded. Raises MarketCold."""
    account = get_account(context.actor, agent_id=agent_id, account_id=account_id)
    return {"price": _price(_instrument(account, symbol), context.now)}


def price_of_order(context: ToolContext, *, order_id: UUID, **_: object) -> dict[str, Decimal]:
    """The last price of what an order trades. Raises MarketCold."""
    return {"price": _price(get_order(context.actor, order_id).instrument, context.now)}


def _instrument(account: Account, symbol: str) -> Instrument:
    if account.venue is None:
        raise NotFound(f"{account.name} is at no market.", code="no_venue")
    return get_instrument(account.venue, symbol)


def _price(instrument: Instrument, now: datetime) -> Decimal:
    quote = find_quote(instrument.venue, instrument.symbol, now)
    if quote is None:
        raise MarketCold(f"{instrument.venue_id} has no price of {instrument.symbol} now.", retry_after=2)
    return quote.last
