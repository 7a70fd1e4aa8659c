"""A crash between any two statements of handling orders leaves books that balance, and a retry books once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection

from apps.system.statements import Session
from apps.trading.market.sources import source_for
from apps.trading.models import Account, Fill, Order, Venue
from apps.trading.services import (
    Change,
    OrderRequest,
    cancel_order,
    close_position,
    ensure_catalogue,
    match_venue,
    modify_order,
    place_order,
)
from apps.trading.types import OrderType, Side
from tests.system.people import actor_of
from tests.trading.books import assert_books_balance
from tests.trading.desk import NOON, build_agent, buy, fund

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 200


class Crash(Exception):
    """The process is gone."""


class Crashing:
    """Lets so many statements pass and then breaks, whatever sends them: a query, a prepared one, a COPY.

    `has_crashed` says whether it came to that.
    """

    def __init__(self, after: int, crash: Callable[[], None]) -> None:
        self.left, self.crash, self.has_crashed = after, crash, False

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Within the block, every statement of this process counts."""
        with pytest.MonkeyPatch.context() as patch:
            for owner, *names in (
                (psycopg.Cursor, "execute", "executemany", "copy"),
                (Session, "ask", "ask_each", "end_and_ask"),
            ):
                for name in names:
                    patch.setattr(owner, name, self._counting(getattr(owner, name)))
            yield

    def _counting(self, send: Callable[..., Any]) -> Callable[..., Any]:
        def count_and_send(*args: Any, **kwargs: Any) -> Any:
            if self.left == 0 and not self.has_crashed:
                self.has_crashed = True
                self.crash()
            self.left -= 1
            return send(*args, **kwargs)

        return count_and_send


def vanish() -> None:
    """Break here."""
    raise Crash


def lose_connection() -> None:
    """Have the server end this process's connection, as when its machine is switched off."""
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])


def crash_everywhere(work: Callable[[], object], crash: Callable[[], None] = vanish) -> int:
    """Do the work, crashing before its first statement, its second, and so on; the books balance after each.

    The last time it is done whole. Answers how many crashes there were.
    """
    for statements in range(MOST):
        crashing = Crashing(statements, crash)
        with suppress(Crash, OperationalError), crashing.watching():
            work()
        if not crashing.has_crashed:
            return statements
        if crash is lose_connection:
            connection.close()
        assert_books_balance()
    raise AssertionError("the work never ended")


@pytest.fixture
def sim() -> Venue:
    """The simulated venue, committed."""
    return ensure_catalogue()


@pytest.fixture
def account(sim: Venue) -> Account:
    """An agent's account, committed, with a position."""
    made = fund(build_agent(actor_of()))
    buy(made, "0.5", client="held")
    match_venue(sim, NOON)
    return made


def bracket(account: Account) -> Order:
    """A market buy with a take-profit and a stop-loss."""
    request = OrderRequest(
        "BTC/USD",
        Side.BUY,
        D("0.1"),
        "bracket",
        OrderType.MARKET,
        take_profit_price=D(10**6),
        stop_loss_price=D(1),
    )
    return place_order(account=account, request=request, now=NOON)


@pytest.mark.parametrize("crash", [vanish, lose_connection])
def test_a_batch_is_booked_whole_or_not_at_all(
    account: Account, sim: Venue, crash: Callable[[], None]
) -> None:
    entry = bracket(account)
    buy(account, "0.2", client="market")
    buy(account, "0.1", client="limit", limit="50000")
    before = Fill.objects.count()
    later = NOON + timedelta(seconds=1)
    assert crash_everywhere(lambda: match_venue(sim, later), crash) > 10
    assert Fill.objects.count() > before
    assert Order.objects.get(id=entry.id).status == "filled"
    assert Order.objects.filter(group_id=entry.id, link="exit", quantity=D("0.1")).count() == 2
    assert_books_balance()
    booked = Fill.objects.count()
    assert match_venue(sim, later).fills == 0
    assert Fill.objects.count() == booked, "no retry books twice"


def test_an_order_is_placed_whole_or_not_at_all(account: Account) -> None:
    assert crash_everywhere(lambda: bracket(account)) > 5
    assert Order.objects.filter(client_order_id="bracket").count() == 1
    assert Order.objects.filter(link="exit").count() == 2
    assert bracket(account).client_order_id == "bracket"
    assert Order.objects.filter(link="exit").count() == 2, "asking again places nothing more"
    assert_books_balance()


def test_an_order_is_changed_whole_or_not_at_all(account: Account, sim: Venue) -> None:
    bid = source_for(sim).quotes(["BTC/USD"], NOON)["BTC/USD"].bid
    order = buy(account, "0.1", client="limit", limit=str(bid - 100))
    change = Change(quantity=D("0.2"), limit_price=bid - 200)
    assert crash_everywhere(lambda: modify_order(order, change, now=NOON)) > 5
    order.refresh_from_db()
    assert (order.quantity, order.limit_price, order.revision) == (D("0.2"), bid - 200, 1)
    assert_books_balance()


def test_an_order_is_cancelled_whole_or_not_at_all(account: Account) -> None:
    order = buy(account, "0.1", client="limit", limit="50000")
    assert crash_everywhere(lambda: cancel_order(order, now=NOON)) > 3
    assert account.balances.get(asset="USD").held == 0
    assert_books_balance()


def test_a_position_is_closed_once(account: Account, sim: Venue) -> None:
    def close() -> Order:
        return close_position(account, symbol="BTC/USD", client_order_id="close", now=NOON)

    assert crash_everywhere(close) > 5
    assert Order.objects.filter(client_order_id="close").count() == 1
    match_venue(sim, NOON + timedelta(seconds=1))
    assert account.balances.get(asset="BTC").total == 0
    assert_books_balance()
