"""How calls that wait for trading are called off."""

from datetime import datetime

from apps.mcp.cancelling import canceller
from apps.mcp.models import ToolCall
from apps.system.access.models import Actor
from apps.system.access.selectors import visible
from apps.trading.models import Order
from apps.trading.services import cancel_order
from apps.trading.services.backtests.claiming import DEFERRED_KIND, cancel_backtest


@canceller(DEFERRED_KIND)
def call_off_backtest(call: ToolCall, actor: Actor, now: datetime) -> None:
    """Cancel the backtest: a worker that has it stops at its next look. Raises Conflict once it ended."""
    if call.deferred_id is not None:
        cancel_backtest(actor, call.deferred_id, now)


@canceller("order")
def call_off_order(call: ToolCall, actor: Actor, now: datetime) -> None:
    """Cancel the order; what was filled stays. Raises OrderRefused (`order_not_live`) where it has ended."""
    if call.deferred_id is None:
        return
    order = visible(Order.objects.all(), actor, path="account__actor").filter(id=call.deferred_id).first()
    if order is not None:
        cancel_order(order, now=now)
