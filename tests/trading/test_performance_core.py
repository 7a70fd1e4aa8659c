"""Returns: funding is no profit, and the figures are those of a pencil."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from apps.trading.performance import average_exposure, drawdown_of, grow, profit_of, return_between

START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class P:
    """A point of a curve."""

    at: datetime
    equity: D
    funded: D | None
    positions_value: D = D(0)


def curve(*points: tuple[int, int]) -> list[P]:
    """(equity, funded) hour by hour."""
    return [
        P(START + timedelta(hours=hour), D(equity), D(funded)) for hour, (equity, funded) in enumerate(points)
    ]


def test_a_deposit_is_no_profit_and_what_follows_counts_by_its_rate() -> None:
    points = curve((100, 100), (110, 100), (1110, 1100), (1221, 1100))

    assert return_between(grow(points), START) == D("21.0000")
    assert profit_of(points) == 121


def test_a_withdrawal_is_no_loss() -> None:
    points = curve((100, 100), (40, 40), (44, 40))

    assert return_between(grow(points), START) == D("10.0000")
    assert drawdown_of(grow(points)).percent == 0  # type: ignore[union-attr]


def test_a_drawdown_knows_where_it_was_and_where_it_stands() -> None:
    points = curve((100, 100), (120, 100), (90, 100), (105, 100))

    found = drawdown_of(grow(points))

    assert found is not None
    assert (found.percent, found.current) == (D("25.0000"), D("12.5000"))
    assert (found.peak_at, found.trough_at) == (points[1].at, points[2].at)


def test_a_period_begins_with_what_was_known_then() -> None:
    growth = grow(curve((100, 100), (110, 100), (121, 100)))

    assert return_between(growth, START + timedelta(minutes=90)) == D("10.0000")
    assert return_between(growth, START - timedelta(days=9)) == D("21.0000")


def test_nothing_is_told_of_less_than_two_points() -> None:
    for points in ([], curve((100, 100))):
        assert return_between(grow(points), START) is None
        assert drawdown_of(grow(points)) is None
        assert profit_of(points) is None
        assert average_exposure(points) is None


def test_exposure_weighs_by_how_long_it_held() -> None:
    points = [
        P(START, D(100), D(100), D(100)),
        P(START + timedelta(hours=1), D(100), D(100)),
        P(START + timedelta(hours=4), D(100), D(100)),
    ]

    assert average_exposure(points) == D("25.0000")


def test_an_account_that_was_emptied_and_filled_again_goes_on_from_where_it_was() -> None:
    points = curve((100, 100), (110, 100), (0, -10), (50, 40), (55, 40))

    assert return_between(grow(points), START) == D("21.0000")


@given(
    st.lists(st.tuples(st.integers(-900, 900), st.integers(0, 10**6)), min_size=1, max_size=30),
    st.integers(1, 10**6),
)
def test_the_return_does_not_depend_on_what_is_paid_in(changes: list[tuple[int, int]], capital: int) -> None:
    """The same rates on one account that is left alone, and on one that is funded before each of them."""
    alone = funded = D(capital)
    paid = D(capital)
    plain, fed = [P(START, alone, paid)], [P(START, funded, paid)]
    for hour, (permille, deposit) in enumerate(changes, 1):
        at, rate = START + timedelta(hours=hour), 1 + D(permille) / 1000
        alone *= rate
        funded, paid = (funded + deposit) * rate, paid + deposit
        plain.append(P(at, alone, D(capital)))
        fed.append(P(at, funded, paid))

    left, right = grow(plain)[-1].factor, grow(fed)[-1].factor

    assert abs(left - right) <= D("1e-15") * max(left, D(1))
