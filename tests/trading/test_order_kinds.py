"""What each kind of order does when it meets a market. Everything here is pure."""

from datetime import timedelta
from decimal import Decimal as D

import pytest

from apps.trading.due import DueOrder
from apps.trading.market.types import Bar, outside_of_bar
from apps.trading.types import Interval, Link, OrderStatus
from tests.trading.paper import START, Paper, ladder, wants

CALM = ladder(0, "99.90", "100.00")


@pytest.fixture
def paper() -> Paper:
    """An exchange whose market stands at 99.90 to 100.00, with one rich account."""
    made = Paper()
    made.meet(CALM)
    made.fund(1, "100000")
    return made


def owner(paper: Paper) -> object:
    return next(account for account, asset in paper.totals if asset == "USD" and account.int == 1)


def place(paper: Paper, side: str, kind: str, quantity: str, **terms: object) -> DueOrder:
    """Place an order that has to be accepted; answers it, before it has met a market."""
    before = set(paper.orders)
    verdict = paper.place(owner(paper), wants(side, kind, quantity, **terms))  # type: ignore[arg-type]
    assert verdict.accepted, verdict
    return next(order for key, order in paper.orders.items() if key not in before)


def now(paper: Paper, order: DueOrder) -> DueOrder:
    return paper.orders[order.id]


def hold(paper: Paper, quantity: str = "1") -> None:
    """Have the account hold so much, bought for 100 at the market of now."""
    place(paper, "buy", "market", quantity)
    paper.meet(ladder(0, "99.90", "100.00", "100"))


def fills(paper: Paper, order: DueOrder) -> list[tuple[D, D]]:
    """Price and quantity of all fills of an order, as they happened."""
    booked = [fill for batch in paper.booked for fill in batch.fills if fill.order.id == order.id]
    return [(fill.price, fill.quantity) for fill in booked]


def bar(second: int, opening: str, high: str, low: str, volume: str = "100") -> object:
    at = START + timedelta(seconds=second)
    made = Bar("BTC/USD", Interval.M1, at, D(opening), D(high), D(low), D(opening), D(volume))
    return outside_of_bar(made)


def test_a_stop_waits_and_then_sells_at_the_quote_that_touched_it_not_at_its_trigger(paper: Paper) -> None:
    hold(paper)
    stop = place(paper, "sell", "stop", "1", stop_price="98.00")
    paper.meet(ladder(1, "98.10", "98.20"))
    assert now(paper, stop).status is OrderStatus.WAITING
    paper.meet(ladder(2, "95.00", "95.10"))
    assert fills(paper, stop) == [(D("95.00"), D(1))]
    assert now(paper, stop).triggered_at == START + timedelta(seconds=2)


def test_a_stop_to_buy_waits_for_the_ask_to_rise(paper: Paper) -> None:
    stop = place(paper, "buy", "stop", "1", stop_price="102.00")
    paper.meet(ladder(1, "101.80", "101.90"))
    paper.meet(ladder(2, "102.40", "102.50"))
    assert fills(paper, stop) == [(D("102.50"), D(1))]


def test_a_market_that_jumps_past_what_a_stop_to_buy_reserved_fills_nothing(paper: Paper) -> None:
    stop = place(paper, "buy", "stop", "1", stop_price="102.00")
    paper.meet(ladder(1, "99.90", "100.00"))
    paper.meet(ladder(2, "139.90", "140.00"))
    assert (now(paper, stop).status, fills(paper, stop)) == (OrderStatus.CANCELLED, [])
    assert paper.held[stop.account_id, "USD"] == 0


def test_a_stop_limit_rests_where_the_market_jumped_over_its_limit(paper: Paper) -> None:
    hold(paper)
    order = place(paper, "sell", "stop_limit", "1", stop_price="98.00", limit_price="97.50")
    paper.meet(ladder(1, "99.90", "100.00"))
    paper.meet(ladder(2, "95.00", "95.10"))
    assert (now(paper, order).status, fills(paper, order)) == (OrderStatus.OPEN, [])
    paper.meet(ladder(3, "97.60", "97.70"))
    assert fills(paper, order) == [(D("97.50"), D(1))]


def test_a_take_profit_sells_once_the_bid_has_risen(paper: Paper) -> None:
    hold(paper)
    order = place(paper, "sell", "take_profit", "1", stop_price="105.00")
    paper.meet(ladder(1, "104.90", "105.00"))
    assert now(paper, order).status is OrderStatus.WAITING
    paper.meet(ladder(2, "105.20", "105.30"))
    assert fills(paper, order) == [(D("105.20"), D(1))]


