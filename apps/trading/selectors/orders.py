"""Orders, fills and positions that somebody may see; and those a venue has to work on."""

from uuid import UUID

from django.db.models import QuerySet

from apps.system.access.models import Actor
from apps.system.access.selectors import visible
from apps.system.errors import NotFound
from apps.trading.models import Account, Fill, Order, Position
from apps.trading.types import LIVE

_LIVE = [status.value for status in LIVE]


def list_orders(actor: Actor, *, account: Account | None = None) -> "QuerySet[Order]":
    """The orders that the asker sees, or of one account of theirs, with account, instrument and venue."""
    rows = (
        visible(Order.objects.all(), actor, path="account__actor")
        if account is None
        else account.orders.all()
    )
    return rows.select_related("instrument__venue", "account__actor")


def get_order(actor: Actor, order_id: UUID) -> Order:
    """One order that the asker sees. Raises NotFound."""
    found = list_orders(actor).filter(id=order_id).first()
    if found is None:
        raise NotFound(f"There is no order {order_id}.")
    return found


def linked_ids(order: Order) -> list[UUID]:
    """The other orders of an order's group, oldest first."""
    if order.group_id is None:
        return []
    others = Order.objects.filter(group_id=order.group_id).exclude(id=order.id)
    return list(others.order_by("id").values_list("id", flat=True))


def list_live_orders(account: Account) -> "QuerySet[Order]":
    """An account's orders that can still be filled."""
    return Order.objects.filter(account=account, status__in=_LIVE)


def list_fills(
    actor: Actor,
    *,
    account: Account | None = None,
    order_id: UUID | None = None,
    venue: str | None = None,
    symbol: str | None = None,
) -> "QuerySet[Fill]":
    """The fills that the asker sees, or of one order or market, with account, instrument and venue."""
    rows = (
        visible(Fill.objects.all(), actor, path="account__actor")
        if account is None
        else Fill.objects.filter(account=account)
    )
    rows = rows.filter(order_id=order_id) if order_id else rows
    rows = rows.filter(instrument__venue=venue) if venue else rows
    rows = rows.filter(instrument__symbol=symbol) if symbol else rows
    return rows.select_related("instrument__venue", "account__actor")


def list_positions(actor: Actor, *, account: Account | None = None) -> "QuerySet[Position]":
    """The open positions that the asker sees, with account and instrument."""
    rows = (
        visible(Position.objects.all(), actor, path="account__actor")
        if account is None
        else account.positions.all()
    )
    return rows.exclude(quantity=0).select_related("instrument__venue", "account__actor")
