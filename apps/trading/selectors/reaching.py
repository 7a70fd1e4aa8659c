"""Which orders an update of the market concerns, as conditions that indexes answer.

A book that rests costs nothing: only what a price reaches, triggers, moves or ends is read.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from django.db.models import Q

from apps.trading.market.types import Level, Outside
from apps.trading.types import LIVE, RESTING, OrderStatus, OrderType, Side

NOTHING = Q(pk__in=[])
_PROFIT = OrderType.TAKE_PROFIT.value
_STOPS = [OrderType.STOP.value, OrderType.STOP_LIMIT.value, OrderType.TRAILING_STOP.value]


def reached(markets: Mapping[int, Outside]) -> Q:
    """Resting orders whose price the ladder, a print or the range of a bar reaches."""
    found = NOTHING
    for instrument_id, outside in markets.items():
        found |= Q(instrument_id=instrument_id) & _reached(outside)
    return Q(status__in=[status.value for status in RESTING]) & found


def triggered(markets: Mapping[int, Outside]) -> Q:
    """Waiting orders whose trigger is touched, and trailing ones whose trigger moves."""
    found = NOTHING
    for instrument_id, outside in markets.items():
        of_sides = _triggered(Side.BUY, outside.asks, outside) | _triggered(Side.SELL, outside.bids, outside)
        found |= Q(instrument_id=instrument_id) & of_sides
    return Q(status=OrderStatus.WAITING.value) & found


def ending(instruments: Iterable[int], at: datetime, *, requested_by: datetime) -> Q:
    """Orders that have met the market and expire, or whose cancellation takes effect."""
    live = [status.value for status in LIVE if status is not OrderStatus.PENDING]
    over = Q(good_till__lte=at) | Q(cancel_requested_at__lte=requested_by)
    return Q(instrument_id__in=list(instruments), status__in=live) & over


def _reached(outside: Outside) -> Q:
    prints = [each.price for each in outside.prints]
    lowest = _prices(outside.dips_to, outside.asks) + prints
    highest = _prices(outside.rises_to, outside.bids) + prints
    found = NOTHING
    if lowest:
        found |= Q(side=Side.BUY.value, limit_price__gte=min(lowest))
    if highest:
        found |= Q(side=Side.SELL.value, limit_price__lte=max(highest))
    return found


def _triggered(side: Side, levels: tuple[Level, ...], outside: Outside) -> Q:
    """What the touching prices of a side meet: its first price, and the range of a bar."""
    prices = _prices(None, levels)
    if outside.dips_to is not None or outside.rises_to is not None:
        prices += [outside.low, outside.high]
    if not prices:
        return NOTHING
    lowest, highest = min(prices), max(prices)
    falls, rises = Q(stop_price__gte=lowest), Q(stop_price__lte=highest)
    stops = Q(type__in=_STOPS) & (rises if side is Side.BUY else falls)
    profits = Q(type=_PROFIT) & (falls if side is Side.BUY else rises)
    moves = Q(peak__gt=lowest) if side is Side.BUY else Q(peak__lt=highest)
    return Q(side=side.value) & (stops | profits | (Q(type=OrderType.TRAILING_STOP.value) & moves))


def _prices(extreme: Decimal | None, levels: tuple[Level, ...]) -> list[Decimal]:
    """A bar's extreme where there is one, else the best level."""
    if extreme is not None:
        return [extreme]
    return [levels[0].price] if levels else []