def test_a_trailing_stop_follows_the_best_price_and_never_back(paper: Paper) -> None:
    hold(paper)
    order = place(paper, "sell", "trailing_stop", "1", trail_percent="1")
    for second, bid in enumerate(("101.00", "104.00", "103.50"), start=1):
        paper.meet(ladder(second, bid, f"{D(bid) + D('0.10')}"))
    assert (now(paper, order).peak, now(paper, order).stop_price) == (D("104.00"), D("102.96"))
    paper.meet(ladder(4, "102.90", "103.00"))
    assert fills(paper, order) == [(D("102.90"), D(1))]


def test_a_trailing_stop_may_trail_by_an_amount(paper: Paper) -> None:
    order = place(paper, "buy", "trailing_stop", "1", trail_amount="2.00")
    paper.meet(ladder(1, "94.90", "95.00"))
    assert now(paper, order).stop_price == D("97.00")
    paper.meet(ladder(2, "97.40", "97.50"))
    assert fills(paper, order) == [(D("97.50"), D(1))]


def test_fill_or_kill_tests_before_it_takes(paper: Paper) -> None:
    killed = place(paper, "buy", "limit", "9", limit_price="101.00", time_in_force="fok")
    after = place(paper, "buy", "market", "1")
    paper.meet(ladder(1, "99.90", "100.00"))
    assert (now(paper, killed).status, fills(paper, killed)) == (OrderStatus.CANCELLED, [])
    assert fills(paper, after) == [(D("100.00"), D(1))], "it took nothing from those behind it"
    whole = place(paper, "buy", "limit", "6", limit_price="101.00", time_in_force="fok")
    paper.meet(ladder(2, "99.90", "100.00"))
    assert now(paper, whole).status is OrderStatus.FILLED


def test_good_till_a_time_ends_in_market_time(paper: Paper) -> None:
    till = START + timedelta(seconds=3)
    order = place(paper, "buy", "limit", "1", limit_price="95.00", time_in_force="gtd", good_till=till)
    paper.meet(ladder(2, "99.90", "100.00"))
    assert now(paper, order).status is OrderStatus.OPEN
    batch = paper.meet(ladder(3, "94.00", "94.10"))
    assert [(each.status, each.reason) for each in batch.orders] == [(OrderStatus.CANCELLED, "expired")]


def test_post_only_is_cancelled_rather_than_taking(paper: Paper) -> None:
    taker = place(paper, "buy", "limit", "1", limit_price="100.00", post_only=True)
    maker = place(paper, "buy", "limit", "1", limit_price="99.99", post_only=True)
    batch = paper.meet(ladder(1, "99.90", "100.00"))
    assert {each.order.id: each.reason for each in batch.orders} == {taker.id: "post_only", maker.id: ""}
    paper.meet(ladder(2, "99.80", "99.90"))
    assert fills(paper, maker) == [(D("99.99"), D(1))]


def test_prints_serve_first_who_stood_at_the_price_before(paper: Paper) -> None:
    first = place(paper, "buy", "limit", "1", limit_price="99.90")
    second = place(paper, "buy", "limit", "1", limit_price="99.90")
    paper.meet(ladder(1, "99.90", "100.00"))
    assert now(paper, first).ahead == 1
    paper.meet(ladder(2, "99.90", "100.00", prints=[("99.90", "0.6")]))
    assert (now(paper, first).ahead, fills(paper, first)) == (D("0.4"), [])
    paper.meet(ladder(3, "99.90", "100.00", prints=[("99.90", "1.9")]))
    assert fills(paper, first) == [(D("99.90"), D(1))]
    assert fills(paper, second) == [(D("99.90"), D("0.5"))]


def test_a_print_through_the_price_passes_everybody_who_stood_there(paper: Paper) -> None:
    order = place(paper, "buy", "limit", "1", limit_price="99.90")
    paper.meet(ladder(1, "99.90", "100.00"))
    paper.meet(ladder(2, "99.90", "100.00", prints=[("99.80", "0.3")]))
    assert fills(paper, order) == [(D("99.90"), D("0.3"))]
    assert now(paper, order).ahead == 0


