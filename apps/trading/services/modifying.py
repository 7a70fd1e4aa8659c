"""Changing live orders: another quantity, price, trigger, trail or time, reserved and judged anew."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from apps.system.controls.services import guard_new_risk
from apps.system.events.services import append_event
from apps.trading import risk
from apps.trading.due import DueOrder, hold_of
from apps.trading.errors import OrderRefused
from apps.trading.ledger import ZERO
from apps.trading.market.sources import source_for
from apps.trading.models import Balance, Order
from apps.trading.requests import OrderRequest
from apps.trading.risk.shape import NEEDS_STOP
from apps.trading.selectors.currencies import kept_by_positions
from apps.trading.selectors.live import is_live
from apps.trading.selectors.matching import lock_group
from apps.trading.services.accounts import lock_balances
from apps.trading.services.orders import check_open
from apps.trading.services.screening import screen, venue_of
from apps.trading.services.telling import modified
from apps.trading.services.wake import wake_market
from apps.trading.types import Link, OrderStatus, OrderType, Side, TimeInForce, exact_arithmetic


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be different of an order; None stays as it is. `quantity` counts what has been filled."""

    quantity: Decimal | None = None
    limit_price: Decimal | None = None
    stop_price: Decimal | None = None
    good_till: datetime | None = None


@transaction.atomic
def modify_order(order: Order, change: Change, *, now: datetime) -> Order:
    """Change a live order. It keeps its place in the queue only where its quantity shrinks, or its time alone
    is another.

    Raises OrderRefused (`order_not_live`, `order_not_modifiable`, `nothing_to_change`, `quantity_filled`,
    `linked_quantity`, `already_triggered`), what `place_order` raises, and Halted where it would grow.
    """
    group = {each.id: each for each in lock_group(order)}
    locked = Order.objects.select_related("instrument__venue", "account__actor", "account__venue").get(
        id=order.id
    )
    _check(locked, change)
    account, instrument = locked.account, locked.instrument
    balances = {row.asset: row for row in lock_balances([account.id], [instrument.base, instrument.quote])}
    if _as_it_is(locked, change):
        return locked
    keeps_place = _keeps_place(locked, change)
    if not (keeps_place or locked.reduce_only):
        guard_new_risk(account.actor.lineage)
    market_time = source_for(venue_of(account)).market_time(now)
    _reserve_anew(locked, change, group, balances, market_time, now)
    _apply(locked, change, keeps_place=keeps_place, market_time=market_time or now)
    told = modified(locked, keeps_place=keeps_place, market_time=market_time or now)
    append_event(told, audience=account.actor.owner_id)
    transaction.on_commit(lambda: wake_market(instrument.venue_id), robust=True)
    return locked


def _check(order: Order, change: Change) -> None:
    if not order.is_live:
        raise OrderRefused(f"The order is {order.status}.", details={"status": order.status})
    if is_live(order.instrument.venue):
        raise _refusal("order_not_modifiable", "An order at an exchange is cancelled and placed anew.")
    if change == Change():
        raise _refusal("nothing_to_change", "Name what is to be different.")
    if order.type == OrderType.MARKET or order.cancel_requested_at is not None:
        raise _refusal("order_not_modifiable", "A market order, and one that is leaving, is not changed.")
    if change.quantity is not None:
        if order.link:
            reason = "The orders of a group are for one quantity: cancel them and place others."
            raise _refusal("linked_quantity", reason)
        if change.quantity <= order.filled_quantity:
            raise _refusal("quantity_filled", "So much of the order has been filled already.")
    if change.stop_price is not None and order.triggered_at is not None:
        raise _refusal("already_triggered", "The order was triggered already.")


def _refusal(code: str, reason: str) -> OrderRefused:
    return OrderRefused(reason, code=code)


def _as_it_is(order: Order, change: Change) -> bool:
    """Whether the order is that already: asking twice changes it once."""
    asked = {name: getattr(change, name) for name in Change.__slots__}
    return all(value is None or getattr(order, name) == value for name, value in asked.items())


def _keeps_place(order: Order, change: Change) -> bool:
    moves = [
        change.limit_price not in (None, order.limit_price),
        change.stop_price not in (None, order.stop_price),
    ]
    return not any(moves) and (change.quantity is None or change.quantity <= order.quantity)


