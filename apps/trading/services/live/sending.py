"""What the gateway does to the outbox, a short transaction a step. The requests happen between them.

QUEUED -> claim -> SENDING -> (sent) -> OPEN -> (over) -> DONE. A request that got no answer leaves its order
SENDING: it is asked for under our id, and sent again only when the exchange does not know it and can no
longer come to know it, because it refuses what was signed more than its window ago.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from apps.system.controls.selectors import halted_among
from apps.system.controls.services import hold_switch
from apps.trading.connectors.types import ExchangeAway, ExchangeRefused, Placed, Ticket
from apps.trading.models import LiveOrder, Order
from apps.trading.services.live.booking import end_order
from apps.trading.types import OrderStatus, OrderType, TimeInForce

UNKNOWN_FOR = timedelta(seconds=15)
"""A request is signed within 6 s of its claim, and refused by the exchange 5 s after that."""

PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(seconds=30)
LONGEST_PROBLEM = 300
OFF, HALTED, REFUSED, REQUESTED = "live_trading_off", "kill_switch", "exchange_refused", "requested"


@transaction.atomic
def claim_order(account_id: UUID, now: datetime) -> Ticket | None:
    """The next order that is to be sent, which is SENDING from here on; None where there is none.

    The kill switch and the permissions are looked at again under the switch's lock. What may not be sent any
    more ends here, having never left.
    """
    hold_switch()
    while True:
        live = _next(account_id, now)
        if live is None:
            return None
        if reason := _why_not(live):
            end_order(live, reason, now)
            continue
        live.state, live.claimed_at, live.attempts = LiveOrder.State.SENDING, now, live.attempts + 1
        live.save(update_fields=["state", "claimed_at", "attempts"])
        return ticket_of(live)


def _next(account_id: UUID, now: datetime) -> LiveOrder | None:
    rows = LiveOrder.objects.select_for_update(of=("self",)).filter(
        account_id=account_id,
        state=LiveOrder.State.QUEUED,
        due_at__lte=now,
        account__baseline__isnull=False,
    )
    waits_not = LiveOrder.objects.select_for_update(of=("self",)).filter(
        account_id=account_id, state=LiveOrder.State.QUEUED, cancel_requested_at__isnull=False
    )
    related = "order__instrument", "order__account__actor", "account"
    return (waits_not.select_related(*related).order_by("created_at").first()) or (
        rows.select_related(*related).order_by("due_at", "created_at").first()
    )


def _why_not(live: LiveOrder) -> str:
    actor = live.order.account.actor
    if not live.order.reduce_only and halted_among([actor.lineage]):
        return HALTED
    if live.cancel_requested_at is not None:
        return REQUESTED
    return "" if settings.LIVE_TRADING and live.account.enabled_at is not None else OFF


def ticket_of(live: LiveOrder) -> Ticket:
    """An order as it is sent; a market order as a limit for at once, and a stop as a stop-limit, at the worst
    price that they may have."""
    order = live.order
    is_market = order.type == OrderType.MARKET
    price = order.worst_price if order.limit_price is None else order.limit_price
    return Ticket(
        order_id=order.id,
        client_id=live.client_id,
        symbol=order.instrument.symbol,
        side=order.side,
        quantity=order.quantity - order.filled_quantity,
        limit_price=price,
        is_ioc=is_market or order.time_in_force == TimeInForce.IOC,
        stop_price=order.stop_price if order.triggered_at is None else None,
    )


@transaction.atomic
def note_placed(order_id: UUID, placed: Placed) -> None:
    """The exchange knows the order."""
    rows = LiveOrder.objects.filter(order_id=order_id, state=LiveOrder.State.SENDING)
    rows.update(state=LiveOrder.State.OPEN, exchange_id=placed.exchange_id, problem="")
    fresh = Order.objects.filter(id=order_id, status=OrderStatus.PENDING.value)
    fresh.filter(stop_price__isnull=False).update(status=OrderStatus.WAITING.value)
    fresh.exclude(type=OrderType.MARKET.value).update(status=OrderStatus.OPEN.value)


@transaction.atomic
def note_refused(order_id: UUID, refusal: ExchangeRefused, now: datetime) -> None:
    """The exchange answered that it does not take the order: it is over."""
    live = _lock(order_id)
    if live.state == LiveOrder.State.SENDING:
        live.problem = f"{refusal.code}: {refusal}"[:LONGEST_PROBLEM]
        live.save(update_fields=["problem"])
        end_order(live, REFUSED, now)


@transaction.atomic
def note_unanswered(order_id: UUID, away: ExchangeAway, now: datetime) -> None:
    """No answer: what cannot have arrived waits to be sent again, anything else to be asked for."""
    live = _lock(order_id)
    if live.state != LiveOrder.State.SENDING:
        return
    live.problem = str(away)[:LONGEST_PROBLEM]
    if away.is_unsent:
        pause = max(PAUSE * 2 ** min(live.attempts, 5), timedelta(seconds=away.retry_after or 0))
        live.state, live.due_at = LiveOrder.State.QUEUED, now + min(pause, LONGEST_PAUSE)
    live.save(update_fields=["problem", "state", "due_at"])


@transaction.atomic
def note_unknown(order_id: UUID, now: datetime) -> bool:
    """The exchange does not know an order that may have been sent: whether it is queued again.

    Only once nothing signed at the last attempt can still be accepted.
    """
    live = _lock(order_id)
    if live.state != LiveOrder.State.SENDING or live.claimed_at is None:
        return False
    if now - live.claimed_at < UNKNOWN_FOR:
        return False
    live.state, live.due_at = LiveOrder.State.QUEUED, now
    live.save(update_fields=["state", "due_at"])
    return True


def list_under_way(account_id: UUID, *states: LiveOrder.State) -> list[LiveOrder]:
    """Orders in these states, oldest first, with their instruments."""
    rows = LiveOrder.objects.filter(account_id=account_id, state__in=states)
    return list(rows.select_related("order__instrument", "order__account").order_by("created_at"))


def _lock(order_id: UUID) -> LiveOrder:
    rows = LiveOrder.objects.select_for_update(of=("self",)).filter(order_id=order_id)
    return rows.select_related("order__instrument__venue", "order__account__actor", "account").get()
