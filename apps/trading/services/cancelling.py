"""Cancelling orders: what they still reserve is free again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from apps.trading.errors import OrderRefused
from apps.trading.frictions import read_frictions
from apps.trading.market.sources import source_for
from apps.trading.matching import REQUESTED
from apps.trading.models import Account, Order, Venue
from apps.trading.selectors.live import is_live
from apps.trading.selectors.matching import lock_group, lock_live_of
from apps.trading.services.live.queueing import take_back
from apps.trading.services.matching import end_orders
from apps.trading.services.screening import venue_of
from apps.trading.services.wake import wake_market
from apps.trading.settlement import DueOrder


@transaction.atomic
def cancel_order(order: Order, *, now: datetime, reason: str = REQUESTED) -> Order:
    """End a live order and release its reservation. Raises OrderRefused (`order_not_live`).

    With a leg of a pair ends the other, with an entry that has bought nothing its exits. Where the venue has
    a latency, what has met the market stays in it until that has passed; one that is at an exchange is
    cancelled there first. The order's row lock decides against the matching writer: whoever comes second sees
    what the first did.
    """
    locked = {each.id: each for each in lock_group(order)}
    if order.id in locked:
        venue = Venue.objects.get(instruments=order.instrument_id)
        _cancel(venue, [locked[order.id]], now=now, reason=reason)
    after = Order.objects.select_related("instrument__venue", "account__actor").get(id=order.id)
    if order.id not in locked:
        raise OrderRefused(f"The order is {after.status}.", details={"status": after.status})
    return after


@transaction.atomic
def cancel_live_orders(
    account: Account, *, now: datetime, reason: str = REQUESTED, symbol: str | None = None
) -> int:
    """Cancel live orders of an account, of one symbol where it is named; answers how many."""
    venue, found = venue_of(account), 0
    while live := lock_live_of(account, symbol=symbol):
        fresh = [order for order in live if order.cancel_requested_at is None]
        if not (ended := _cancel(venue, fresh, now=now, reason=reason)):
            break
        found += ended
    return found


def _cancel(venue: Venue, orders: Sequence[DueOrder], *, now: datetime, reason: str) -> int:
    """End orders now, or once the venue's latency has passed; answers how many end, or will."""
    market_time = source_for(venue).market_time(now) or now
    if is_live(venue):
        return _take_back(venue, orders, now=now, reason=reason)
    if not read_frictions(venue.config).latency or reason != REQUESTED:
        return end_orders(venue, orders, reason=reason, at=market_time)
    asked = _ask(orders, market_time)
    transaction.on_commit(lambda: wake_market(venue.slug), robust=True)
    return asked


def _take_back(venue: Venue, orders: Sequence[DueOrder], *, now: datetime, reason: str) -> int:
    """End what has not left for the exchange; the gateway cancels the rest there, and books its end then."""
    back = take_back([order.id for order in orders], now=now)
    ended = end_orders(venue, [order for order in orders if order.id in back], reason=reason, at=now)
    return ended + _ask([order for order in orders if order.id not in back], now)


def _ask(orders: Sequence[DueOrder], at: datetime) -> int:
    """Note that orders are to be cancelled; answers how many were not to be before."""
    rows = Order.objects.filter(id__in=[order.id for order in orders], cancel_requested_at=None)
    return rows.update(cancel_requested_at=at)