def test_beyond_the_depth_the_price_rises_by_the_impact_within_the_collar(paper: Paper) -> None:
    order = place(paper, "buy", "market", "12")
    paper.impact = D("0.02")
    paper.meet(ladder(1, "99.90", "100.00"))
    # Six are seen, up to 101; the other six move the price from 101 by 2 %, by 1 % on average.
    assert fills(paper, order)[-1] == (D("102.01"), D(6))
    greedy = place(paper, "buy", "market", "300")
    paper.meet(ladder(2, "99.90", "100.00"))
    assert max(price for price, _ in fills(paper, greedy)) <= now(paper, greedy).worst_price
    assert now(paper, greedy).status is OrderStatus.CANCELLED


def pair(paper: Paper) -> tuple[DueOrder, DueOrder]:
    """A sale at 104 paired with a stop at 98, of one BTC that is held."""
    hold(paper)
    limit = place(paper, "sell", "limit", "1", limit_price="104.00", oco_stop_price="98.00")
    stop = next(order for order in paper.live if order.group_id == limit.group_id and order.id != limit.id)
    return limit, stop


def test_the_legs_of_a_pair_share_one_reservation_and_the_first_to_trade_ends_the_other(
    paper: Paper,
) -> None:
    limit, stop = pair(paper)
    assert paper.held[limit.account_id, "BTC"] == 1
    paper.meet(ladder(1, "99.90", "100.00"))
    assert (now(paper, limit).status, now(paper, stop).status) == (OrderStatus.OPEN, OrderStatus.WAITING)
    paper.meet(ladder(2, "104.10", "104.20", "0.4"))
    assert fills(paper, limit) == [(D("104.00"), D("0.4"))]
    assert now(paper, stop).status is OrderStatus.CANCELLED
    assert paper.held[limit.account_id, "BTC"] == D("0.6")
    paper.cancel(now(paper, limit))
    assert paper.held[limit.account_id, "BTC"] == 0


def test_a_stop_that_is_triggered_sells_with_the_reservation_of_its_pair(paper: Paper) -> None:
    limit, stop = pair(paper)
    paper.meet(ladder(1, "99.90", "100.00"))
    paper.meet(ladder(2, "97.00", "97.10"))
    assert fills(paper, stop) == [(D("97.00"), D(1))]
    assert now(paper, limit).status is OrderStatus.CANCELLED
    assert paper.held[limit.account_id, "BTC"] == 0


def test_cancelling_one_leg_cancels_both(paper: Paper) -> None:
    limit, stop = pair(paper)
    paper.cancel(now(paper, stop))
    assert {now(paper, each).status for each in (limit, stop)} == {OrderStatus.CANCELLED}
    assert paper.held[limit.account_id, "BTC"] == 0


def test_a_bar_that_reaches_both_legs_is_taken_to_have_reached_the_stop_first(paper: Paper) -> None:
    limit, stop = pair(paper)
    paper.meet(bar(60, "100", "101", "99"))  # type: ignore[arg-type]
    paper.meet(bar(120, "100", "105", "97"))  # type: ignore[arg-type]
    assert fills(paper, stop) == [(D("98.00"), D(1))]
    assert fills(paper, limit) == []


def bracket(paper: Paper, limit: str = "99.00") -> list[DueOrder]:
    """A buy of two with a take-profit at 104 and a stop-loss at 96: entry, profit, loss."""
    terms = {"limit_price": limit, "take_profit_price": "104.00", "stop_loss_price": "96.00"}
    entry = place(paper, "buy", "limit", "2", **terms)
    return sorted(
        (order for order in paper.live if order.group_id == entry.group_id), key=lambda each: each.id
    )


def test_exits_become_live_as_their_entry_fills_with_what_it_bought(paper: Paper) -> None:
    entry, profit, loss = bracket(paper)
    paper.meet(ladder(1, "99.90", "100.00"))
    assert now(paper, profit).status is now(paper, loss).status is OrderStatus.INACTIVE
    paper.meet(ladder(2, "98.80", "98.90", "0.5"))
    assert now(paper, entry).filled_quantity == D("0.5")
    assert now(paper, profit).quantity == now(paper, loss).quantity == D("0.5")
    assert paper.held[entry.account_id, "BTC"] == D("0.5")
    paper.meet(ladder(3, "98.80", "98.90", "5"))
    assert now(paper, profit).quantity == now(paper, loss).quantity == D(2)
    assert paper.held[entry.account_id, "BTC"] == D(2)
    paper.meet(ladder(4, "104.50", "104.60", "5"))
    assert fills(paper, profit) == [(D("104.00"), D(2))]
    assert now(paper, loss).status is OrderStatus.CANCELLED
    assert paper.held[entry.account_id, "BTC"] == 0


