"""Round trips: every fill belongs to one, and together they are the position."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal as D
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.trading.journal import Execution, Trip, fold
from apps.trading.ledger import Position, apply_fill, cost_of, fee_of
from apps.trading.types import Side, exact_arithmetic

START = datetime(2026, 1, 1, tzinfo=UTC)

moves = st.lists(
    st.tuples(st.booleans(), st.integers(1, 40), st.integers(1, 10**7), st.booleans()), max_size=40
)


def executions(plan: list[tuple[bool, int, int, bool]]) -> tuple[list[Execution], Position, D]:
    """Fills that the ledger accepts, what it makes of them, and their fees."""
    made, position, fees = [], Position(), D(0)
    for number, (buys, size, price, closes) in enumerate(plan):
        side = Side.BUY if buys or not position.quantity else Side.SELL
        quantity = D(size) / 7 if side is Side.BUY else min(D(size) / 9, position.quantity)
        quantity = quantity.quantize(D("1e-8"))
        if side is Side.SELL and (closes or quantity <= 0):
            quantity = position.quantity
        cost = cost_of(D(price) / 100, quantity)
        after = apply_fill(position, side=side, quantity=quantity, cost=cost)
        fee, at = fee_of(cost, D("0.001")), START + timedelta(seconds=number)
        realised = after.realised - position.realised
        made.append(Execution(UUID(int=number), side, quantity, cost, fee, realised, at, at))
        position, fees = after, fees + fee
    return made, position, fees


@given(moves)
def test_the_trips_of_a_position_sum_to_it(plan: list[tuple[bool, int, int, bool]]) -> None:
    fills, position, fees = executions(plan)

    trips = fold([], fills)

    with exact_arithmetic():
        assert sum((trip.realised for trip in trips), D(0)) == position.realised
        assert sum((trip.quantity for trip in trips), D(0)) == position.quantity
        assert sum((trip.open_cost for trip in trips), D(0)) == position.cost
        assert sum((trip.fees for trip in trips), D(0)) == fees
        assert sum(trip.fills for trip in trips) == len(fills)


@given(moves)
def test_a_closed_trip_realised_what_its_sales_brought_over_its_buys(
    plan: list[tuple[bool, int, int, bool]],
) -> None:
    trips = fold([], executions(plan)[0])

    for trip in trips:
        if trip.closed_at is not None:
            with exact_arithmetic():
                assert trip.realised == trip.proceeds - trip.cost
            assert trip.sold == trip.bought
            assert trip.open_cost == 0
    assert all(trip.closed_at is not None for trip in trips[:-1])
    assert all(before.closed_at <= after.opened_at for before, after in pairwise(trips))  # type: ignore[operator]


@given(moves, st.integers(0, 40))
def test_fills_may_come_in_any_portions(plan: list[tuple[bool, int, int, bool]], cut: int) -> None:
    fills, _, _ = executions(plan)

    assert fold(fold([], fills[:cut]), fills[cut:]) == fold([], fills)


def test_a_sale_of_what_is_not_held_is_a_bug() -> None:
    sale = Execution(UUID(int=1), Side.SELL, D(1), D(10), D(0), D(0), START, START)
    held = Trip(UUID(int=0), START, START, bought=D("0.5"), quantity=D("0.5"), fills=1)

    for before in ([], [held]):
        with pytest.raises(ValueError, match="sells"):
            fold(before, [sale])
