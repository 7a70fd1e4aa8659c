"""Tools that place, change, cancel and list orders."""

from typing import Annotated

from pydantic import AwareDatetime, Field

from apps.mcp.registry import tool
from apps.mcp.tool import Example
from apps.mcp.types import Deferred, ToolContext
from apps.trading.models import Order
from apps.trading.selectors.accounts import get_account
from apps.trading.selectors.asked import (
    notional_of_change,
    notional_of_order,
    price_of_order,
    price_of_symbol,
)
from apps.trading.selectors.live import money_of
from apps.trading.selectors.orders import get_order, linked_ids
from apps.trading.selectors.orders import list_orders as find_orders
from apps.trading.serializers.results import CancelledOrders, OrderResult, OrderRows
from apps.trading.services import Change, OrderRequest, cancel_live_orders
from apps.trading.services import cancel_order as end_order
from apps.trading.services import close_position as sell_position
from apps.trading.services import modify_order as change_order
from apps.trading.services import place_order as accept_order
from apps.trading.services.placing_calls import place_together
from apps.trading.tools.parameters import AccountId, AgentId, ClientOrderId, OrderId
from apps.trading.types import LIVE, OrderType, Price, Quantity, Side, Symbol, TimeInForce, TrailPercent

OptionalPrice = Price | None


@tool(
    category="trading",
    kind="command",
    scope="trade",
    destructive=True,
    idempotent=False,
    per_minute=300,
    together=place_together,
    command="trade.execute",
    notional=notional_of_order,
    facts=price_of_symbol,
    examples=[
        Example("Buy at the market", {"symbol": "BTC/USD", "side": "buy", "quantity": "0.1"}),
        Example(
            "Ask for more than there is cash for", {"symbol": "BTC/USD", "side": "buy", "quantity": "10"}
        ),
    ],
)
def place_order(
    context: ToolContext,
    *,
    symbol: Symbol,
    side: Side,
    quantity: Quantity,
    order_type: Annotated[
        OrderType,
        Field(
            description="`stop` and `take_profit` become market orders at their stop price, `stop_limit` "
            "(and a take-profit with a limit price) limit orders; a `trailing_stop` follows the best price."
        ),
    ] = OrderType.MARKET,
    limit_price: Annotated[
        OptionalPrice, Field(description="Needed for `limit` and `stop_limit`; `take_profit` may have one.")
    ] = None,
    stop_price: Annotated[
        OptionalPrice, Field(description="The trigger; needed for `stop`, `stop_limit`, `take_profit`.")
    ] = None,
    trail_percent: Annotated[
        TrailPercent | None, Field(description="How far a trailing stop stays behind, in percent.")
    ] = None,
    trail_amount: Annotated[
        OptionalPrice, Field(description="How far a trailing stop stays behind, in the quote asset.")
    ] = None,
    time_in_force: Annotated[
        TimeInForce,
        Field(
            description="`gtc` rests until cancelled, `gtd` until `good_till`; `ioc` cancels what does not "
            "fill at once, `fok` all of it unless all of it fills at once."
        ),
    ] = TimeInForce.GTC,
    good_till: Annotated[
        AwareDatetime | None, Field(description="Needed for `gtd`: a moment of the market's time.")
    ] = None,
    post_only: Annotated[bool, Field(description="Cancel a limit order rather than let it take.")] = False,
    reduce_only: Annotated[bool, Field(description="Refuse a sale of more than is held.")] = False,
    take_profit_price: Annotated[
        OptionalPrice, Field(description="Of a buy: sell what it buys at this limit.")
    ] = None,
    stop_loss_price: Annotated[
        OptionalPrice, Field(description="Of a buy: sell what it buys once the market falls to this.")
    ] = None,
    stop_loss_limit_price: Annotated[
        OptionalPrice, Field(description="Then for no less than this, rather than at the market.")
    ] = None,
    oco_stop_price: Annotated[
        OptionalPrice,
        Field(description="Of a limit order: pair it with a stop of the same side; one cancels the other."),
    ] = None,
    oco_stop_limit_price: Annotated[
        OptionalPrice, Field(description="Make the stop of the pair a stop-limit.")
    ] = None,
    client_order_id: ClientOrderId = None,
    agent_id: AgentId = None,
    account_id: AccountId = None,
) -> OrderResult | Deferred:
    """Place a paper order. A market order answers once it has traded; every other answers as accepted.

    Stops fill at what the market has when it reaches them, which may be worse than their price. The legs of a
    pair share one reservation; the exits of a bracket become live as its entry fills, for what it bought.

    Refusals name the rule: `insufficient_cash`, `insufficient_position`, `lot_size`, `tick_size`,
    `min_notional`, `price_collar`, `stale_market`, `max_order_notional`, `open_orders`, `max_position`,
    `concentration`, `daily_loss`, `drawdown`, `leverage`, `reduce_only`, `no_liquidity`, `post_only`,
    `fill_or_kill`, `kill_switch`, or what is missing or too much (`stop_price_required`); their details hold
    the numbers and a `risk_score` from 0 to 100, the nearest limit used.
    """
    account = get_account(context.actor, agent_id=agent_id, account_id=account_id)
    request = OrderRequest(
        symbol=symbol,
        side=side,
        quantity=quantity,
        client_order_id=client_order_id or str(context.call_id),
        order_type=order_type,
        limit_price=limit_price,
        stop_price=stop_price,
        trail_percent=trail_percent,
        trail_amount=trail_amount,
        time_in_force=time_in_force,
        good_till=good_till,
        post_only=post_only,
        reduce_only=reduce_only,
        take_profit_price=take_profit_price,
        stop_loss_price=stop_loss_price,
        stop_loss_limit_price=stop_loss_limit_price,
        oco_stop_price=oco_stop_price,
        oco_stop_limit_price=oco_stop_limit_price,
    )
    return _answer(
        context, accept_order(account=account, request=request, now=context.now, call_id=context.call_id)
    )


