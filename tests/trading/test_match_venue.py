"""The matching writer: filled once, booked whole, told to whom it belongs."""

from datetime import timedelta
from decimal import Decimal as D
from uuid import UUID

import pytest

from apps.system.access.models import Actor
from apps.system.access.selectors import root_actor
from apps.system.controls.services import engage_halt, release_halt
from apps.system.events.models import Event
from apps.trading.market.sources import source_for
from apps.trading.models import Account, Fill, Order, Position, Transfer, Venue
from apps.trading.services import match_venue
from apps.trading.types import Side
from tests.corruption import spoiling
from tests.queries import count_queries
from tests.system.people import actor_of
from tests.trading.books import assert_books_balance
from tests.trading.desk import NOON, build_agent, buy, fund, sell, trade

pytestmark = pytest.mark.django_db


def test_a_market_order_is_filled_from_the_book_and_booked_whole(account: Account, sim: Venue) -> None:
    order = buy(account, "0.5")
    report = match_venue(sim, NOON)
    assert report.orders == 1
    assert report.fills >= 1
    order.refresh_from_db()
    outside = source_for(sim).outsides(["BTC/USD"], NOON).get("BTC/USD")
    assert outside is not None
    assert order.executed_price is not None
    assert order.status == "filled"
    assert order.filled_quantity == D("0.5")
    assert order.held == 0
    assert outside.asks[0].price <= order.executed_price <= outside.high
    cash = account.balances.get(asset="USD")
    assert cash.total == 100_000 - order.filled_cost - order.fee
    assert cash.held == 0
    assert account.balances.get(asset="BTC").total == D("0.5")
    position = Position.objects.get(account=account)
    assert (position.quantity, position.cost, position.opened_at) == (D("0.5"), order.filled_cost, NOON)
    assert Transfer.objects.filter(kind="FEE").count() == report.fills
    assert_books_balance()


def test_a_batch_tells_its_owner_what_happened(
    account: Account, agent: Actor, alice: Actor, sim: Venue
) -> None:
    buy(account, "0.5")
    match_venue(sim, NOON)
    sell(account, "0.5")
    match_venue(sim, NOON + timedelta(seconds=1))
    told = list(Event.objects.exclude(type="trade.order_placed").filter(audience=alice.id).order_by("id"))
    assert [event.type for event in told] == [
        "trade.order_filled",
        "trade.position_opened",
        "portfolio.update",
        "trade.order_filled",
        "trade.position_closed",
        "portfolio.update",
    ]
    assert {event.agent_id for event in told if event.type != "portfolio.update"} == {agent.id}
    (change,) = told[-1].payload["accounts"]
    assert change["agentId"] == str(agent.id)
    assert change["held"] == "0"
    assert D(change["cash"]) == account.balances.get(asset="USD").total
    assert_books_balance()


