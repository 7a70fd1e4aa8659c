"""Placing and cancelling orders."""

from decimal import Decimal as D

import pytest

from apps.system.access.models import Actor
from apps.system.access.selectors import root_actor
from apps.system.controls.services import Halted, engage_halt
from apps.system.errors import CivalError, Conflict
from apps.system.events.models import Event
from apps.trading.errors import OrderRefused, RiskRefused, UnknownSymbol
from apps.trading.models import Account, Order, Venue
from apps.trading.services import cancel_live_orders, cancel_order, close_account, match_venue
from apps.trading.types import Side
from tests.queries import count_queries
from tests.system.people import actor_of
from tests.trading.books import assert_books_balance
from tests.trading.desk import NOON, buy, fund, record, sell, trade

pytestmark = pytest.mark.django_db


def test_an_order_reserves_its_worst_cost_and_is_told(account: Account, agent: Actor, alice: Actor) -> None:
    order = buy(account, "0.5")
    cash = account.balances.get(asset="USD")
    assert order.status == "pending"
    assert cash.held == order.held > 0
    assert cash.total == 100_000
    told = Event.objects.get(type="trade.order_placed")
    assert (told.audience, told.agent_id, told.symbol) == (alice.id, agent.id, "BTC/USD")
    assert told.payload["quantity"] == "0.5"
    assert told.payload["orderId"] == str(order.id)
    assert_books_balance()


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"quantity": "100"}, "insufficient_cash"),
        ({"quantity": "0.000001"}, "lot_size"),
        ({"quantity": "0.00001"}, "min_notional"),
        ({"quantity": "1", "limit": "1"}, "price_collar"),
        ({"quantity": "1", "limit": "60000.001"}, "tick_size"),
        ({"quantity": "99999999999999999999"}, "max_order_notional"),
    ],
)
def test_a_refused_order_says_why_and_leaves_no_trace(
    account: Account, terms: dict[str, str], code: str
) -> None:
    with pytest.raises(RiskRefused) as refusal:
        buy(account, **terms)
    assert refusal.value.reason_code == code
    assert 0 <= refusal.value.details["risk_score"] <= 100
    assert not Order.objects.exists()
    assert not Event.objects.filter(type__startswith="trade.").exists()
    assert account.balances.get(asset="USD").held == 0


def test_nobody_sells_what_is_not_held(account: Account) -> None:
    with pytest.raises(RiskRefused) as refusal:
        sell(account, "0.1")
    assert refusal.value.reason_code == "insufficient_position"
    assert refusal.value.details["available"] == "0"


def test_an_unknown_symbol_is_refused_with_the_nearest_ones(account: Account) -> None:
    with pytest.raises(UnknownSymbol) as refusal:
        trade(account, Side.BUY, "1", symbol="BTC/USDT")
    assert refusal.value.details["nearest"][0] == "BTC/USD"


def test_the_same_client_order_id_answers_the_same_order(account: Account) -> None:
    first = buy(account, "0.1", client="mine")
    assert buy(account, "0.1", client="mine") == first
    assert Order.objects.count() == 1
    with pytest.raises(Conflict) as refusal:
        buy(account, "0.2", client="mine")
    assert refusal.value.reason_code == "client_order_id_reused"
    assert_books_balance()


def test_two_accounts_may_use_the_same_client_order_id(account: Account) -> None:
    other = fund(actor_of())
    assert buy(account, "0.1", client="mine") != buy(other, "0.1", client="mine")


def test_a_halted_agent_places_nothing(account: Account, agent: Actor) -> None:
    engage_halt(by=root_actor(), target=agent.parent or agent, reason="storm", now=NOON)
    with pytest.raises(Halted):
        buy(account, "0.1")
    assert not Order.objects.exists()


def test_a_closed_account_and_a_market_that_has_not_begun_take_no_orders(account: Account) -> None:
    close_account(account, now=NOON)
    with pytest.raises(CivalError) as refusal:
        buy(account, "0.1")
    assert refusal.value.reason_code == "account_closed"
    waiting = fund(actor_of(), venue=record("waiting"))
    with pytest.raises(RiskRefused) as refusal:
        buy(waiting, "0.1")
    assert refusal.value.reason_code == "stale_market"


def test_cancelling_frees_the_reservation_once(account: Account, alice: Actor) -> None:
    order = buy(account, "0.5", limit="50000")
    cancelled = cancel_order(order, now=NOON)
    assert (cancelled.status, cancelled.reason, cancelled.held) == ("cancelled", "requested", 0)
    assert account.balances.get(asset="USD").held == 0
    assert Event.objects.get(type="trade.order_cancelled").audience == alice.id
    with pytest.raises(OrderRefused) as refusal:
        cancel_order(order, now=NOON)
    assert refusal.value.reason_code == "order_not_live"
    assert_books_balance()


def test_a_cancelled_order_is_never_filled(account: Account, sim: Venue) -> None:
    order = buy(account, "0.5")
    cancel_order(order, now=NOON)
    assert match_venue(sim, NOON).orders == 0


def test_all_live_orders_of_an_account_go_at_once(account: Account) -> None:
    for price in ("50000", "50001", "50002"):
        buy(account, "0.1", limit=price)
    assert cancel_live_orders(account, now=NOON) == 3
    assert account.balances.get(asset="USD").held == 0


def test_placing_costs_the_same_number_of_queries_with_many_orders_open(account: Account) -> None:
    buy(account, "0.01", limit="50000", client="first")
    few = count_queries(lambda: buy(account, "0.01", limit="50000", client="second"))
    for number in range(20):
        buy(account, "0.01", limit="50000", client=f"more-{number}")
    assert count_queries(lambda: buy(account, "0.01", limit="50000", client="last")) == few


def test_the_hold_covers_a_price_at_the_collar(account: Account) -> None:
    order = buy(account, "1")
    assert order.held == order.worst_price * D(1) * D("1.001")
