"""What holds of the paper exchange whatever is asked of it: orders of all kinds, cancels, markets."""

from datetime import timedelta
from decimal import Decimal as D
from random import Random
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.trading.due import DueOrder, hold_of
from apps.trading.market.types import Level, Outside
from apps.trading.settlement import Settlement
from apps.trading.types import LIVE, Link, OrderStatus, OrderType, Side, exact_arithmetic
from tests.trading.paper import LOT, START, TERMS, Paper, wants

ACCOUNTS = 3
CASH = "20000"
ROUNDING = D("1e-15")


def market(random: Random, second: int, ticks: int, *, is_bar: bool) -> Outside:
    """An update around a price: a ladder of three levels with prints, or a whole bar."""
    at, price = START + timedelta(seconds=second), D(ticks) / 100
    sizes = [D(random.randint(1, 3000)) * LOT for _ in range(3)]
    if is_bar:
        spread = D(random.randint(0, 150)) / 100
        opening = (Level(price, sum(sizes, D(0))),)
        low, high = price - spread, price + spread
        return Outside(opening, opening, low, high, low, high, sum(sizes, D(0)), at)
    asks = tuple(Level(price + D(n + 1) / 20, size) for n, size in enumerate(sizes))
    bids = tuple(Level(price - D(n + 1) / 20, size) for n, size in enumerate(sizes))
    prints = tuple(
        Level(price + D(random.randint(-15, 15)) / 100, D(random.randint(1, 900)) * LOT)
        for _ in range(random.randint(0, 3))
    )
    return Outside(asks, bids, None, None, bids[-1].price, asks[-1].price, sum(sizes, D(0)) * 2, at, prints)


def ask_for_something(random: Random, paper: Paper, account: UUID, ticks: int) -> None:
    """Ask for an order of any kind; what makes no sense or cannot be paid is refused and leaves no trace."""
    kind = random.choice(list(OrderType))
    terms: dict[str, object] = {}

    def near() -> D:
        return D(ticks + random.randint(-250, 250)) / 100

    if kind in (OrderType.LIMIT, OrderType.STOP_LIMIT):
        terms["limit_price"] = near()
    if kind in (OrderType.STOP, OrderType.STOP_LIMIT, OrderType.TAKE_PROFIT):
        terms["stop_price"] = near()
    if kind is OrderType.TRAILING_STOP:
        terms[random.choice(["trail_percent", "trail_amount"])] = D(random.randint(20, 200)) / 100
    force = random.choice(["gtc", "gtc", "ioc", "fok", "gtd"])
    if force == "gtd":
        terms["good_till"] = START + timedelta(seconds=random.randint(1, 60))
    if kind is OrderType.LIMIT and force == "gtc":
        terms["post_only"] = random.random() < 0.2
        if random.random() < 0.4:
            terms["oco_stop_price"] = near()
            terms["oco_stop_limit_price"] = random.choice([None, near()])
    elif random.random() < 0.4:
        terms["take_profit_price"] = random.choice([None, near()])
        terms["stop_loss_price"] = near()
    side, quantity = random.choice(["buy", "sell"]), D(random.randint(1, 4000)) * LOT
    paper.place(account, wants(side, kind.value, str(quantity), time_in_force=force, **terms))


def assert_nothing_is_lost(paper: Paper) -> None:
    """Assets are conserved, reservations are what live orders carry, and nothing free is negative."""
    with exact_arithmetic():
        for asset, put_in in (("USD", D(CASH) * ACCOUNTS), ("BTC", D(0))):
            total = sum((total for (_, of), total in paper.totals.items() if of == asset), D(0))
            assert total == put_in
        for account in {account for account, _ in paper.held}:
            for asset, side in (("USD", Side.BUY), ("BTC", Side.SELL)):
                carried = [o.held for o in paper.live if o.account_id == account and o.side is side]
                assert paper.held.get((account, asset), D(0)) == sum(carried, D(0))
                assert paper.free(account, asset) >= 0
            assert paper.positions_of(account).quantity == paper.totals.get((account, "BTC"), D(0))


