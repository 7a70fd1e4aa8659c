"""Risk before every order: numbers in, a verdict with a stable code and its numbers out."""

from collections.abc import Sequence
from decimal import Decimal
from math import ceil

from apps.system.types import plain
from apps.trading.ledger import cost_of
from apps.trading.risk.exposure import check_exposure, uses_of
from apps.trading.risk.pricing import off_market, reference_price, reservation, worst_price
from apps.trading.risk.refusing import refuse
from apps.trading.risk.shape import check_legs, check_room, check_shape
from apps.trading.risk.types import FULL, ONE, ZERO, Limits, Proposal, Rules, Situation, Verdict, share
from apps.trading.types import Link, Side, exact_arithmetic


def assess(
    proposal: Proposal,
    rules: Rules,
    situation: Situation,
    limits: Limits,
    legs: Sequence[Proposal] = (),
) -> Verdict:
    """Judge an order: the first rule it breaks, and the nearest limit used as `risk_score`, 0 to 100.

    `legs` are the other leg of an OCO, which shares its reservation, or the exits of a bracket, which reserve
    nothing before their entry fills.
    """
    with exact_arithmetic():
        for each in (proposal, *legs):
            if refusal := check_shape(each, rules, situation):
                return refusal
        refusal = _check_market(situation, limits) or check_room(proposal, situation)
        if refusal is None and legs:
            refusal = check_legs(proposal, legs, situation)
        return refusal or _check_limits(proposal, legs, rules, situation, limits)


def _check_market(situation: Situation, limits: Limits) -> Verdict | None:
    age = situation.quote_age
    if age is None or situation.bid is None or situation.ask is None:
        return refuse("stale_market", "The market has no price yet.")
    if age > limits.stale_after:
        numbers = {"age_seconds": Decimal(str(age)), "limit_seconds": Decimal(str(limits.stale_after))}
        return refuse("stale_market", "The last price is too old.", FULL, **numbers)
    return None


def _check_limits(
    proposal: Proposal, legs: Sequence[Proposal], rules: Rules, situation: Situation, limits: Limits
) -> Verdict:
    worst = worst_price(proposal, rules, situation, limits)
    others = tuple(worst_price(each, rules, situation, limits) for each in legs)
    notional = cost_of(reference_price(proposal, rules, situation), proposal.quantity)
    hold = reservation(proposal, rules, worst)
    if proposal.link is Link.OCO and legs:
        hold = max(hold, reservation(legs[0], rules, others[0]))
    is_buy = proposal.side is Side.BUY
    if is_buy and situation.rate is None:
        return refuse(
            "currency_unpriced", f"What {rules.quote} is worth cannot be told, and orders are limited."
        )
    free = situation.free_quote if is_buy else situation.free_base
    # Limits are in the account's currency. A sale whose worth nobody knows ends a risk, and passes them.
    value = notional if situation.rate == ONE else notional * (situation.rate or ZERO)
    uses = _uses(proposal, legs, value, situation, limits)
    if is_buy:
        # Selling all that is held uses no limit up: it ends a risk.
        uses["funds"] = share(hold, free) if free > 0 else Decimal(2)
        uses |= uses_of(value, situation, limits)
    score = min(FULL, ceil(max(uses.values()) * FULL))
    refusal = _check_minimum(notional, rules, score) or _check_order(
        proposal, situation, limits, value, uses, score
    )
    if refusal is None and hold > free:
        refusal = _refuse_funds(proposal.side, rules, hold, free)
    if refusal is None and is_buy:
        refusal = check_exposure(uses, value, situation, limits, score)
    if refusal is not None:
        return refusal
    asset = rules.quote if is_buy else rules.base
    return Verdict(risk_score=score, hold_asset=asset, hold=hold, worst_price=worst, legs=others)


def _uses(
    proposal: Proposal, legs: Sequence[Proposal], notional: Decimal, situation: Situation, limits: Limits
) -> dict[str, Decimal]:
    """How much of the limits that bind every order this one would use."""
    off = off_market(proposal, situation)
    for each in legs:
        off = max(off, off_market(each, situation))
    orders = situation.open_orders + 1 + len(legs)
    return {
        "price_collar": share(off, limits.collar) if off else ZERO,
        "max_order_notional": share(notional, limits.max_order_notional),
        "open_orders": share(Decimal(orders), Decimal(limits.max_open_orders)),
    }


def _check_minimum(notional: Decimal, rules: Rules, score: int) -> Verdict | None:
    """What an instrument asks at least is in its quote asset."""
    if notional >= rules.min_notional:
        return None
    numbers = {"notional": notional, "minimum": rules.min_notional}
    return refuse("min_notional", "The order is too small.", score, **numbers)


def _check_order(
    proposal: Proposal,
    situation: Situation,
    limits: Limits,
    notional: Decimal,
    uses: dict[str, Decimal],
    score: int,
) -> Verdict | None:
    if score < FULL:
        return None
    if uses["price_collar"] > 1:
        numbers = {"mid": situation.mid, "collar": limits.collar, "limit_price": proposal.limit_price or ZERO}
        return refuse("price_collar", "The limit price is too far from the market.", score, **numbers)
    if uses["max_order_notional"] > 1:
        numbers = {"notional": notional, "maximum": limits.max_order_notional}
        return refuse("max_order_notional", "The order is larger than one order may be.", score, **numbers)
    if uses["open_orders"] > 1:
        numbers = {"open": Decimal(situation.open_orders), "maximum": Decimal(limits.max_open_orders)}
        return refuse("open_orders", "Too many orders are open.", score, **numbers)
    return None


def _refuse_funds(side: Side, rules: Rules, needed: Decimal, free: Decimal) -> Verdict:
    if side is Side.BUY:
        reason = (
            f"The order needs {plain(needed)} {rules.quote} with fees at its worst price; "
            f"{plain(free)} are free."
        )
        return refuse("insufficient_cash", reason, needed=needed, available=free)
    reason = f"The order sells {plain(needed)} {rules.base}; {plain(free)} are free to sell."
    return refuse("insufficient_position", reason, needed=needed, available=free)
