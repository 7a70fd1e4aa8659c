"""Risk before every order: stable codes, numbers, and a score."""

from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.trading.ledger import cost_of, fee_of
from apps.trading.risk import Limits, Proposal, Rules, Situation, assess
from apps.trading.types import OrderType, Side, exact_arithmetic

RULES = Rules("BTC", "USD", D("0.01"), D("0.001"), D(10), D("0.001"))
CALM = Situation(D("99.99"), D("100.01"), 0.5, D(100_000), D(10), 0)
LIMITS = Limits(max_order_notional=D(50_000), max_open_orders=5, collar=D("0.05"), stale_after=10)
BUY = Proposal(Side.BUY, OrderType.MARKET, D(1))


def limit(side: Side, price: str, quantity: str = "1") -> Proposal:
    return Proposal(side, OrderType.LIMIT, D(quantity), D(price))


@pytest.mark.parametrize(
    ("proposal", "situation", "code"),
    [
        (replace(BUY, quantity=D("1.0001")), CALM, "lot_size"),
        (limit(Side.BUY, "100.001"), CALM, "tick_size"),
        (Proposal(Side.BUY, OrderType.LIMIT, D(1)), CALM, "limit_price_required"),
        (Proposal(Side.BUY, OrderType.MARKET, D(1), D(100)), CALM, "limit_price_unexpected"),
        (BUY, replace(CALM, bid=None, ask=None, quote_age=None), "stale_market"),
        (BUY, replace(CALM, quote_age=11), "stale_market"),
        (replace(BUY, quantity=D("0.001")), CALM, "min_notional"),
        (limit(Side.BUY, "110"), CALM, "price_collar"),
        (limit(Side.SELL, "90"), CALM, "price_collar"),
        (replace(BUY, quantity=D(501)), CALM, "max_order_notional"),
        (BUY, replace(CALM, open_orders=5), "open_orders"),
        (BUY, replace(CALM, free_quote=D(100)), "insufficient_cash"),
        (BUY, replace(CALM, free_quote=D(0)), "insufficient_cash"),
        (Proposal(Side.SELL, OrderType.MARKET, D(11)), CALM, "insufficient_position"),
        (
            Proposal(Side.SELL, OrderType.TRAILING_STOP, D(1), trail_amount=D("99.99")),
            CALM,
            "trail_too_wide",
        ),
        (replace(BUY, quantity=D("99999999999999999999")), CALM, "max_order_notional"),
    ],
)
def test_each_rule_refuses_under_its_own_code(proposal: Proposal, situation: Situation, code: str) -> None:
    verdict = assess(proposal, RULES, situation, LIMITS)
    assert not verdict.accepted
    assert verdict.code == code
    assert verdict.reason
    assert verdict.hold == 0


def test_a_refusal_for_cash_names_what_is_needed_with_fees_and_what_is_free() -> None:
    verdict = assess(BUY, RULES, replace(CALM, free_quote=D(100)), LIMITS)
    assert verdict.numbers == {"needed": "105.105", "available": "100"}
    assert verdict.risk_score == 100


def test_the_score_is_the_nearest_limit_used() -> None:
    half = assess(BUY, RULES, replace(CALM, free_quote=D("210.21")), LIMITS)
    assert half.accepted
    assert half.risk_score == 50
    assert assess(BUY, RULES, replace(CALM, open_orders=3), LIMITS).risk_score == 80


@given(
    st.sampled_from(list(Side)),
    st.integers(min_value=1, max_value=400_000),
    st.none() | st.integers(min_value=9500, max_value=10500),
    st.decimals(min_value=0, max_value=100_000, places=18),
)
def test_an_accepted_order_reserves_its_worst_cost_with_fees_and_no_more_than_is_free(
    side: Side, lots: int, ticks: int | None, free: D
) -> None:
    kind = OrderType.MARKET if ticks is None else OrderType.LIMIT
    price = None if ticks is None else ticks * D("0.01")
    proposal = Proposal(side, kind, lots * D("0.001"), price)
    verdict = assess(proposal, RULES, replace(CALM, free_quote=free, free_base=free), LIMITS)
    assert 0 <= verdict.risk_score <= 100
    if not verdict.accepted:
        return
    assert verdict.hold <= free
    worst = cost_of(verdict.worst_price, proposal.quantity)
    with exact_arithmetic():
        expected = worst + fee_of(worst, RULES.taker_fee) if side is Side.BUY else proposal.quantity
        assert verdict.hold == expected
        assert verdict.worst_price % RULES.tick == 0
        assert abs(verdict.worst_price / 100 - 1) <= LIMITS.collar
