"""Live orders before they leave: into the outbox with the order, and out of it again."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings

from apps.trading.errors import AccountRefused, OrderRefused
from apps.trading.models import Account, LiveAccount, LiveOrder, Order
from apps.trading.types import OrderType, TimeInForce

MARK = "cv"
"""Orders at an exchange whose id begins so are ours."""

TAKEN = ((OrderType.MARKET, OrderType.LIMIT), (TimeInForce.GTC, TimeInForce.IOC))


def check_live(account: Account, order_type: OrderType, time_in_force: TimeInForce) -> None:
    """Raise AccountRefused (`live_trading_off`, `live_trading_not_enabled`) or OrderRefused
    (`not_taken_live`) for what is not sent to an exchange."""
    if not settings.LIVE_TRADING:
        raise AccountRefused("Live trading is off in this deployment.", code="live_trading_off")
    if not LiveAccount.objects.filter(account=account, enabled_at__isnull=False).exists():
        raise AccountRefused("Live trading is not enabled for this account.", code="live_trading_not_enabled")
    if order_type not in TAKEN[0] or time_in_force not in TAKEN[1]:
        raise OrderRefused(
            "An exchange is sent market and limit orders, until cancelled or for at once only.",
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


def take_back(order: Order, *, now: datetime) -> bool:
    """Whether an order never left, and is taken out of the outbox; else the gateway is asked to cancel it."""
    live = LiveOrder.objects.select_for_update().get(order=order)
    if live.state == LiveOrder.State.QUEUED and live.attempts == 0:
        live.state = LiveOrder.State.DONE
        live.save(update_fields=["state"])
        return True
    request_cancels([order.id], now=now)
    return False


def request_cancels(order_ids: Iterable[UUID], *, now: datetime) -> int:
    """Have the gateway cancel orders, wherever they are; answers how many were not asked for before."""
    asked = LiveOrder.objects.filter(order_id__in=list(order_ids), cancel_requested_at=None)
    return asked.exclude(state=LiveOrder.State.DONE).update(cancel_requested_at=now)
