"""What fills when orders meet a market."""

import itertools
from datetime import UTC, datetime
from decimal import Decimal as D
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from apps.trading.market.types import Bar, Level, Outside, outside_of_bar
from apps.trading.matching import Outcome, Trade, WorkingOrder, match_orders
from apps.trading.types import Interval, OrderStatus, Side, TimeInForce

AT = datetime(2018, 4, 4, tzinfo=UTC)
LOT = D("0.001")
BOOK = Outside(
    asks=(Level(D(101), D(1)), Level(D(102), D(2))),
    bids=(Level(D(99), D(1)), Level(D(98), D(2))),
    dips_to=None,
    rises_to=None,
    low=D(98),
    high=D(102),
    volume=D(3),
    at=AT,
)


def order(
    number: int,
    side: Side = Side.BUY,
    quantity: str = "1",
    limit: str | None = None,
    *,
    resting: bool = False,
    worst: str | None = None,
    tif: TimeInForce = TimeInForce.GTC,
) -> WorkingOrder:
    worst_price = D(worst or limit or ("1000" if side is Side.BUY else "1"))
    return WorkingOrder(
        id=UUID(int=number),
        side=side,
        remaining=D(quantity),
        limit_price=None if limit is None else D(limit),
        worst_price=worst_price,
        time_in_force=tif,
        is_new=not resting,
        arrival=(number,),
    )


def bar(low: str, high: str, opening: str, volume: str = "10") -> Outside:
    return outside_of_bar(Bar("BTC/USD", Interval.M1, AT, D(opening), D(high), D(low), D(opening), D(volume)))


def trades(outcome: Outcome) -> list[tuple[D, D]]:
    return [(trade.price, trade.quantity) for trade in outcome.trades]


def test_a_market_order_walks_the_ladder_from_its_best_price() -> None:
    (outcome,) = match_orders([order(1, quantity="2.5")], BOOK, lot=LOT)
    assert trades(outcome) == [(101, 1), (102, D("1.5"))]
    assert outcome.status is OrderStatus.FILLED
    assert not outcome.trades[0].is_maker


def test_depth_is_shared_in_the_order_of_arrival() -> None:
    first, second = match_orders([order(2, quantity="2"), order(1, quantity="1")], BOOK, lot=LOT)
    assert first.order.id.int == 1
    assert trades(first) == [(101, 1)]
    assert trades(second) == [(102, 2)]


def test_what_earlier_batches_took_of_the_same_update_is_gone() -> None:
    (outcome,) = match_orders([order(1)], BOOK, lot=LOT, bought=D("1.5"))
    assert trades(outcome) == [(102, 1)]


def test_the_rest_of_a_market_order_is_cancelled_when_nothing_is_left() -> None:
    (outcome,) = match_orders([order(1, quantity="5")], BOOK, lot=LOT)
    assert outcome.filled == 3
    assert (outcome.status, outcome.cancelled) == (OrderStatus.CANCELLED, "no_liquidity")


def test_a_market_order_stops_at_its_collar() -> None:
    (outcome,) = match_orders([order(1, quantity="3", worst="101")], BOOK, lot=LOT)
    assert trades(outcome) == [(101, 1)]
    assert outcome.cancelled == "price_collar"


def test_a_limit_order_that_crosses_takes_and_rests_with_what_is_left() -> None:
    (outcome,) = match_orders([order(1, quantity="3", limit="101")], BOOK, lot=LOT)
    assert trades(outcome) == [(101, 1)]
    assert outcome.status is OrderStatus.PARTIALLY_FILLED


def test_an_immediate_or_cancel_order_never_rests() -> None:
    (outcome,) = match_orders([order(1, limit="100", tif=TimeInForce.IOC)], BOOK, lot=LOT)
    assert outcome.status is OrderStatus.CANCELLED
    assert not outcome.trades


def test_a_limit_order_away_from_the_market_opens() -> None:
    (outcome,) = match_orders([order(1, limit="100")], BOOK, lot=LOT)
    assert outcome.status is OrderStatus.OPEN


def test_a_resting_order_fills_at_its_own_price_as_maker_when_the_quote_reaches_it() -> None:
    (outcome,) = match_orders([order(1, quantity="0.5", limit="101.5", resting=True)], BOOK, lot=LOT)
    assert trades(outcome) == [(D("101.5"), D("0.5"))]
    assert outcome.trades[0].is_maker


def test_resting_orders_go_by_price_then_time_and_before_arrivals() -> None:
    orders = [
        order(1, quantity="1"),
        order(2, quantity="1", limit="101", resting=True),
        order(3, quantity="1", limit="102", resting=True),
    ]
    result = {each.order.id.int: trades(each) for each in match_orders(orders, BOOK, lot=LOT)}
    assert result == {
        3: [(102, 1)],
        1: [(102, 1)],
    }  # the first level went to the best limit, 2 is not reached any more


def test_a_market_order_takes_the_open_of_the_next_bar() -> None:
    (outcome,) = match_orders([order(1)], bar("90", "110", "100"), lot=LOT)
    assert trades(outcome) == [(100, 1)]


