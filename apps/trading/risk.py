"""Risk before every order: numbers in, a verdict with a stable code and its numbers out."""

from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from apps.system.types import plain
from apps.trading.ledger import cost_of, fee_of
from apps.trading.types import OrderType, Side, exact_arithmetic, sign

ZERO = Decimal(0)
FULL = 100


@dataclass(frozen=True, slots=True)
class Rules:
    """What an instrument asks of an order: price and quantity steps, least notional, dearest fee."""

    base: str
    quote: str
    tick: Decimal
    lot: Decimal
    min_notional: Decimal
    taker_fee: Decimal


@dataclass(frozen=True, slots=True)
class Limits:
    """How far an account may go. `collar` is a fraction of the mid price, `stale_after` is in seconds."""

    max_order_notional: Decimal = Decimal(10_000_000)
    max_open_orders: int = 500
    collar: Decimal = Decimal("0.05")
    stale_after: float = 30.0


UNLIMITED = Limits(max_order_notional=Decimal(10) ** 30, max_open_orders=10**9)
"""What binds an order that only closes what is held: nothing but the market."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An order somebody would like to place."""

    side: Side
    order_type: OrderType
    quantity: Decimal
    limit_price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """The market and the account at that moment; no market: `bid`, `ask` and `quote_age` are None."""

    bid: Decimal | None
    ask: Decimal | None
    quote_age: float | None
    free_quote: Decimal
    free_base: Decimal
    open_orders: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """Accepted (no `code`): what to reserve and how far a market order may run. Else why not."""

    code: str = ""
    reason: str = ""
    numbers: dict[str, str] = field(default_factory=dict)
    risk_score: int = 0
    hold_asset: str = ""
    hold: Decimal = ZERO
    worst_price: Decimal = ZERO

    @property
    def accepted(self) -> bool:
        """Whether the order may be placed."""
        return not self.code


def assess(proposal: Proposal, rules: Rules, situation: Situation, limits: Limits) -> Verdict:
    """Judge an order: the first rule it breaks, and the nearest limit used as `risk_score`, 0 to 100."""
    with exact_arithmetic():
        return (
            _check_shape(proposal, rules)
            or _check_market(situation, limits)
            or _check_limits(proposal, rules, situation, limits)
        )


def _check_limits(proposal: Proposal, rules: Rules, situation: Situation, limits: Limits) -> Verdict:
    bid, ask = situation.bid or ZERO, situation.ask or ZERO
    mid = (bid + ask) / 2
    worst = _worst_price(proposal, rules, mid, limits)
    notional = cost_of(proposal.limit_price or (ask if proposal.side is Side.BUY else bid), proposal.quantity)
    asset, hold, free = _reservation(proposal, rules, situation, worst)
    uses = {
        "price_collar": abs((proposal.limit_price or mid) / mid - 1) / limits.collar,
        "max_order_notional": notional / limits.max_order_notional,
        "open_orders": Decimal(situation.open_orders + 1) / limits.max_open_orders,
        # Selling all that is held uses no limit up: it ends a risk.
        "funds": _cash_use(hold, free) if proposal.side is Side.BUY else ZERO,
    }
    score = min(FULL, int((max(uses.values()) * FULL).to_integral_value(ROUND_CEILING)))
    if notional < rules.min_notional:
        return _refuse(
            "min_notional", "The order is too small.", score, notional=notional, minimum=rules.min_notional
        )
    if uses["price_collar"] > 1:
        numbers = {"limit_price": proposal.limit_price or ZERO, "mid": mid, "collar": limits.collar}
        return _refuse("price_collar", "The limit price is too far from the market.", score, **numbers)
    if uses["max_order_notional"] > 1:
        numbers = {"notional": notional, "maximum": limits.max_order_notional}
        return _refuse("max_order_notional", "The order is larger than one order may be.", score, **numbers)
    if uses["open_orders"] > 1:
        numbers = {"open": Decimal(situation.open_orders), "maximum": Decimal(limits.max_open_orders)}
        return _refuse("open_orders", "Too many orders are open.", score, **numbers)
    if hold > free:
        return _refuse_funds(proposal.side, asset, hold, free)
    return Verdict(risk_score=score, hold_asset=asset, hold=hold, worst_price=worst)


def _cash_use(hold: Decimal, free: Decimal) -> Decimal:
    """The share of the free cash that a reservation takes; of none, more than all."""
    return hold / free if free > 0 else Decimal(2)


def _check_shape(proposal: Proposal, rules: Rules) -> Verdict | None:
    price = proposal.limit_price
    if proposal.order_type is OrderType.LIMIT and price is None:
        return _refuse("limit_price_required", "A limit order needs a limit price.", 0)
    if proposal.order_type is OrderType.MARKET and price is not None:
        return _refuse("limit_price_unexpected", "A market order takes no limit price.", 0)
    if proposal.quantity % rules.lot:
        return _refuse(
            "lot_size",
            "The quantity is no multiple of the lot.",
            0,
            quantity=proposal.quantity,
            lot=rules.lot,
        )
    if price is not None and price % rules.tick:
        return _refuse(
            "tick_size", "The price is no multiple of the tick.", 0, limit_price=price, tick=rules.tick
        )
    return None


def _check_market(situation: Situation, limits: Limits) -> Verdict | None:
    age = situation.quote_age
    if age is None or situation.bid is None or situation.ask is None:
        return _refuse("stale_market", "The market has no price yet.", FULL)
    if age > limits.stale_after:
        numbers = {"age_seconds": Decimal(str(age)), "limit_seconds": Decimal(str(limits.stale_after))}
        return _refuse("stale_market", "The last price is too old.", FULL, **numbers)
    return None


def _worst_price(proposal: Proposal, rules: Rules, mid: Decimal, limits: Limits) -> Decimal:
    """The worst price a fill may have, on the tick grid and inside the collar."""
    if proposal.limit_price is not None:
        return proposal.limit_price
    edge = mid * (1 + sign(proposal.side) * limits.collar) / rules.tick
    return edge.to_integral_value(ROUND_FLOOR if proposal.side is Side.BUY else ROUND_CEILING) * rules.tick


def _reservation(
    proposal: Proposal, rules: Rules, situation: Situation, worst: Decimal
) -> tuple[str, Decimal, Decimal]:
    """Asset, amount to hold and amount free: a buy holds its worst cost and fee, a sale what it sells."""
    if proposal.side is Side.SELL:
        return rules.base, proposal.quantity, situation.free_base
    cost = cost_of(worst, proposal.quantity)
    return rules.quote, cost + fee_of(cost, rules.taker_fee), situation.free_quote


def _refuse_funds(side: Side, asset: str, needed: Decimal, free: Decimal) -> Verdict:
    if side is Side.BUY:
        reason = (
            f"The order needs {plain(needed)} {asset} with fees at its worst price; {plain(free)} are free."
        )
        return _refuse("insufficient_cash", reason, FULL, needed=needed, available=free)
    reason = f"The order sells {plain(needed)} {asset}; {plain(free)} are free to sell."
    return _refuse("insufficient_position", reason, FULL, needed=needed, available=free)


def _refuse(code: str, reason: str, score: int, **numbers: Decimal) -> Verdict:
    return Verdict(
        code=code, reason=reason, risk_score=score, numbers={k: plain(v) for k, v in numbers.items()}
    )
