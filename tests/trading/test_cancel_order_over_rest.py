"""Cancelling over REST, with a real worker behind it."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.system.access.models import Role, User
from apps.system.access.services import ensure_root
from apps.trading.models import Balance, Order
from apps.trading.services import ensure_catalogue
from tests.agents.hands import work
from tests.system.people import client_of, make_person
from tests.trading.desk import buy, fund

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def trader(transactional_db: None) -> Iterator[User]:
    ensure_root()
    ensure_catalogue()
    with work():
        yield make_person(Role.TRADER)


def cancel(client: APIClient, order: Order) -> tuple[int, dict[str, object]]:
    answer = client.post(f"/api/v1/trading/orders/{order.id}/cancel", {}, format="json")
    return answer.status_code, answer.json()


def test_cancelling_frees_what_the_order_held(trader: User) -> None:
    account = fund(trader.actor)
    order = buy(account, "0.1", at=timezone.now())
    assert Balance.objects.get(account=account, asset="USD").held > 0

    status, answer = cancel(client_of(trader), order)

    assert (status, answer["status"]) == (200, "cancelled")
    assert Balance.objects.get(account=account, asset="USD").held == 0


def test_a_cancelled_order_cannot_be_cancelled_again(trader: User) -> None:
    order = buy(fund(trader.actor), "0.1", at=timezone.now())
    cancel(client_of(trader), order)

    status, answer = cancel(client_of(trader), order)

    assert (status, answer["code"]) == (422, "order_not_live")


def test_a_stranger_s_order_does_not_exist(trader: User) -> None:
    order = buy(fund(trader.actor), "0.1", at=timezone.now())

    status, _ = cancel(client_of(make_person(Role.TRADER)), order)

    assert status == 404
    order.refresh_from_db()
    assert order.status == "pending"
