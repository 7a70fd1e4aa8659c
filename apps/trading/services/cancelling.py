"""Cancelling orders: what they still reserve is free again."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from apps.mcp.services import finish_calls
from apps.mcp.types import CallOutcome, CallStatus
from apps.system.events.services import append_event
from apps.trading.errors import OrderRefused
from apps.trading.events import OrderCancelled
from apps.trading.ledger import ZERO
from apps.trading.market.sources import source_for
from apps.trading.metrics import count_order
from apps.trading.models import Account, Balance, Order, Venue
from apps.trading.selectors.live import is_live
from apps.trading.selectors.orders import list_live_orders
from apps.trading.serializers.results import OrderResult
from apps.trading.services.live.queueing import take_back
from apps.trading.types import OrderStatus, OrderType

REQUESTED = "requested"


@transaction.atomic
def cancel_order(order: Order, *, now: datetime, reason: str = REQUESTED) -> Order:
    """End a live order and release its reservation. Raises OrderRefused (`order_not_live`).

    One that is at an exchange is cancelled there first, and answered as it still stands.

    The order's row lock decides against the matching writer: whoever comes second sees what the first did.
    """
    locked = (
        Order.objects.select_for_update(of=("self",))
        .select_related("instrument__venue", "account__actor")
        .get(id=order.id)
    )
    if not locked.is_live:
        raise OrderRefused(f"The order is {locked.status}.", details={"status": locked.status})
    if is_live(locked.instrument.venue) and not take_back(locked, now=now):
        return locked  # it is at the exchange: the gateway cancels it there, and its end is booked then
    was_waited_for = locked.type == OrderType.MARKET and locked.call_id is not None
    _release(locked)
    locked.status, locked.reason, locked.held = OrderStatus.CANCELLED.value, reason, ZERO
    locked.closed_at = _market_time(locked.instrument.venue, now)
    locked.save(update_fields=["status", "reason", "held", "closed_at"])
    append_event(_cancelled(locked), audience=locked.account.actor.owner_id)
    count_order(locked.instrument.venue_id, locked.status)
    if was_waited_for and locked.call_id:
        finish_calls([CallOutcome(locked.call_id, CallStatus.SUCCEEDED, OrderResult.of(locked))])
    return locked


@transaction.atomic
def cancel_live_orders(account: Account, *, now: datetime, reason: str = REQUESTED) -> int:
    """Cancel all live orders of an account; answers how many."""
    live = list(list_live_orders(account).select_for_update().order_by("id"))
    for order in live:
        cancel_order(order, now=now, reason=reason)
    return len(live)


def _market_time(venue: Venue, now: datetime) -> datetime:
    return source_for(venue).market_time(now) or now


def _release(order: Order) -> None:
    rows = Balance.objects.filter(account_id=order.account_id, asset=order.held_asset)
    rows.update(held=F("held") - order.held)


def _cancelled(order: Order) -> OrderCancelled:
    return OrderCancelled(
        order_id=order.id,
        account_id=order.account_id,
        agent_id=order.account.agent_id,
        symbol=order.instrument.symbol,
        reason=order.reason,
        filled_quantity=order.filled_quantity,
        market_time=order.closed_at or order.placed_at,
    )