def test_an_exit_that_is_reached_ends_what_is_left_of_the_entry(paper: Paper) -> None:
    entry, profit, loss = bracket(paper)
    paper.meet(ladder(1, "99.90", "100.00"))
    paper.meet(ladder(2, "98.80", "98.90", "0.5"))
    paper.meet(ladder(3, "95.00", "110.00", "0.5"))
    assert fills(paper, loss) == [(D("95.00"), D("0.5"))]
    assert now(paper, entry).status is now(paper, profit).status is OrderStatus.CANCELLED
    assert paper.held[entry.account_id, "USD"] == paper.held[entry.account_id, "BTC"] == 0


def test_an_entry_that_buys_nothing_takes_its_exits_along(paper: Paper) -> None:
    entry, profit, loss = bracket(paper)
    paper.meet(ladder(1, "99.90", "100.00"))
    paper.cancel(now(paper, entry))
    assert {now(paper, each).status for each in (entry, profit, loss)} == {OrderStatus.CANCELLED}


def test_exits_outlive_an_entry_that_was_cancelled_after_it_had_bought(paper: Paper) -> None:
    entry, profit, loss = bracket(paper)
    paper.meet(ladder(1, "99.90", "100.00"))
    paper.meet(ladder(2, "98.80", "98.90", "0.5"))
    paper.cancel(now(paper, entry))
    assert now(paper, entry).status is OrderStatus.CANCELLED
    assert {now(paper, each).link for each in (profit, loss)} == {Link.EXIT}
    paper.meet(ladder(3, "104.50", "104.60", "5"))
    assert fills(paper, profit) == [(D("104.00"), D("0.5"))]


def test_within_a_bar_an_entry_at_its_open_may_be_stopped_out(paper: Paper) -> None:
    entry, _, loss = bracket(paper, limit="101.00")
    paper.meet(bar(60, "100", "101", "95"))  # type: ignore[arg-type]
    assert fills(paper, entry) == [(D("100"), D(2))]
    assert fills(paper, loss) == [(D("96.00"), D(2))]


def test_an_entry_that_fills_within_a_bar_meets_its_stop_in_it_and_not_its_take_profit(paper: Paper) -> None:
    """The bar went from 100 down to 95 and up to 105: what came after the entry is taken to be the worse."""
    entry, profit, loss = bracket(paper)
    paper.meet(bar(60, "100", "101", "99.5"))  # type: ignore[arg-type]
    paper.meet(bar(120, "100", "105", "95"))  # type: ignore[arg-type]
    assert fills(paper, entry) == [(D("99.00"), D(2))]
    assert fills(paper, loss) == [(D("96.00"), D(2))]
    assert fills(paper, profit) == []
    assert now(paper, profit).status is OrderStatus.CANCELLED
    assert paper.held[entry.account_id, "USD"] == paper.held[entry.account_id, "BTC"] == 0


def test_a_take_profit_waits_for_the_bar_after_the_one_its_entry_filled_within(paper: Paper) -> None:
    entry, profit, loss = bracket(paper)
    paper.meet(bar(60, "100", "101", "99.5"))  # type: ignore[arg-type]
    paper.meet(bar(120, "100", "105", "98"))  # type: ignore[arg-type]
    assert fills(paper, entry) == [(D("99.00"), D(2))]
    assert fills(paper, profit) == fills(paper, loss) == []
    assert now(paper, profit).status is OrderStatus.OPEN
    assert now(paper, loss).status is OrderStatus.WAITING
    paper.meet(bar(180, "103", "104.5", "102"))  # type: ignore[arg-type]
    assert fills(paper, profit) == [(D("104.00"), D(2))]


