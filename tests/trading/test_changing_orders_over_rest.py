"""Changing, cancelling all and closing over REST, with a real worker behind it."""

from collections.abc import Iterator
from decimal import Decimal as D

import pytest
from django.utils import timezone

from apps.system.access.models import Role, User
from apps.system.access.services import ensure_root
from apps.system.types import plain
from apps.trading.market.sources import source_for
from apps.trading.models import Account, Balance, Order
from apps.trading.selectors.venues import get_venue
from apps.trading.services import ensure_catalogue, match_venue
from tests.agents.hands import work
from tests.system.people import client_of, make_person
from tests.trading.books import assert_books_balance
from tests.trading.desk import buy, fund

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def trader(transactional_db: None) -> Iterator[User]:
    ensure_root()
    ensure_catalogue()
    with work():
        yield make_person(Role.TRADER)


@pytest.fixture
def account(trader: User) -> Account:
    """The trader's own account."""
    return fund(trader.actor)


def resting_price() -> D:
    """A price at which a buy rests: below the bid."""
    return source_for(get_venue()).quotes(["BTC/USD"], timezone.now())["BTC/USD"].bid - 500


@pytest.mark.parametrize("method", ["post", "patch"])
def test_an_order_is_changed_by_posting_or_patching_it(trader: User, account: Account, method: str) -> None:
    price = resting_price()
    order = buy(account, "0.1", limit=str(price), at=timezone.now())
    path, body = f"/api/v1/trading/orders/{order.id}", {"limitPrice": str(price - 10), "quantity": "0.2"}

    answer = getattr(client_of(trader), method)(path, body, format="json")

    assert (answer.status_code, answer.json()["quantity"]) == (200, "0.2"), answer.content
    order.refresh_from_db()
    assert (order.quantity, order.limit_price, order.revision) == (D("0.2"), price - 10, 1)
    shown = client_of(trader).get(path).json()
    assert (shown["limitPrice"], shown["stopPrice"], shown["link"]) == (plain(price - 10), None, "")
    assert_books_balance()


def test_a_change_that_names_nothing_is_refused_by_name(trader: User, account: Account) -> None:
    order = buy(account, "0.1", limit=str(resting_price()), at=timezone.now())
    answer = client_of(trader).patch(f"/api/v1/trading/orders/{order.id}", {}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (422, "nothing_to_change")


def test_all_orders_are_cancelled_at_once(trader: User, account: Account) -> None:
    for number in range(3):
        buy(account, "0.1", limit=str(resting_price()), client=str(number), at=timezone.now())

    answer = client_of(trader).post("/api/v1/trading/orders/cancel-all", {"symbol": "BTC-USD"}, format="json")

    assert (answer.status_code, answer.json()["cancelled"]) == (200, 3), answer.content
    assert Balance.objects.get(account=account, asset="USD").held == 0


def test_a_position_is_closed_with_a_market_sale(trader: User, account: Account) -> None:
    now = timezone.now()
    buy(account, "0.1", at=now)
    match_venue(get_venue(), now)

    answer = client_of(trader).post(
        "/api/v1/trading/positions/close",
        {"symbol": "BTC/USD"},
        format="json",
    )

    assert answer.status_code in (200, 202), answer.content
    closing = Order.objects.get(account=account, side="sell")
    assert (closing.quantity, closing.reduce_only) == (D("0.1"), True)


def test_an_order_of_every_part_is_placed_in_one_request(trader: User, account: Account) -> None:
    price = resting_price()
    body = {
        "symbol": "BTC/USD",
        "side": "buy",
        "quantity": "0.1",
        "orderType": "limit",
        "limitPrice": str(price),
        "stopLossPrice": str(price - 1000),
        "takeProfitPrice": str(price + 1000),
    }

    answer = client_of(trader).post("/api/v1/trading/paper/order", body, format="json")

    assert answer.status_code == 200, answer.content
    assert len(answer.json()["linkedOrders"]) == 2
    assert Order.objects.filter(group_id=answer.json()["groupId"]).count() == 3
    assert_books_balance()
