"""Whether an order makes sense at all: which prices its type needs, steps, times, and legs that fit."""

from collections.abc import Sequence

from apps.trading.risk.refusing import refuse
from apps.trading.risk.types import Proposal, Rules, Situation, Verdict
from apps.trading.types import Link, OrderType, Side, TimeInForce

NEEDS_LIMIT = (OrderType.LIMIT, OrderType.STOP_LIMIT)
MAY_HAVE_LIMIT = (*NEEDS_LIMIT, OrderType.TAKE_PROFIT)
NEEDS_STOP = (OrderType.STOP, OrderType.STOP_LIMIT, OrderType.TAKE_PROFIT)
PRICES = ("limit_price", "stop_price", "trail_amount")
RESTS = (TimeInForce.GTC, TimeInForce.GTD)


def check_shape(proposal: Proposal, rules: Rules, situation: Situation) -> Verdict | None:
    """The first thing that is wrong with an order, whatever the account; None: nothing."""
    return (
        _check_prices(proposal)
        or _check_trail(proposal)
        or _check_times(proposal, situation)
        or _check_post_only(proposal)
        or _check_steps(proposal, rules)
    )


def _check_prices(proposal: Proposal) -> Verdict | None:
    kind, limit, stop = proposal.order_type, proposal.limit_price, proposal.stop_price
    if limit is None and kind in NEEDS_LIMIT:
        return refuse("limit_price_required", f"{_a(kind)} needs a limit price.", 0)
    if limit is not None and kind not in MAY_HAVE_LIMIT:
        return refuse("limit_price_unexpected", f"{_a(kind)} takes no limit price.", 0)
    if stop is None and kind in NEEDS_STOP:
        return refuse("stop_price_required", f"{_a(kind)} needs a stop price.", 0)
    if stop is not None and kind not in NEEDS_STOP:
        return refuse("stop_price_unexpected", f"{_a(kind)} takes no stop price.", 0)
    return None


def _a(kind: OrderType) -> str:
    return f"A {kind.value.replace('_', '-')} order"


def _check_trail(proposal: Proposal) -> Verdict | None:
    given = (proposal.trail_percent is not None) + (proposal.trail_amount is not None)
    if proposal.order_type is OrderType.TRAILING_STOP:
        if given != 1:
            reason = "A trailing stop needs either a trail percent or a trail amount."
            return refuse("trail_required", reason, 0)
    elif given:
        return refuse("trail_unexpected", "Only a trailing stop trails.", 0)
    if proposal.trail_percent is not None and proposal.trail_percent >= 100:
        return refuse(
            "trail_too_wide", "A trail is less than 100 percent.", 0, trail_percent=proposal.trail_percent
        )
    return None


def _check_times(proposal: Proposal, situation: Situation) -> Verdict | None:
    if proposal.time_in_force is not TimeInForce.GTD:
        if proposal.good_till is not None:
            return refuse("good_till_unexpected", "Only a `gtd` order is good till a time.", 0)
        return None
    if proposal.order_type is OrderType.MARKET:
        return refuse("time_in_force_unexpected", "A market order does not wait until a time.", 0)
    if proposal.good_till is None:
        return refuse("good_till_required", "A `gtd` order needs the time till which it is good.", 0)
    if situation.market_time is not None and proposal.good_till <= situation.market_time:
        return refuse("good_till_past", "The time till which the order is good has passed.", 0)
    return None


def _check_post_only(proposal: Proposal) -> Verdict | None:
    if not proposal.post_only:
        return None
    if proposal.order_type is not OrderType.LIMIT or proposal.time_in_force not in RESTS:
        return refuse("post_only_unexpected", "Only a limit order that may rest can be post-only.", 0)
    return None


def _check_steps(proposal: Proposal, rules: Rules) -> Verdict | None:
    if proposal.quantity % rules.lot:
        numbers = {"quantity": proposal.quantity, "lot": rules.lot}
        return refuse("lot_size", "The quantity is no multiple of the lot.", 0, **numbers)
    for name in PRICES:
        price = getattr(proposal, name)
        if price is not None and price % rules.tick:
            numbers = {name: price, "tick": rules.tick}
            return refuse("tick_size", "The price is no multiple of the tick.", 0, **numbers)
    return None


def check_room(proposal: Proposal, situation: Situation) -> Verdict | None:
    """A sale trails by less than its price: else its trigger would be at nothing, or below."""
    amount, price = proposal.trail_amount, situation.touch(proposal.side)
    if amount is None or proposal.side is Side.BUY or amount < price:
        return None
    reason = "A sale trails by less than its price."
    return refuse("trail_too_wide", reason, 0, trail_amount=amount, price=price)


def check_legs(proposal: Proposal, legs: Sequence[Proposal], situation: Situation) -> Verdict | None:
    """Whether the legs lie on the sides of the order where they make sense."""
    if not legs:
        return None
    if proposal.link is Link.OCO:
        return _check_oco(proposal, legs[0])
    if proposal.side is not Side.BUY or proposal.order_type in (
        OrderType.TAKE_PROFIT,
        OrderType.TRAILING_STOP,
    ):
        reason = "Exits belong to a buy that is a market, limit, stop or stop-limit order."
        return refuse("exits_unexpected", reason, 0)
    entry = proposal.limit_price or proposal.stop_price or situation.touch(proposal.side)
    for leg in legs:
        price = leg.stop_price or leg.limit_price or entry
        is_stop = leg.stop_price is not None
        if price >= entry if is_stop else price <= entry:
            reason = "A take-profit lies above its entry, a stop-loss below it."
            return refuse("exit_price", reason, 0, entry=entry, exit=price)
    return None


def _check_oco(proposal: Proposal, stop: Proposal) -> Verdict | None:
    if proposal.order_type is not OrderType.LIMIT or proposal.limit_price is None or stop.stop_price is None:
        return refuse("oco_unexpected", "The first leg of an OCO is a limit order.", 0)
    if proposal.time_in_force not in RESTS:
        return refuse("oco_unexpected", "The legs of an OCO have to be able to rest.", 0)
    limit, price = proposal.limit_price, stop.stop_price
    if price >= limit if proposal.side is Side.SELL else price <= limit:
        reason = "The stop of an OCO lies below the limit of a sale, and above that of a buy."
        return refuse("oco_prices", reason, 0, limit_price=limit, stop_price=price)
    return None
