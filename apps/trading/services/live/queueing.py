"""Live orders before they leave: into the outbox with the order, and out of it again."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings

from apps.trading.errors import AccountRefused, OrderRefused
from apps.trading.models import Account, LiveAccount, LiveOrder, Order
from apps.trading.requests import OrderRequest
from apps.trading.types import OrderType, TimeInForce

MARK = "cv"
"""Orders at an exchange whose id begins so are ours."""

STOPS = (OrderType.STOP, OrderType.STOP_LIMIT)
TAKEN = (OrderType.MARKET, OrderType.LIMIT, *STOPS)
TIMES = (TimeInForce.GTC, TimeInForce.IOC)


def check_live(account: Account, request: OrderRequest) -> None:
    """Raise AccountRefused (`live_trading_off`, `live_trading_not_enabled`) or OrderRefused
    (`not_taken_live`) for what is not sent to an exchange."""
    if not settings.LIVE_TRADING:
        raise AccountRefused("Live trading is off in this deployment.", code="live_trading_off")
    if not LiveAccount.objects.filter(account=account, enabled_at__isnull=False).exists():
        raise AccountRefused("Live trading is not enabled for this account.", code="live_trading_not_enabled")
    is_plain = not (request.legs or request.post_only)
    times = TIMES[:1] if request.order_type in STOPS else TIMES
    if request.order_type not in TAKEN or request.time_in_force not in times or not is_plain:
        raise OrderRefused(
            "An exchange is sent single market and limit orders, until cancelled or for at once only, and "
            "stops and stop-limits until cancelled.",
            code="not_taken_live",
        )


def queue_order(order: Order, *, now: datetime) -> LiveOrder:
    """Write the outbox row in the transaction that makes the order."""
    return LiveOrder.objects.create(
        order=order,
        account_id=order.account_id,
        client_id=f"{MARK}{order.id.hex}",
        due_at=now,
        created_at=now,
    )


def take_back(order_ids: Collection[UUID], *, now: datetime) -> set[UUID]:
    """Those of these orders that never left, taken out of the outbox; the gateway cancels the others."""
    rows = LiveOrder.objects.select_for_update().filter(order_id__in=order_ids).order_by("order_id")
    back = {row.order_id for row in rows if row.state == LiveOrder.State.QUEUED and row.attempts == 0}
    LiveOrder.objects.filter(order_id__in=back).update(state=LiveOrder.State.DONE)
    request_cancels(set(order_ids) - back, now=now)
    return back


def request_cancels(order_ids: Iterable[UUID], *, now: datetime) -> int:
    """Have the gateway cancel orders, wherever they are; answers how many were not asked for before."""
    asked = LiveOrder.objects.filter(order_id__in=list(order_ids), cancel_requested_at=None)
    return asked.exclude(state=LiveOrder.State.DONE).update(cancel_requested_at=now)
