"""Tools that place, cancel and list orders."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from apps.mcp.registry import tool
from apps.mcp.types import Deferred, ToolContext
from apps.trading.selectors.accounts import get_account
from apps.trading.selectors.orders import get_order
from apps.trading.selectors.orders import list_orders as find_orders
from apps.trading.serializers.results import OrderResult, OrderRow, OrderRows
from apps.trading.services import OrderRequest
from apps.trading.services import cancel_order as end_order
from apps.trading.services import place_order as accept_order
from apps.trading.tools.parameters import AccountId, AgentId, ClientOrderId
from apps.trading.types import LIVE, OrderType, Price, Quantity, Side, Symbol, TimeInForce


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