def _reserve_anew(
    order: Order,
    change: Change,
    group: dict[UUID, DueOrder],
    balances: dict[str, Balance],
    market_time: datetime | None,
    now: datetime,
) -> None:
    """Judge what is left of the order as if it were new, and reserve what it needs then.

    The legs of a pair share what the dearer needs; the one that carries it goes on carrying it.
    """
    pair = [each for each in group.values() if each.link in (Link.OCO, Link.EXIT)] if order.link else []
    legs = [each for each in pair if each.id != order.id]
    carrier = next((each for each in (group[order.id], *legs) if each.held), group[order.id])
    request = _request(order, change)
    check_open(order.account, request)
    asset, side = order.held_asset, Side(order.side)
    released = risk.Released(
        quote=carrier.held if side is Side.BUY else ZERO,
        base=carrier.held if side is Side.SELL else ZERO,
        orders=1,
    )
    if order.status == OrderStatus.INACTIVE:
        # An exit reserves nothing before its entry fills, and then what that has bought.
        released = replace(released, base=request.quantity)
    verdict = screen(
        order.account,
        order.instrument,
        request,
        market_time,
        now=now,
        released=released,
        link=Link(order.link),
    )
    order.worst_price, order.risk_score = verdict.worst_price, verdict.risk_score
    if order.status == OrderStatus.INACTIVE or (side is Side.SELL and order.link):
        return
    fee = order.instrument.taker_fee
    with exact_arithmetic():
        held = max([verdict.hold, *(hold_of(side, each.worst_price, each.remaining, fee) for each in legs)])
        more = held - carrier.held
    _reserve_more(order, balances[asset], more)
    Order.objects.filter(id=carrier.id).update(held=held)
    if carrier.id == order.id:
        order.held = held


def _reserve_more(order: Order, balance: Balance, more: Decimal) -> None:
    """A purchase takes from cash: what positions hold of the same asset is not there for it."""
    kept = kept_by_positions(order.account, balance.asset) if order.side == Side.BUY else ZERO
    with exact_arithmetic():
        if balance.held + kept + more > balance.total:
            raise OrderRefused("Less is free than the change needs.", code="insufficient_cash")
        balance.held += more
    balance.save(update_fields=["held"])


def _request(order: Order, change: Change) -> OrderRequest:
    """What is left of the order after the change, as a request for it."""
    kind = OrderType(order.type)
    is_triggered = order.triggered_at is not None
    limit = change.limit_price if change.limit_price is not None else order.limit_price
    stop = change.stop_price if change.stop_price is not None else order.stop_price
    good_till = change.good_till or order.good_till
    time_in_force = TimeInForce.GTD if change.good_till else TimeInForce(order.time_in_force)
    waits_for_stop = kind in NEEDS_STOP or change.stop_price is not None
    with exact_arithmetic():
        left = (change.quantity or order.quantity) - order.filled_quantity
    return OrderRequest(
        symbol=order.instrument.symbol,
        side=Side(order.side),
        quantity=left,
        client_order_id=order.client_order_id,
        order_type=OrderType.LIMIT if is_triggered else kind,
        limit_price=limit,
        stop_price=stop if waits_for_stop and not is_triggered else None,
        trail_percent=None if is_triggered else order.trail_percent,
        trail_amount=None if is_triggered else order.trail_amount,
        time_in_force=time_in_force,
        good_till=good_till,
        post_only=order.post_only,
        reduce_only=order.reduce_only and order.status != OrderStatus.INACTIVE,
    )


def _apply(order: Order, change: Change, *, keeps_place: bool, market_time: datetime) -> None:
    order.quantity = change.quantity or order.quantity
    order.limit_price = change.limit_price if change.limit_price is not None else order.limit_price
    order.stop_price = change.stop_price if change.stop_price is not None else order.stop_price
    if change.good_till:
        order.good_till, order.time_in_force = change.good_till, TimeInForce.GTD.value
    if not keeps_place:
        order.placed_at, order.ahead = market_time, ZERO
        if order.status != OrderStatus.INACTIVE:
            order.status = OrderStatus.PENDING.value
    order.revision += 1
    order.save()