def _answer(context: ToolContext, order: Order) -> OrderResult | Deferred:
    """A market order that this call placed is answered once it has traded."""
    if order.call_id == context.call_id and order.type == OrderType.MARKET:
        return Deferred("order", order.id)
    return OrderResult.of(order, linked_ids(order))


@tool(
    category="trading",
    kind="command",
    scope="trade",
    destructive=True,
    idempotent=True,
    per_minute=300,
    notional=notional_of_change,
    facts=price_of_order,
    examples=[
        Example("Ask for more at the same price", {"order_id": "{order_id}", "quantity": "0.3"}),
    ],
)
def modify_order(
    context: ToolContext,
    *,
    order_id: OrderId,
    quantity: Annotated[
        Quantity | None, Field(description="The whole quantity, what has been filled included.")
    ] = None,
    limit_price: OptionalPrice = None,
    stop_price: OptionalPrice = None,
    good_till: Annotated[
        AwareDatetime | None, Field(description="Makes it a `gtd` order, in the market's time.")
    ] = None,
) -> OrderResult:
    """Change a live order; risk judges and reserves it anew, and what is not named stays.

    It keeps its place in the queue only where its quantity shrinks or its time alone changes. Refused with
    `order_not_live`, `order_not_modifiable`, `nothing_to_change`, `quantity_filled`, `linked_quantity` (the
    orders of a group are for one quantity), `already_triggered`, and as `place_order` is.
    """
    change = Change(quantity, limit_price, stop_price, good_till)
    order = change_order(get_order(context.actor, order_id), change, now=context.now)
    return OrderResult.of(order, linked_ids(order))


@tool(
    category="trading",
    kind="command",
    scope="trade",
    destructive=True,
    idempotent=True,
    per_minute=300,
    reduces_risk=True,
    examples=[Example("Cancel a resting order", {"order_id": "{order_id}"})],
)
def cancel_order(context: ToolContext, *, order_id: OrderId) -> OrderResult:
    """Cancel what is left of an order and free its funds. Refused with `order_not_live` when over.

    With one leg of a pair ends the other, with an entry that has bought nothing its exits.
    """
    order = end_order(get_order(context.actor, order_id), now=context.now)
    return OrderResult.of(order, linked_ids(order))


@tool(
    category="trading",
    kind="command",
    scope="trade",
    destructive=True,
    idempotent=True,
    per_minute=60,
    reduces_risk=True,
    examples=[
        Example("Cancel whatever rests in one symbol", {"symbol": "BTC/USD"}),
    ],
)
def cancel_all_orders(
    context: ToolContext,
    *,
    symbol: Annotated[Symbol | None, Field(description="Only those of this symbol.")] = None,
    agent_id: AgentId = None,
    account_id: AccountId = None,
) -> CancelledOrders:
    """Cancel all live orders of an account, or those of one symbol; answers how many."""
    account = get_account(context.actor, agent_id=agent_id, account_id=account_id)
    ended = cancel_live_orders(account, now=context.now, symbol=symbol)
    return CancelledOrders(cancelled=ended, source=money_of(account.venue), as_of=context.now)


@tool(
    category="trading",
    kind="command",
    scope="trade",
    destructive=True,
    idempotent=False,
    per_minute=300,
    reduces_risk=True,
    facts=price_of_symbol,
    examples=[
        Example("Sell a part of what is held", {"symbol": "BTC/USD", "quantity": "0.2"}),
    ],
)
def close_position(
    context: ToolContext,
    *,
    symbol: Symbol,
    quantity: Annotated[Quantity | None, Field(description="A part of it; without it, all.")] = None,
    cancel_sales: Annotated[
        bool, Field(description="First cancel open sales of the symbol: they reserve what is to be sold.")
    ] = True,
    client_order_id: ClientOrderId = None,
    agent_id: AgentId = None,
    account_id: AccountId = None,
) -> OrderResult | Deferred:
    """Sell what is held of a symbol at the market; answers once it has traded. The kill switch lets it pass.

    Refused with `no_position`, `reduce_only` (more than is held), `insufficient_position` (open sales reserve
    it), `lot_size`, `stale_market`, `no_liquidity`.
    """
    order = sell_position(
        get_account(context.actor, agent_id=agent_id, account_id=account_id),
        symbol=symbol,
        quantity=quantity,
        cancel_sales=cancel_sales,
        client_order_id=client_order_id or str(context.call_id),
        now=context.now,
        call_id=context.call_id,
    )
    return _answer(context, order)


@tool(
    category="trading",
    kind="read",
    scope="read",
    destructive=False,
    idempotent=True,
    per_minute=300,
    cheap=True,
    examples=[
        Example("List what can still be filled", {"live_only": True}),
    ],
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
    return OrderRows.of(rows[:limit], account, context.now)