def test_a_stop_to_buy_that_fires_within_a_bar_is_stopped_out_in_it(paper: Paper) -> None:
    """Whether the low came before the entry or after it nobody knows: it is taken to have come after."""
    exits = {"take_profit_price": "104.00", "stop_loss_price": "96.00"}
    entry = place(paper, "buy", "stop", "2", stop_price="101.00", **exits)
    loss = next(each for each in paper.live if each.link is Link.EXIT and each.stop_price)
    paper.meet(bar(60, "100", "100.5", "99.5"))  # type: ignore[arg-type]
    paper.meet(bar(120, "100", "102", "95"))  # type: ignore[arg-type]
    assert fills(paper, entry) == [(D("101.00"), D(2))]
    assert fills(paper, loss) == [(D("96.00"), D(2))]


def test_a_stop_that_finds_no_volume_beside_its_entry_waits_for_the_next_bar(paper: Paper) -> None:
    entry, _, loss = bracket(paper)
    paper.meet(bar(60, "100", "101", "99.5"))  # type: ignore[arg-type]
    paper.meet(bar(120, "100", "101", "95", "3"))  # type: ignore[arg-type]
    assert fills(paper, entry) == [(D("99.00"), D(2))]
    assert (fills(paper, loss), now(paper, loss).status) == ([], OrderStatus.WAITING)
    paper.meet(bar(180, "94", "95", "93"))  # type: ignore[arg-type]
    assert fills(paper, loss) == [(D("94"), D(2))]


def test_a_triggered_order_that_wants_all_or_nothing_says_so_when_it_gets_nothing(paper: Paper) -> None:
    """Its limit is below the trigger that the bar reached: it cannot be had at once, and does not rest."""
    terms = {"stop_price": "102.00", "limit_price": "101.50"}
    whole = place(paper, "buy", "stop_limit", "1", time_in_force="fok", **terms)
    part = place(paper, "buy", "stop_limit", "1", time_in_force="ioc", **terms)
    paper.meet(bar(60, "100", "101", "99.5"))  # type: ignore[arg-type]
    batch = paper.meet(bar(120, "100", "103", "99"))  # type: ignore[arg-type]
    reasons = {each.order.id: each.reason for each in batch.orders}
    assert (reasons[whole.id], reasons[part.id]) == ("fill_or_kill", "no_liquidity")


@pytest.mark.parametrize(
    ("side", "kind", "terms", "code"),
    [
        ("buy", "stop", {}, "stop_price_required"),
        ("buy", "market", {"stop_price": "101"}, "stop_price_unexpected"),
        ("buy", "stop_limit", {"stop_price": "101"}, "limit_price_required"),
        ("buy", "stop", {"stop_price": "101", "limit_price": "101"}, "limit_price_unexpected"),
        ("sell", "trailing_stop", {}, "trail_required"),
        ("sell", "trailing_stop", {"trail_percent": "1", "trail_amount": "1"}, "trail_required"),
        ("buy", "limit", {"limit_price": "99", "trail_amount": "1"}, "trail_unexpected"),
        ("buy", "limit", {"limit_price": "99", "time_in_force": "gtd"}, "good_till_required"),
        ("buy", "limit", {"limit_price": "99", "good_till": START}, "good_till_unexpected"),
        (
            "buy",
            "limit",
            {"limit_price": "99", "time_in_force": "gtd", "good_till": START},
            "good_till_past",
        ),
        ("buy", "market", {"post_only": True}, "post_only_unexpected"),
        (
            "buy",
            "limit",
            {"limit_price": "99", "time_in_force": "ioc", "post_only": True},
            "post_only_unexpected",
        ),
        ("buy", "stop", {"stop_price": "101.001"}, "tick_size"),
        ("buy", "market", {"stop_loss_price": "101"}, "exit_price"),
        ("buy", "market", {"take_profit_price": "99"}, "exit_price"),
        ("sell", "market", {"stop_loss_price": "99"}, "exits_unexpected"),
        ("buy", "market", {"oco_stop_price": "101"}, "oco_unexpected"),
        ("buy", "limit", {"limit_price": "99", "oco_stop_price": "98"}, "oco_prices"),
        ("buy", "market", {"time_in_force": "gtd", "good_till": START}, "time_in_force_unexpected"),
        ("buy", "limit", {"limit_price": "99", "oco_stop_limit_price": "101"}, "stop_price_required"),
    ],
)
def test_what_makes_no_sense_is_refused_under_its_own_code(
    paper: Paper, side: str, kind: str, terms: dict[str, object], code: str
) -> None:
    verdict = paper.place(owner(paper), wants(side, kind, "1", **terms))  # type: ignore[arg-type]
    assert (verdict.code, verdict.accepted) == (code, False)
    assert not paper.orders