def assert_reservations_are_exact(paper: Paper) -> None:
    """A pair together, and every other live order, reserves what the dearest of it needs at its worst."""
    needs: dict[object, D] = {}
    carries: dict[object, D] = {}
    for order in paper.live:
        key = (order.group_id, "pair") if order.link in (Link.OCO, Link.EXIT) else order.id
        need = hold_of(order.side, order.worst_price, order.remaining, TERMS.taker_fee)
        needs[key] = max(needs.get(key, D(0)), need)
        carries[key] = carries.get(key, D(0)) + order.held
        assert order.held >= 0
    for key, need in needs.items():
        assert abs(carries[key] - need) < ROUNDING, key


def assert_fills_are_fair(batch: Settlement, outside: Outside) -> None:
    """No overfill, nothing outside the update's range, nothing worse than a limit or what was reserved."""
    for booked in batch.orders:
        assert booked.filled_quantity <= booked.quantity
        assert booked.status in LIVE or booked.held == 0
        for fill in booked.fills:
            assert outside.low <= fill.price <= outside.high
            worst = booked.order.limit_price or booked.outcome.worst_price
            assert fill.price <= worst if booked.order.side is Side.BUY else fill.price >= worst
    bought_and_sold = sum((fill.quantity for fill in batch.fills), D(0))
    assert bought_and_sold <= outside.volume


def run(seed: int, *, updates: int = 60) -> tuple[list[tuple[object, ...]], int]:
    """A seeded life of three accounts; answers every fill, and how many orders were accepted."""
    random, paper, ticks = Random(seed), Paper(), 10_000
    accounts = [paper.fund(number + 1, CASH) for number in range(ACCOUNTS)]
    is_bar = random.random() < 0.5
    fills: list[tuple[object, ...]] = []
    paper.meet(market(random, 0, ticks, is_bar=is_bar))
    for second in range(1, updates):
        for _ in range(random.randint(0, 3)):
            ask_for_something(random, paper, random.choice(accounts), ticks)
        if paper.live and random.random() < 0.2:
            paper.cancel(random.choice(paper.live))
        assert_nothing_is_lost(paper)
        ticks = max(5000, ticks + random.randint(-120, 120))
        outside = market(random, second, ticks, is_bar=is_bar)
        batch = paper.meet(outside)
        assert_fills_are_fair(batch, outside)
        assert_nothing_is_lost(paper)
        assert_reservations_are_exact(paper)
        fills += [(fill.order.id, fill.price, fill.quantity, fill.fee) for fill in batch.fills]
    _assert_whole(paper)
    return fills, len(paper.orders)


def _assert_whole(paper: Paper) -> None:
    """Every order was filled as its fills say, and no exit is without its entry or its fills."""
    filled: dict[UUID, D] = {}
    for batch in paper.booked:
        for fill in batch.fills:
            filled[fill.order.id] = filled.get(fill.order.id, D(0)) + fill.quantity
    entries = {o.group_id: o for o in paper.orders.values() if o.link is Link.ENTRY}
    for order in paper.orders.values():
        assert order.filled_quantity == filled.get(order.id, D(0))
        if order.link is Link.EXIT:
            _assert_exit(order, entries[order.group_id])
    for group in {o.group_id for o in paper.orders.values() if o.link in (Link.OCO, Link.EXIT)}:
        pair = [o for o in paper.orders.values() if o.group_id == group and o.link is not Link.ENTRY]
        assert sum(1 for leg in pair if leg.filled_quantity) <= 1, "one leg of a pair trades"


def _assert_exit(leg: DueOrder, entry: DueOrder) -> None:
    assert leg.filled_quantity <= entry.filled_quantity
    if leg.status is OrderStatus.INACTIVE:
        assert entry.filled_quantity == 0
        assert entry.status in LIVE
    elif leg.status in LIVE:
        assert leg.quantity == entry.filled_quantity


@settings(max_examples=60)
@given(st.integers(min_value=0, max_value=2**32))
def test_books_stay_whole_whatever_is_asked(seed: int) -> None:
    run(seed)


def test_the_same_life_is_the_same_twice_and_full_of_trades() -> None:
    first, orders = run(7, updates=400)
    assert (first, orders) == run(7, updates=400)
    assert len(first) > 200
    assert len({order for order, *_ in first}) > 100