def test_what_would_be_a_flood_for_an_owner_is_told_together_and_to_others_as_ever(
    alice: Actor, sim: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.system.events.batches.MOST_SINGLY", 2)
    orders = [buy(fund(build_agent(alice, f"agent {number}")), "0.01") for number in range(3)]
    stranger = actor_of()
    buy(fund(stranger), "0.01")

    match_venue(sim, NOON)

    of_alice, of_stranger = (
        Event.objects.exclude(type__startswith="trade.order_placed").filter(audience=audience).order_by("id")
        for audience in (alice.id, stranger.id)
    )
    filled, opened, _ = of_alice
    assert (filled.type, opened.type) == ("trade.orders_filled", "trade.positions_opened")
    for order, item, position in zip(orders, filled.payload["items"], opened.payload["items"], strict=True):
        order.refresh_from_db()
        assert (item["orderId"], item["status"]) == (str(order.id), "filled")
        assert (D(item["quantity"]), D(item["price"])) == (order.filled_quantity, order.executed_price)
        assert (D(item["fee"]), D(item["realised"])) == (order.fee, 0)
        assert position["accountId"] == str(order.account_id)
    assert [event.type for event in of_stranger] == [
        "trade.order_filled",
        "trade.position_opened",
        "portfolio.update",
    ]


def test_nothing_is_matched_twice(account: Account, sim: Venue) -> None:
    buy(account, "0.5")
    assert match_venue(sim, NOON).orders == 1
    assert match_venue(sim, NOON).orders == 0
    assert Fill.objects.values("order_id").distinct().count() == 1


def test_orders_of_one_second_share_its_depth_over_batches(account: Account, sim: Venue) -> None:
    outside = source_for(sim).outsides(["DOGE/USD"], NOON).get("DOGE/USD")
    assert outside is not None
    best = outside.asks[0]
    first = trade(account, Side.BUY, str(best.quantity), symbol="DOGE/USD")
    match_venue(sim, NOON)
    second = trade(account, Side.BUY, "1000", symbol="DOGE/USD")
    match_venue(sim, NOON)
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.executed_price == best.price
    assert second.executed_price is not None
    assert second.executed_price > best.price


def test_more_than_the_market_has_is_cancelled_with_the_reason(sim: Venue) -> None:
    rich = fund(actor_of(), capital="5000000")
    order = buy(rich, "60")
    match_venue(sim, NOON)
    order.refresh_from_db()
    outside = source_for(sim).outsides(["BTC/USD"], NOON).get("BTC/USD")
    assert outside is not None
    assert (order.status, order.reason) == ("cancelled", "no_liquidity")
    assert order.filled_quantity == sum(level.quantity for level in outside.asks)
    assert rich.balances.get(asset="USD").held == 0
    assert_books_balance()


def test_a_limit_order_rests_until_the_market_reaches_it(account: Account, sim: Venue) -> None:
    source = source_for(sim)
    quote = source.quotes(["BTC/USD"], NOON)["BTC/USD"]
    order = buy(account, "0.1", limit=str(quote.bid))
    match_venue(sim, NOON)
    order.refresh_from_db()
    assert order.status == "open"
    assert order.held > 0
    later = next(
        at
        for at in (NOON + timedelta(seconds=s) for s in range(1, 3600))
        if source.quotes(["BTC/USD"], at)["BTC/USD"].ask <= quote.bid
    )
    match_venue(sim, later)
    order.refresh_from_db()
    assert order.status == "filled"
    outside = source.outsides(["BTC/USD"], later).get("BTC/USD")
    assert outside is not None
    # Its own price, unless the second jumped over it: no fill lies outside the range of its bar.
    assert order.executed_price == min(quote.bid, outside.high)
    assert Fill.objects.get(order_id=order.id).is_maker
    assert_books_balance()


def test_an_order_placed_after_the_moment_is_not_due(account: Account, sim: Venue) -> None:
    buy(account, "0.1", at=NOON + timedelta(milliseconds=1))
    assert match_venue(sim, NOON).orders == 0


def test_an_order_that_a_halt_overtakes_is_cancelled_and_its_funds_are_free_again(
    account: Account, agent: Actor, sim: Venue
) -> None:
    free = fund(build_agent(actor_of()))
    buy(account, "0.1")
    buy(free, "0.1")
    engage_halt(by=root_actor(), target=agent, reason="storm", now=NOON)

    assert match_venue(sim, NOON).fills == 1

    stopped = Order.objects.get(account=account)
    assert (stopped.status, stopped.reason, stopped.held) == ("cancelled", "kill_switch", 0)
    release_halt(by=root_actor(), target=agent, reason="over", now=NOON)
    assert match_venue(sim, NOON).orders == 0
    assert_books_balance()


def test_what_rests_and_is_halted_takes_no_place_in_a_batch(
    account: Account, agent: Actor, sim: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.trading.selectors.matching.BATCH", 2)
    source = source_for(sim)
    bid = source.quotes(["BTC/USD"], NOON)["BTC/USD"].bid
    for _ in range(2):
        buy(account, "0.01", limit=str(bid))
    match_venue(sim, NOON)
    free = fund(build_agent(actor_of()))
    buy(free, "0.01", limit=str(bid))
    match_venue(sim, NOON)
    engage_halt(by=root_actor(), target=agent, reason="storm", now=NOON)
    later = next(
        at
        for at in (NOON + timedelta(seconds=s) for s in range(1, 3600))
        if source.quotes(["BTC/USD"], at)["BTC/USD"].ask <= bid
    )

    assert match_venue(sim, later).fills > 0

    assert Order.objects.get(account=free).status == "filled"
    assert {order.status for order in Order.objects.filter(account=account)} == {"open"}


def test_a_batch_costs_the_same_number_of_statements_whatever_its_size(sim: Venue) -> None:
    def statements(accounts: int) -> int:
        def match() -> None:
            assert match_venue(sim, at).orders == accounts

        for _ in range(accounts):
            owner = fund(actor_of())
            buy(owner, "0.01", at=at)
        return count_queries(match)

    at = NOON
    few = statements(2)
    at = NOON + timedelta(seconds=5)
    assert statements(12) == few
    assert_books_balance()


def test_replaying_the_second_gives_the_same_fills(sim: Venue) -> None:
    def run() -> list[tuple[D, D]]:
        owner = fund(actor_of(), capital="500000")
        order: UUID = buy(owner, "2").id
        match_venue(sim, at)
        return list(Fill.objects.filter(order_id=order).order_by("id").values_list("price", "quantity"))

    at = NOON
    first = run()
    with spoiling():
        Fill.objects.all().delete()  # the depth is whole again
    assert run() == first
