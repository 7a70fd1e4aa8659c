"""Bookkeeping: nothing appears, nothing disappears, nothing is rounded in somebody's favour by accident."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.trading.ledger import Position, apply_fill, cost_of, fee_of, movements_of_fill, net_changes
from apps.trading.types import Side, exact_arithmetic

amounts = st.decimals(min_value="0.00000001", max_value="10000000", places=8)
trades = st.lists(st.tuples(st.sampled_from(list(Side)), amounts, amounts), max_size=30)
D = Decimal


@given(trades)
def test_movements_of_any_fills_sum_to_zero_for_every_asset(
    fills: list[tuple[Side, Decimal, Decimal]],
) -> None:
    legs = []
    for side, price, quantity in fills:
        cost = cost_of(price, quantity)
        fee = fee_of(cost, D("0.001"))
        legs += movements_of_fill(
            "a", side=side, base="BTC", quote="USD", quantity=quantity, cost=cost, fee=fee
        )
    assert all(leg.amount > 0 for leg in legs)
    with exact_arithmetic():
        for asset in ("BTC", "USD"):
            assert sum(change for (_, each), change in net_changes(legs).items() if each == asset) == 0


@given(amounts, amounts)
def test_cost_is_exact_to_18_places_and_fees_never_fall_short(price: Decimal, quantity: Decimal) -> None:
    with exact_arithmetic():
        exact = price * quantity
        assert abs(cost_of(price, quantity) - exact) <= D("0.5e-18")
        fee = fee_of(exact, D("0.001"))
        assert 0 <= fee - exact * D("0.001") < D("1e-18")


@given(trades)
def test_a_position_equals_its_fills_and_a_closed_one_costs_nothing(
    fills: list[tuple[Side, Decimal, Decimal]],
) -> None:
    position, quantity, cash = Position(), D(0), D(0)
    with exact_arithmetic():
        for side, price, wanted in fills:
            size = wanted if side is Side.BUY else min(wanted, position.quantity)
            if not size:
                continue
            cost = cost_of(price, size)
            position = apply_fill(position, side=side, quantity=size, cost=cost)
            quantity += size if side is Side.BUY else -size
            cash += -cost if side is Side.BUY else cost
            assert position.quantity == quantity >= 0
            assert position.cost >= 0
            assert position.quantity or not position.cost
            # What was paid is either still in the position or realised.
            assert cash == position.realised - position.cost


def test_a_sale_realises_its_proceeds_less_the_average_cost() -> None:
    position = apply_fill(Position(), side=Side.BUY, quantity=D(2), cost=D(200))
    position = apply_fill(position, side=Side.BUY, quantity=D(2), cost=D(400))
    assert position.average_price == 150
    position = apply_fill(position, side=Side.SELL, quantity=D(1), cost=D(250))
    assert (position.quantity, position.cost, position.realised) == (3, 450, 100)


def test_selling_more_than_is_held_is_a_bug_not_a_short() -> None:
    with pytest.raises(ValueError, match="more than is held"):
        apply_fill(Position(D(1), D(10)), side=Side.SELL, quantity=D(2), cost=D(30))
