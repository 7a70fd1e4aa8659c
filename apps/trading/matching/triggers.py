"""When a waiting order wakes, and how a trailing trigger follows the market: pure.

A buy is touched by the ask, a sale by the bid. A stop waits for the market to go against whoever placed it,
a take-profit for it to go its way.
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from apps.trading.matching.orders import Trigger, WorkingOrder
from apps.trading.types import Side

PLACES = Decimal("1e-18")


def waits_for_rise(side: Side, trigger: Trigger) -> bool:
    """Whether the trigger lies above the market."""
    return (side is Side.BUY) is not trigger.takes_profit


def is_touched(side: Side, trigger: Trigger, lowest: Decimal, highest: Decimal) -> bool:
    """Whether prices between these two reach the trigger."""
    if trigger.price is None:
        return False
    return highest >= trigger.price if waits_for_rise(side, trigger) else lowest <= trigger.price


def follow(side: Side, trigger: Trigger, best: Decimal, tick: Decimal) -> Trigger:
    """The trigger after its market has been as good as `best`; the same object where that is no better.

    A sale's best price is the highest bid, a buy's the lowest ask.
    """
    if not trigger.trails:
        return trigger
    peak = trigger.peak
    if peak is not None and (best >= peak if side is Side.BUY else best <= peak):
        return trigger
    return trigger._replace(peak=best, price=trailing_price(side, trigger, best, tick))


def trailing_price(side: Side, trigger: Trigger, peak: Decimal, tick: Decimal) -> Decimal:
    """The trigger price that a peak makes, on the tick grid, rounded away from the market."""
    distance = trigger.trail_amount
    if distance is None:
        distance = peak * (trigger.trail_percent or Decimal(0)) / 100
    exact = peak + distance if side is Side.BUY else peak - distance
    rounding = ROUND_CEILING if side is Side.BUY else ROUND_FLOOR
    if not tick:
        return exact.quantize(PLACES, rounding)
    return (exact / tick).to_integral_value(rounding) * tick


def worst_after(order: WorkingOrder, trigger: Trigger, touched_at: Decimal, tick: Decimal) -> Decimal:
    """The worst price of an order whose trigger was reached.

    A sale reserves what it sells, so it may follow a market that jumped: as far as its collar from where
    that came to. A buy may spend no more than it reserved.
    """
    if order.limit_price is not None:
        return order.limit_price
    if order.side is Side.BUY or not trigger.collar:
        return order.worst_price
    edge = touched_at * (1 - trigger.collar)
    return (edge / tick).to_integral_value(ROUND_CEILING) * tick if tick else edge.quantize(PLACES)