def test_a_bar_reaches_resting_orders_anywhere_in_its_range() -> None:
    orders = [order(1, limit="95", resting=True), order(2, Side.SELL, limit="109"), order(3, limit="89")]
    result = {each.order.id.int: each for each in match_orders(orders, bar("90", "110", "100"), lot=LOT)}
    assert trades(result[1]) == [(95, 1)]
    assert trades(result[2]) == [(109, 1)]
    assert result[3].status is OrderStatus.OPEN


def test_an_order_that_the_market_jumped_over_fills_within_the_bar() -> None:
    (outcome,) = match_orders([order(1, limit="120", resting=True)], bar("90", "110", "100"), lot=LOT)
    assert trades(outcome) == [(110, 1)]


def test_all_fills_of_a_bar_together_take_at_most_its_volume() -> None:
    orders = [order(1, quantity="6"), order(2, Side.SELL, quantity="6"), order(3, limit="95", quantity="6")]
    outcomes = match_orders(orders, bar("90", "110", "100", "7"), lot=LOT)
    assert sum(each.filled for each in outcomes) == 7


prices = st.integers(min_value=80, max_value=120)
lots = st.integers(min_value=1, max_value=5000).map(lambda n: n * LOT)


@st.composite
def bars(draw: st.DrawFn) -> Outside:
    low, opening, high = sorted(draw(st.tuples(prices, prices, prices)))
    return bar(str(low), str(high), str(opening), str(draw(st.decimals(0, 20, places=12))))


@st.composite
def ladders(draw: st.DrawFn) -> Outside:
    mid = draw(st.integers(min_value=90, max_value=110))
    sizes = draw(st.lists(lots, min_size=1, max_size=6))
    asks = tuple(Level(D(mid + 1 + i), size) for i, size in enumerate(sizes))
    bids = tuple(Level(D(mid - 1 - i), size) for i, size in enumerate(sizes))
    return Outside(asks, bids, None, None, bids[-1].price, asks[-1].price, sum(sizes, D(0)), AT)


@st.composite
def books_of_orders(draw: st.DrawFn) -> list[WorkingOrder]:
    orders = []
    for number in range(draw(st.integers(min_value=0, max_value=12))):
        limit = draw(st.none() | prices.map(str))
        side = draw(st.sampled_from(list(Side)))
        tif = draw(st.sampled_from(list(TimeInForce)))
        resting = limit is not None and tif is TimeInForce.GTC and draw(st.booleans())
        worst = str(draw(prices)) if limit is None else None
        quantity = str(draw(lots))
        orders.append(order(number, side, quantity, limit, resting=resting, worst=worst, tif=tif))
    return orders


@given(books_of_orders(), bars() | ladders())
def test_no_fill_is_outside_the_range_worse_than_its_limit_or_more_than_was_there(
    orders: list[WorkingOrder], outside: Outside
) -> None:
    outcomes = match_orders(orders, outside, lot=LOT)
    for outcome in outcomes:
        assert 0 <= outcome.filled <= outcome.order.remaining
        for trade in outcome.trades:
            assert outside.low <= trade.price <= outside.high
            assert trade.quantity > 0
            assert trade.quantity % LOT == 0
            over = trade.price - outcome.order.worst_price
            assert over <= 0 if outcome.order.side is Side.BUY else over >= 0
    assert sum((each.filled for each in outcomes), D(0)) <= outside.volume
    for outcome in outcomes:
        if outcome.order.is_new and not outcome.order.rests:
            assert outcome.status in (OrderStatus.FILLED, OrderStatus.CANCELLED)


@given(books_of_orders(), bars() | ladders(), st.randoms())
def test_the_outcome_does_not_depend_on_how_the_orders_were_listed(
    orders: list[WorkingOrder], outside: Outside, random: object
) -> None:
    shuffled = list(orders)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert match_orders(shuffled, outside, lot=LOT) == match_orders(orders, outside, lot=LOT)


@given(books_of_orders(), ladders())
def test_nobody_is_served_before_an_earlier_taker_of_the_same_side(
    orders: list[WorkingOrder], outside: Outside
) -> None:
    takers = [
        each
        for each in match_orders(orders, outside, lot=LOT)
        if each.order.is_new
        and each.order.side is Side.BUY
        and each.order.time_in_force is not TimeInForce.FOK  # it takes all or nothing
    ]
    for earlier, later in itertools.pairwise(takers):
        willing = earlier.order.worst_price >= later.order.worst_price
        if willing and earlier.left and later.trades:
            raise AssertionError("a later order was filled while an earlier, equally willing one was not")


def test_what_an_exchange_executed_is_added_to_the_last_digit() -> None:
    part, whole = D("12345678901.000000000000000001"), D("24691357802.000000000000000002")
    trades = [Trade(D(1), part, is_maker=False)] * 2
    outcome = Outcome.executed(order(1, quantity=str(whole)), trades, "requested")
    assert (outcome.filled, outcome.left, outcome.status) == (whole, 0, OrderStatus.FILLED)
