"""What an order is reckoned at, how bad its fills may be, and what it therefore reserves."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from apps.trading.due import hold_of
from apps.trading.matching import Trigger, trailing_price
from apps.trading.risk.types import ZERO, Limits, Proposal, Rules, Situation
from apps.trading.types import Link, OrderType, Side, sign


def reference_price(proposal: Proposal, rules: Rules, situation: Situation) -> Decimal:
    """The price at which an order is reckoned: its limit, its trigger, or the market."""
    return proposal.limit_price or _stop(proposal, rules, situation) or situation.touch(proposal.side)


def worst_price(proposal: Proposal, rules: Rules, situation: Situation, limits: Limits) -> Decimal:
    """The worst price a fill may have, on the tick grid: its limit, or the collar around its trigger or the
    market."""
    if proposal.limit_price is not None:
        return proposal.limit_price
    middle = _stop(proposal, rules, situation) or situation.mid
    edge = middle * (1 + sign(proposal.side) * limits.collar) / rules.tick
    return edge.to_integral_value(ROUND_FLOOR if proposal.side is Side.BUY else ROUND_CEILING) * rules.tick


def reservation(proposal: Proposal, rules: Rules, worst: Decimal) -> Decimal:
    """A buy holds its worst cost and fee, a sale what it sells."""
    return hold_of(proposal.side, worst, proposal.quantity, rules.taker_fee)


def off_market(proposal: Proposal, situation: Situation) -> Decimal:
    """How far the limit is from where the order begins to trade, as a fraction.

    A limit of a group's leg, or behind a trigger that lies further off, is measured from the trigger, and not
    at all where it waits for a better price.
    """
    if proposal.limit_price is None:
        return ZERO
    if proposal.stop_price is not None:
        return abs(proposal.limit_price / proposal.stop_price - 1)
    if proposal.link is not Link.NONE and proposal.link is not Link.ENTRY:
        return ZERO
    return abs(proposal.limit_price / situation.mid - 1)


def _stop(proposal: Proposal, rules: Rules, situation: Situation) -> Decimal | None:
    """Its trigger; of a trailing stop, the one it would have now."""
    if proposal.order_type is not OrderType.TRAILING_STOP:
        return proposal.stop_price
    trigger = Trigger(None, False, proposal.trail_percent, proposal.trail_amount)
    return trailing_price(proposal.side, trigger, situation.touch(proposal.side), rules.tick)
