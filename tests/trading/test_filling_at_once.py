"""Orders of a fleet meet the market as they are placed, and come to what its writer would make of them."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from apps.mcp.types import CallStatus
from apps.system.access.models import Actor
from apps.system.controls.services import engage_halt
from apps.system.errors import CivalError
from apps.system.events.models import Event
from apps.trading.market.sources import source_for
from apps.trading.models import Account, Balance, Fill, Order, Position, Venue
from apps.trading.selectors.venues import get_venue
from apps.trading.services import match_venue
from apps.trading.services.entering import Placing
from apps.trading.services.filling import await_turn
from apps.trading.services.placing import Answer, Placed, place_orders
from apps.trading.types import Side
from tests.queries import count_queries
from tests.trading.books import assert_books_balance
from tests.trading.desk import NOON, build_agent, buy, fund
from tests.trading.test_place_orders_together import SYMBOLS, WISHES, placings

MADE_ANEW = ("id", "recorded_at", "fingerprint")
SLOW = {"seed": 1, "latency_ms": 150}
TRADES = ("trade.order_placed", "trade.order_filled", "trade.order_cancelled", "trade.position_opened")


def at_once(wanted: Sequence[Placing]) -> list[Answer]:
    with transaction.atomic():
        await_turn(get_venue("sim"), SYMBOLS, NOON)
        return place_orders(wanted, now=NOON, at_once=True)


def in_turn(wanted: Sequence[Placing]) -> list[Answer]:
    """Placed, and then matched by the venue's writer."""
    placed = place_orders(wanted, now=NOON)
    match_venue(Venue.objects.get(slug="sim"), NOON)
    return placed


def order_of(account: Account, quantity: str, *, side: Side = Side.BUY, name: str = "wish") -> Placing:
    (placing,) = placings([account], [(0, "BTC/USD", side, quantity)])
    return replace(placing, request=replace(placing.request, client_order_id=name))


@pytest.fixture
def accounts(alice: Actor, sim: Venue) -> list[Account]:
    """One with a position, one with little, one halted."""
    rich, poor, halted = (fund(build_agent(alice, name), "100000") for name in ("rich", "poor", "halted"))
    buy(rich, "0.5", client="held")
    match_venue(sim, NOON)
    Balance.objects.filter(account=poor).update(total=50)
    engage_halt(by=alice, target=halted.actor, reason="storm", now=NOON)
    return [rich, poor, halted]


def test_an_order_is_filled_and_booked_with_its_placing(account: Account) -> None:
    wanted = order_of(account, "0.1")

    (came,) = at_once([wanted])

    assert isinstance(came, Placed)
    assert came.outcome is not None
    order = Order.objects.get(id=came.id)
    outcome = (came.outcome.call_id, came.outcome.status, order.status)
    assert outcome == (wanted.call_id, CallStatus.SUCCEEDED, "filled")
    assert (order.held, order.closed_at, order.filled_quantity) == (0, NOON, Decimal("0.1"))
    cash = account.balances.get(asset="USD")
    assert (cash.total, cash.held) == (100_000 - order.filled_cost - order.fee, 0)
    assert Position.objects.get(account=account).quantity == Decimal("0.1")
    story = Event.objects.filter(correlation_id=wanted.correlation_id).order_by("id")
    told = [each.type for each in story]
    assert told == ["trade.order_placed", "trade.order_filled", "trade.position_opened", "portfolio.update"]
    assert_books_balance()


def left_behind(
    place: Any, wanted: Sequence[Placing]
) -> tuple[list[str], list[Any], list[Any], list[Any], list[Any], list[Any]]:
    """What orders come to; then as if nothing had been."""
    with transaction.atomic():
        codes = [each.reason_code if isinstance(each, CivalError) else "" for each in place(wanted)]
        names = [each.name for each in Order._meta.fields if each.name not in MADE_ANEW]
        orders = list(Order.objects.order_by("client_order_id").values(*names))
        whose = ("account_id", "asset")
        balances = list(Balance.objects.order_by(*whose).values_list(*whose, "total", "held"))
        positions = list(
            Position.objects.order_by("account_id", "instrument_id").values_list(
                "account_id", "instrument_id", "quantity", "cost", "realised", "fees"
            )
        )
        fills = sorted(Fill.objects.values_list("account_id", "price", "quantity", "fee", "is_maker"))
        events = Event.objects.filter(type__in=TRADES).order_by("type", "id")
        told = [
            (each.type, {k: v for k, v in each.payload.items() if k not in ("orderId", "marketTime")})
            for each in events
        ]
        transaction.set_rollback(True)
    return codes, orders, balances, positions, fills, told


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wishes=WISHES)
def test_at_once_is_as_placed_and_then_matched(accounts: list[Account], wishes: list[Any]) -> None:
    wanted = placings(accounts, wishes)
    assert left_behind(at_once, wanted) == left_behind(in_turn, wanted)


def test_who_came_before_meets_the_market_before(alice: Actor, sim: Venue) -> None:
    early, late = (fund(build_agent(alice, name), "1000000") for name in ("early", "late"))
    buy(early, "2", client="early")

    at_once([order_of(late, "2")])

    first, second = (Order.objects.get(account=each) for each in (early, late))
    assert (first.status, second.status) == ("filled", "filled")
    assert first.executed_price is not None
    assert second.executed_price is not None
    assert first.executed_price < second.executed_price
    assert_books_balance()


@pytest.mark.parametrize("changed", [{"status": "READY"}, {"config": SLOW}])
def test_where_the_market_does_not_take_orders_at_once_they_wait(
    account: Account, sim: Venue, changed: dict[str, Any]
) -> None:
    Venue.objects.filter(slug=sim.slug).update(**changed)
    (placed,) = at_once([order_of(account, "0.1")])
    order = Order.objects.get()
    assert (placed, order.status) == (Placed(order.id), "pending")
    assert account.balances.get(asset="USD").held == order.held > 0


def test_what_the_market_has_no_more_of_is_refused_and_holds_nothing(alice: Actor, sim: Venue) -> None:
    accounts = [fund(build_agent(alice, f"agent {number}"), "1000000") for number in range(40)]
    there = sum(level.quantity for level in source_for(sim).outsides(["BTC/USD"], NOON)["BTC/USD"].asks)

    came = at_once([order_of(each, "2", name=str(number)) for number, each in enumerate(accounts)])

    outcomes = [each.outcome for each in came if isinstance(each, Placed) and each.outcome]
    refused = [each for each in outcomes if each.status is CallStatus.REFUSED]
    assert len(outcomes) == 40
    assert {each.code for each in refused} == {"no_liquidity"}
    assert len(refused) == 40 - (int(there // 2) + 1)
    assert Order.objects.filter(status="cancelled", filled_quantity=0).count() == len(refused)
    assert sum(each.quantity for each in Fill.objects.all()) == there
    assert not Balance.objects.exclude(held=0).exists()
    assert_books_balance()


def test_the_queries_do_not_grow_with_the_orders(alice: Actor, sim: Venue) -> None:
    agents = [fund(build_agent(alice, f"agent {number}")) for number in range(10)]
    at_once([order_of(agents[9], "0.01")])  # what is cached is cached
    few, many = agents[:2], agents[2:9]
    assert count_queries(lambda: at_once([order_of(each, "0.01") for each in few])) == count_queries(
        lambda: at_once([order_of(each, "0.01") for each in many])
    )
