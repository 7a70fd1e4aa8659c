"""Orders as the events that tell of them."""

from decimal import Decimal
from typing import Any

from apps.trading.events import OrderModified, OrderPlaced
from apps.trading.models import Order
from apps.trading.selectors.live import money_of
from apps.trading.types import Link, OrderStatus, OrderType, Side, TimeInForce

_SAME = (
    "account_id",
    "quantity",
    "limit_price",
    "stop_price",
    "trail_percent",
    "trail_amount",
    "good_till",
    "group_id",
    "placed_at",
)


def placed(order: Order) -> OrderPlaced:
    """That an order was accepted."""
    return OrderPlaced(post_only=order.post_only, reduce_only=order.reduce_only, **_fields(order))


def modified(order: Order, *, keeps_place: bool, market_time: Any) -> OrderModified:
    """That an order was changed."""
    return OrderModified(
        filled_quantity=order.filled_quantity or Decimal(0),
        keeps_place=keeps_place,
        market_time=market_time,
        **_fields(order),
    )


def _fields(order: Order) -> dict[str, Any]:
    return {
        **{name: getattr(order, name) for name in _SAME},
        "order_id": order.id,
        "agent_id": order.account.agent_id,
        "symbol": order.instrument.symbol,
        "side": Side(order.side),
        "order_type": OrderType(order.type),
        "time_in_force": TimeInForce(order.time_in_force),
        "link": Link(order.link),
        "status": OrderStatus(order.status),
        "source": money_of(order.instrument.venue),
    }
