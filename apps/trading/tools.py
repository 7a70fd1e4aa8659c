"""Trading's tools: what agents and people may do in a market."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from apps.mcp.registry import tool
from apps.mcp.types import Deferred, ToolContext
from apps.system.errors import NotFound
from apps.trading.models import Venue
from apps.trading.selectors.accounts import find_account, get_account
from apps.trading.selectors.orders import get_order, list_positions
from apps.trading.selectors.orders import list_orders as find_orders
from apps.trading.selectors.portfolio import summarise_portfolio, value_positions
from apps.trading.selectors.venues import find_quote, get_instrument, get_venue
from apps.trading.serializers.results import (
    HoldingResult,
    MarketData,
    OrderResult,
    OrderRow,
    OrderRows,
    PortfolioResult,
)
from apps.trading.services import OrderRequest
from apps.trading.services import cancel_order as end_order
from apps.trading.services import place_order as accept_order
from apps.trading.types import LIVE, OrderType, Price, Quantity, Side, Symbol, TimeInForce

AgentId = Annotated[UUID | None, Field(description="The agent whose account it is; without it, your own.")]
AccountId = Annotated[UUID | None, Field(description="The account, where it is not an agent's or your own.")]
VenueSlug = Annotated[
    str | None,
    Field(
        max_length=64,
        description="`sim` or `replay:<dataset>`; without it, that of your account, else `sim`.",
    ),
]
ClientOrderId = Annotated[
    str | None,
    Field(
        min_length=1,
        max_length=64,
        description="Your own id of the order; the same id again answers the same order.",
    ),
]


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


@tool(
    category="trading",
    kind="command",
    scope="trade",
    destructive=True,
    idempotent=False,
    per_minute=300,
    command="trade.execute",
)
def place_order(
    context: ToolContext,
    *,
    symbol: Symbol,
    side: Side,
    quantity: Quantity,
    order_type: OrderType = OrderType.MARKET,
    limit_price: Annotated[
        Price | None, Field(description="Needed for a limit order, and only there.")
    ] = None,
    time_in_force: Annotated[
        TimeInForce,
        Field(description="`gtc` rests until cancelled; `ioc` cancels what does not fill at once."),
    ] = TimeInForce.GTC,
    client_order_id: ClientOrderId = None,
    agent_id: AgentId = None,
    account_id: AccountId = None,
) -> OrderResult | Deferred:
    """Place a paper order. A market order answers once it has traded; a limit order answers as accepted.

    Refusals name the rule: `insufficient_cash`, `insufficient_position`, `lot_size`, `tick_size`,
    `min_notional`, `price_collar`, `stale_market`, `max_order_notional`, `open_orders`, `no_liquidity`,
    `kill_switch`; their details hold the numbers and a `risk_score` from 0 to 100, the nearest limit used.
    """
    order = accept_order(
        account=get_account(context.actor, agent_id=agent_id, account_id=account_id),
        request=OrderRequest(
            symbol=symbol,
            side=side,
            quantity=quantity,
            client_order_id=client_order_id or str(context.call_id),
            order_type=order_type,
            limit_price=limit_price,
            time_in_force=time_in_force,
        ),
        now=context.now,
        call_id=context.call_id,
    )
    waits = order.call_id == context.call_id and order_type is OrderType.MARKET
    return Deferred("order", order.id) if waits else OrderResult.of(order)


@tool(
    category="trading",
    kind="command",
    scope="trade",
    destructive=True,
    idempotent=True,
    per_minute=300,
    reduces_risk=True,
)
def cancel_order(
    context: ToolContext, *, order_id: Annotated[UUID, Field(description="The order's id.")]
) -> OrderResult:
    """Cancel what is left of an order and free its funds. Refused with `order_not_live` when over."""
    return OrderResult.of(end_order(get_order(context.actor, order_id), now=context.now))


@tool(
    category="trading",
    kind="read",
    scope="read",
    destructive=False,
    idempotent=True,
    per_minute=300,
    cheap=True,
)
def get_portfolio(
    context: ToolContext, *, agent_id: AgentId = None, account_id: AccountId = None
) -> PortfolioResult:
    """Read what an account is worth: cash, positions at their latest prices, profits and fees."""
    account = get_account(context.actor, agent_id=agent_id, account_id=account_id)
    worth = summarise_portfolio(context.actor, context.now, account=account)
    positions = value_positions(
        list_positions(context.actor, account=account).order_by("instrument__symbol"), context.now
    )
    return PortfolioResult.of(worth, [HoldingResult.model_validate(position) for position in positions])


@tool(
    category="trading",
    kind="read",
    scope="read",
    destructive=False,
    idempotent=True,
    per_minute=300,
    cheap=True,
)
def list_orders(
    context: ToolContext,
    *,
    live_only: Annotated[bool, Field(description="Only orders that can still be filled.")] = False,
    limit: Annotated[int, Field(ge=1, le=200, description="How many, newest first.")] = 50,
    agent_id: AgentId = None,
    account_id: AccountId = None,
) -> OrderRows:
    """List an account's orders, newest first, with what was executed of each."""
    account = get_account(context.actor, agent_id=agent_id, account_id=account_id)
    rows = find_orders(context.actor, account=account).order_by("-id")
    rows = rows.filter(status__in=[status.value for status in LIVE]) if live_only else rows
    return OrderRows(orders=[OrderRow.of(order) for order in rows[:limit]], as_of=context.now)
