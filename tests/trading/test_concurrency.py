"""Two at once: only one is served where there is enough for one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection, transaction

from apps.system.errors import CivalError
from apps.system.ids import new_id
from apps.trading.models import Account, Fill, Order, Venue
from apps.trading.services import (
    MatchReport,
    OrderRequest,
    cancel_order,
    ensure_catalogue,
    match_arrivals,
    match_venue,
)
from apps.trading.services.accounts import begin_closing
from apps.trading.services.entering import Placing
from apps.trading.services.filling import await_turn
from apps.trading.services.matching import take_lease
from apps.trading.services.placing import Placed, place_orders
from apps.trading.services.watching import create_watchlist, update_watchlist
from apps.trading.types import Side
from tests.journeys.waiting import eventually
from tests.locks import someone_waits_for_a_lock
from tests.system.people import actor_of
from tests.trading.books import assert_books_balance
from tests.trading.desk import NOON, build_agent, buy, fund

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sim() -> Venue:
    """The simulated venue, committed."""
    return ensure_catalogue()


@pytest.fixture
def account(sim: Venue) -> Account:
    """An agent's account, committed, with cash for one order."""
    return fund(build_agent(actor_of()), capital="60000")


def _at_once(*work: Callable[[], object]) -> list[object]:
    """Run all at the same moment, each on a connection of its own; a refusal is answered as its code."""
    barrier = Barrier(len(work))

    def run(task: Callable[[], object]) -> object:
        try:
            barrier.wait(timeout=60)
            return task()
        except CivalError as refusal:
            return refusal.reason_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(run, work))


def test_two_orders_with_cash_for_one_reserve_once(account: Account) -> None:
    answers = _at_once(
        lambda: buy(account, "1", client="a").status,
        lambda: buy(account, "1", client="b").status,
    )
    assert sorted(map(str, answers)) == ["insufficient_cash", "pending"]
    assert Order.objects.count() == 1
    assert_books_balance()


def test_an_account_that_closes_while_orders_wait_for_it_takes_none_of_them(account: Account) -> None:
    request = OrderRequest("BTC/USD", Side.BUY, Decimal("0.1"), "late")
    wanted = Placing(account.actor, request, new_id(), new_id())
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            begin_closing(account, now=NOON)
            late = pool.submit(_at_once, transaction.atomic(lambda: place_orders([wanted], now=NOON)))
            eventually(someone_waits_for_a_lock)
        assert late.result() == [[None]]
    assert not Order.objects.exists()


def test_of_two_watchlists_that_want_one_name_one_has_it(sim: Venue) -> None:
    alice = actor_of()
    first, second = (
        create_watchlist(actor=alice, name=name, venue=sim, symbols=[], now=NOON) for name in ("a", "b")
    )
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            update_watchlist(first, venue=sim, name="best", now=NOON)
            late = pool.submit(_at_once, lambda: update_watchlist(second, venue=sim, name="best", now=NOON))
            eventually(someone_waits_for_a_lock)
        assert late.result() == ["watchlist_exists"]


def test_the_same_order_placed_twice_at_once_is_one_order(account: Account) -> None:
    answers = _at_once(*[lambda: buy(account, "0.1", client="same").id for _ in range(4)])
    assert len(set(answers)) == 1
    assert Order.objects.count() == 1
    assert_books_balance()


def test_two_matching_processes_fill_each_order_once(account: Account, sim: Venue) -> None:
    for number in range(5):
        buy(account, "0.1", client=str(number))
    _at_once(*[lambda: match_venue(sim, NOON) for _ in range(4)])
    match_venue(sim, NOON)
    filled = Order.objects.filter(status="filled")
    assert filled.count() == 5
    assert {order.filled_quantity for order in filled} == {order.quantity for order in filled}
    assert_books_balance()


def test_cancelling_and_matching_at_once_leaves_one_outcome(account: Account, sim: Venue) -> None:
    for number in range(6):
        order = buy(account, "0.1", client=str(number))
        _at_once(lambda order=order: cancel_order(order, now=NOON), lambda: match_venue(sim, NOON))
        match_venue(sim, NOON)
        order.refresh_from_db()
        assert (order.status == "filled") == Fill.objects.filter(order_id=order.id).exists()
        assert order.status in ("filled", "cancelled")
        assert_books_balance()


def test_a_venue_that_is_leased_is_left_alone(account: Account, sim: Venue) -> None:
    buy(account, "0.1")
    with transaction.atomic():
        assert take_lease(sim.slug)
        (report,) = _at_once(lambda: match_venue(sim, NOON))
    assert isinstance(report, MatchReport)
    assert not report.is_leased
    assert match_venue(sim, NOON).orders == 1


def test_while_another_writes_the_venue_a_fleets_orders_wait_for_that(account: Account, sim: Venue) -> None:
    wanted = Placing(
        account.actor, OrderRequest("BTC/USD", Side.BUY, Decimal("0.1"), "late"), new_id(), new_id()
    )
    with transaction.atomic():
        assert take_lease(sim.slug)
        ((placed,),) = _at_once(transaction.atomic(lambda: place_orders([wanted], now=NOON, at_once=True)))
    order = Order.objects.get()
    assert (placed, order.status) == (Placed(order.id), "pending")
    assert account.balances.get(asset="USD").held == order.held > 0
    match_venue(sim, NOON)
    order.refresh_from_db()
    assert order.status == "filled"
    assert_books_balance()


def test_the_market_process_waits_until_a_fleets_tick_has_ended(account: Account, sim: Venue) -> None:
    order = buy(account, "0.1")
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            await_turn(sim, ["ETH/USD"], NOON)
            late = pool.submit(_at_once, lambda: match_arrivals(sim, NOON).orders)
            eventually(someone_waits_for_a_lock)
        assert late.result() == [1]
    order.refresh_from_db()
    assert order.status == "filled"


def test_what_was_not_committed_never_happened(account: Account, sim: Venue) -> None:
    order = buy(account, "0.1")

    with transaction.atomic():
        assert match_venue(sim, NOON).orders == 1
        transaction.set_rollback(True)
    order.refresh_from_db()
    assert order.status == "pending"
    assert not Fill.objects.exists()
    assert match_venue(sim, NOON).orders == 1
    assert_books_balance()


def test_the_same_orders_placed_by_two_batches_at_once_are_placed_once(sim: Venue) -> None:
    owner = actor_of()
    accounts = [fund(build_agent(owner, f"agent {number}")) for number in range(6)]

    def place(whose: list[Account]) -> list[object]:
        wanted = [
            Placing(each.actor, OrderRequest("BTC/USD", Side.BUY, Decimal("0.1"), "same"), new_id(), new_id())
            for each in whose
        ]
        with transaction.atomic():
            return list(place_orders(wanted, now=NOON))

    answers = _at_once(lambda: place(accounts), lambda: place(accounts[::-1]))

    placed = [each.id for batch in answers if isinstance(batch, list) for each in batch if each is not None]
    assert sorted(map(str, placed)) == sorted(map(str, Order.objects.values_list("id", flat=True)))
    assert Order.objects.count() == len(accounts)
    assert_books_balance()
