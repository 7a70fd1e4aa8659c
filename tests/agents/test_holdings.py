"""What deciding agents hold: whether their orders are live is asked where that can be."""

import numpy as np
import pytest

from apps.agents.selectors.waking import Holdings
from apps.trading.models import Account, Balance
from apps.trading.selectors.venues import find_quote
from apps.trading.services.catalogue import ensure_catalogue
from tests.system.people import actor_of
from tests.trading.desk import NOON, buy, fund

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    """An account with an order that rests below the market."""
    venue = ensure_catalogue()
    account, quote = fund(actor_of()), find_quote(venue, "BTC/USD", NOON)
    assert quote is not None
    buy(account, "0.01", limit=str(round(quote.bid) - 2_000))
    return account


def live_orders(account: Account, *, all_reserve: bool) -> int:
    """How many of its orders are live, as its agent would know it."""
    holdings = Holdings([account.id], ["BTC/USD"], all_reserve=all_reserve)
    holdings.read([np.array([0])])
    return holdings.of(0, 0).live_orders


def test_an_order_that_reserves_something_is_waited_for(account: Account) -> None:
    assert live_orders(account, all_reserve=True) == 1


def test_at_an_exchange_also_one_of_which_all_that_was_reserved_is_spent(account: Account) -> None:
    Balance.objects.filter(account=account).update(held=0)
    assert live_orders(account, all_reserve=False) == 1
