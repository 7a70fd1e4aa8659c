"""Risk before every order: numbers in, a verdict with a stable code and its numbers out."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal

from apps.system.types import plain
from apps.trading.ledger import cost_of
from apps.trading.risk.exposure import check_exposure, uses_of
from apps.trading.risk.pricing import off_market, reference_price, reservation, worst_price
from apps.trading.risk.refusing import refuse
from apps.trading.risk.shape import check_legs, check_shape
from apps.trading.risk.types import FULL, ZERO, Limits, Proposal, Rules, Situation, Verdict
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
        return (
            _check_market(situation, limits)
            or check_legs(proposal, legs, situation)
            or _check_limits(proposal, legs, rules, situation, limits)
        )


def _check_market(situation: Situation, limits: Limits) -> Verdict | None:
    age = situation.quote_age
    if age is None or situation.bid is None or situation.ask is None:
        return refuse("stale_market", "The market has no price yet.")
    if age > limits.stale_after:
        numbers = {"age_seconds": Decimal(str(age)), "limit_seconds": Decimal(str(limits.stale_after))}
        return refuse("stale_market", "The last price is too old.", **numbers)
    return None


def _check_limits(
    proposal: Proposal, legs: Sequence[Proposal], rules: Rules, situation: Situation, limits: Limits
) -> Verdict:
    every = (proposal, *legs)
    worst = [worst_price(each, rules, situation, limits) for each in every]
    notional = cost_of(reference_price(proposal, rules, situation), proposal.quantity)
    hold = _hold(every, worst, rules)
    free = situation.free_base if proposal.side is Side.SELL else situation.free_quote
    uses = {
        "price_collar": max(off_market(each, situation) for each in every) / limits.collar,
        "max_order_notional": notional / limits.max_order_notional,
        "open_orders": Decimal(situation.open_orders + len(every)) / limits.max_open_orders,
        # Selling all that is held uses no limit up: it ends a risk.
        "funds": _cash_use(hold, free) if proposal.side is Side.BUY else ZERO,
    }
    if proposal.adds_risk:
        uses |= uses_of(notional, situation, limits)
    score = min(FULL, int((max(uses.values()) * FULL).to_integral_value(ROUND_CEILING)))
    refusal = _check_order(proposal, rules, situation, limits, notional, uses, score)
    if refusal is None and hold > free:
        refusal = _refuse_funds(proposal.side, rules, hold, free)
    if refusal is None and proposal.adds_risk:
        refusal = check_exposure(uses, notional, situation, limits, score)
    if refusal is not None:
        return refusal
    asset = rules.base if proposal.side is Side.SELL else rules.quote
    return Verdict(risk_score=score, hold_asset=asset, hold=hold, worst_price=worst[0], legs=tuple(worst[1:]))


def _hold(every: Sequence[Proposal], worst: Sequence[Decimal], rules: Rules) -> Decimal:
    """What is reserved: of the legs of an OCO the dearer, of a bracket its entry."""
    together = every if every[0].link is Link.OCO else every[:1]
    return max(reservation(each, rules, price) for each, price in zip(together, worst, strict=False))


def _check_order(
    proposal: Proposal,
    rules: Rules,
    situation: Situation,
    limits: Limits,
    notional: Decimal,
    uses: dict[str, Decimal],
    score: int,
) -> Verdict | None:
    if notional < rules.min_notional:
        numbers = {"notional": notional, "minimum": rules.min_notional}
        return refuse("min_notional", "The order is too small.", score, **numbers)
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


def _cash_use(hold: Decimal, free: Decimal) -> Decimal:
    """The share of the free cash that a reservation takes; of none, more than all."""
    return hold / free if free > 0 else Decimal(2)


def _refuse_funds(side: Side, rules: Rules, needed: Decimal, free: Decimal) -> Verdict:
    if side is Side.BUY:
        reason = (
            f"The order needs {plain(needed)} {rules.quote} with fees at its worst price; "
            f"{plain(free)} are free."
        )
        return refuse("insufficient_cash", reason, needed=needed, available=free)
    reason = f"The order sells {plain(needed)} {rules.base}; {plain(free)} are free to sell."
    return refuse("insufficient_position", reason, needed=needed, available=free)
