"""Live orders through the real gateway process: sent once whatever happens, booked once, cancelled there."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from apps.system.access.selectors import root_actor
from apps.system.controls.levels import HaltLevel
from apps.system.controls.models import Halt
from apps.system.controls.services import Wish, engage_halts
from apps.trading.halting import enforce_halt
from apps.trading.market.latest import forget_latest, latest_quotes
from apps.trading.models import Account, Fill, LiveAccount, Order
from apps.trading.services import OrderRequest, cancel_order, ensure_catalogue, place_order
from apps.trading.types import OrderType, Side
from tests.trading.books import assert_books_balance
from tests.trading.desk import trade
from tests.trading.exchange_server import ExchangeServer, Fault, exchange_server
from tests.trading.exchanges import connect, until
from tests.trading.live_desk import assert_agrees, gateway, is_checked, open_live, state_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]


@pytest.fixture
def server(settings: Any) -> Iterator[ExchangeServer]:
    """An exchange, in a deployment that allows live trading."""
    settings.LIVE_TRADING = True
    ensure_catalogue()
    forget_latest("real")
    with exchange_server() as running:
        running.begins_at = int(timezone.now().timestamp() * 1000) - 600_000
        yield running


@pytest.fixture
def account(server: ExchangeServer) -> Account:
    """An enabled account there."""
    return open_live(connect(server, slug="real", live=True))


def is_quoted() -> bool:
    """Whether orders can be judged."""
    return bool(latest_quotes("real", ["BTC/USDT"]))


def place(account: Account, side: Side, quantity: str, **terms: Any) -> Order:
    """An order now."""
    return trade(account, side, quantity, at=timezone.now(), symbol="BTC/USDT", **terms)


def status_of(order: Order) -> str:
    """As it is stored."""
    return Order.objects.get(id=order.id).status


def test_orders_trade_at_the_exchange_and_are_booked_here(
    project: Path, server: ExchangeServer, account: Account
) -> None:
    with gateway(project) as process:
        until(lambda: is_quoted() and is_checked(account))

        bought = place(account, Side.BUY, "0.5", client="market")
        until(lambda: status_of(bought) == "filled")
        (theirs,) = server.exchange.orders
        assert (theirs.time_in_force, theirs.type) == ("IOC", "LIMIT"), "never without a limit"
        assert Decimal(60001) < theirs.price < Decimal(60001) * Decimal("1.06")
        fee_in_kind = Order.objects.get(client_order_id__startswith="fee-")
        assert (fee_in_kind.quantity, fee_in_kind.status) == (Decimal("0.0005"), "filled")
        assert_agrees(account, server)

        resting = place(account, Side.BUY, "0.2", limit="59000", client="resting")
        until(lambda: state_of(resting) == "OPEN" and status_of(resting) == "open")
        server.exchange.fill(server.exchange.orders[-1], Decimal("0.05"), Decimal(59000))
        until(lambda: status_of(resting) == "partially_filled")
        server.exchange.fill(server.exchange.orders[-1], Decimal("0.05"), Decimal(59000))
        until(lambda: Order.objects.get(id=resting.id).filled_quantity == Decimal("0.1"))
        assert_agrees(account, server)
        cancel_order(Order.objects.get(id=resting.id), now=timezone.now())
        until(lambda: status_of(resting) == "cancelled")
        assert server.exchange.orders[-1].status == "CANCELED"

        sold = place(account, Side.SELL, "0.3", client="sale")
        until(lambda: status_of(sold) == "filled")
        assert_agrees(account, server)

        server.exchange.fills_at_once = Decimal("0.1")
        partly = place(account, Side.BUY, "0.3", client="partly")
        until(lambda: status_of(partly) == "cancelled")
        assert Order.objects.get(id=partly.id).filled_quantity == Decimal("0.1")

        _is_refused(account, server)
        _is_halted(account, server)
        assert_agrees(account, server)
        assert_books_balance()
        process.terminate()
        assert process.wait(timeout=60) == 0


def test_stops_wait_at_the_exchange_and_are_booked_when_it_has_triggered_them(
    project: Path, server: ExchangeServer, account: Account
) -> None:
    with gateway(project):
        until(lambda: is_quoted() and is_checked(account))
        bought = place(account, Side.BUY, "0.5", client="market")
        until(lambda: status_of(bought) == "filled")

        stop = place_stop(account, "0.3", OrderType.STOP, stop_price="59500", client="stop")
        limited = place_stop(
            account, "0.1", OrderType.STOP_LIMIT, stop_price="58000", limit_price="57900", client="limited"
        )
        until(lambda: [status_of(each) for each in (stop, limited)] == ["waiting", "waiting"])
        there = [(each.type, each.stop, each.is_open) for each in server.exchange.orders[1:]]
        assert there == [
            ("STOP_LOSS_LIMIT", Decimal(59500), True),
            ("STOP_LOSS_LIMIT", Decimal(58000), True),
        ]
        assert server.exchange.orders[1].price < Decimal(59500), "at the worst price that risk allows"
        assert_agrees(account, server)

        server.exchange.fills_at_once = Decimal("0.2")
        server.quote("BTCUSDT", "59400.00", "59401.00")
        until(lambda: status_of(stop) == "partially_filled")
        found = Order.objects.get(id=stop.id)
        assert (found.filled_quantity, found.executed_price) == (Decimal("0.2"), Decimal(59400))
        assert found.triggered_at is not None
        server.exchange.fill(server.exchange.orders[1], Decimal("0.1"), Decimal(59400))
        until(lambda: status_of(stop) == "filled")

        cancel_order(Order.objects.get(id=limited.id), now=timezone.now())
        until(lambda: status_of(limited) == "cancelled")
        assert server.exchange.orders[2].status == "CANCELED"
        too_late = place_stop(
            account, "0.1", OrderType.STOP_LIMIT, stop_price="59450", limit_price="59300", client="late"
        )
        until(lambda: status_of(too_late) == "cancelled")
        assert Order.objects.get(id=too_late.id).reason == "exchange_refused"
        assert_agrees(account, server)
        assert_books_balance()


def place_stop(account: Account, quantity: str, kind: OrderType, client: str, **prices: str) -> Order:
    """A sale that waits for a lower price."""
    amounts = {name: Decimal(price) for name, price in prices.items()}
    request = OrderRequest("BTC/USDT", Side.SELL, Decimal(quantity), client, kind, **amounts)
    return place_order(account=account, request=request, now=timezone.now())


def _is_refused(account: Account, server: ExchangeServer) -> None:
    server.faults.append(Fault.refuse("POST /order", 400, -2010))
    refused = place(account, Side.BUY, "0.1", limit="59000", client="refused")
    until(lambda: status_of(refused) == "cancelled")
    assert Order.objects.get(id=refused.id).reason == "exchange_refused"


def _is_halted(account: Account, server: ExchangeServer) -> None:
    """What is open at the exchange is cancelled there; the halt is enforced as beat has it done."""
    resting = place(account, Side.BUY, "0.1", limit="58000", client="halted")
    until(lambda: state_of(resting) == "OPEN")
    wish = Wish(account.actor, "The test says so.", HaltLevel.CANCEL_ORDERS)
    (halt,) = engage_halts([wish], by=root_actor(), now=timezone.now())
    enforce_halt(Halt.objects.get(id=halt.id), timezone.now())
    until(lambda: status_of(resting) == "cancelled")
    assert server.exchange.orders[-1].status == "CANCELED"


@pytest.mark.deep
def test_no_answer_never_sends_twice(project: Path, server: ExchangeServer, account: Account) -> None:
    with gateway(project):
        until(lambda: is_quoted() and is_checked(account))
        for number, fault in enumerate(
            [
                Fault.hang_up_after("POST /order"),
                Fault.refuse("POST /order", 503),
                Fault.refuse("POST /order", 429, -1003, retry_after=1),
                Fault.hang_after("POST /order"),
                Fault.hang_up_before("POST /order"),
            ]
        ):
            server.faults.append(fault)
            order = place(account, Side.BUY, "0.1", client=str(number))
            until(lambda order=order: status_of(order) == "filled", f"after {fault}")  # type: ignore[misc]
            assert not server.faults
    assert len(server.exchange.orders) == 5
    assert_agrees(account, server)
    assert_books_balance()


@pytest.mark.deep
def test_a_gateway_killed_between_any_two_steps_loses_and_repeats_nothing(
    project: Path, server: ExchangeServer, account: Account
) -> None:
    steps = [
        Fault.kill_before("POST /order"),
        Fault.kill_after("POST /order"),
        Fault.kill_before("GET /order"),
        Fault.kill_before("GET /myTrades"),
        Fault.kill_after("GET /myTrades"),
        Fault.kill_after("DELETE /order"),
    ]
    orders = []
    for number, step in enumerate(steps):
        with gateway(project, server) as process:
            until(lambda: is_quoted() and is_checked(account))
            server.faults.append(step)
            is_cancelled = step.where.startswith("DELETE")
            terms = {"limit": "59000"} if is_cancelled else {}
            order = place(account, Side.BUY, "0.1", client=str(number), **terms)
            orders.append(order)
            if is_cancelled:
                until(lambda order=order: state_of(order) == "OPEN")  # type: ignore[misc]
                cancel_order(Order.objects.get(id=order.id), now=timezone.now())
            assert process.wait(timeout=90) == -9, f"{step} killed nobody"
    with gateway(project):
        until(lambda: all(status_of(each) in ("filled", "cancelled") for each in orders))
    assert [status_of(each) for each in orders] == ["filled"] * 5 + ["cancelled"]
    assert Fill.objects.filter(order_id__in=[each.id for each in orders]).count() == 5
    assert len(server.exchange.orders) == 6
    assert_agrees(account, server)
    assert_books_balance()


@pytest.mark.deep
def test_what_the_books_do_not_explain_is_seen(
    project: Path, server: ExchangeServer, account: Account
) -> None:
    server.skew_ms = 20_000
    with gateway(project):
        until(lambda: is_quoted() and is_checked(account))
        bought = place(account, Side.BUY, "0.1", client="first")
        until(lambda: status_of(bought) == "filled", "another clock is allowed for")
        server.exchange.free["USDT"] -= Decimal(250)
        until(lambda: LiveAccount.objects.get().drift == {"USDT": "-250"})
        until(lambda: LiveAccount.objects.get().drift_seen >= 2)
