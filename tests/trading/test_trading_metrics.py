"""Orders and fills are counted when they commit, and the figures are those of the books."""

from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from apps.system.access.models import Actor, Role
from apps.system.measuring.figures import View
from apps.trading.market.sources import source_for
from apps.trading.metrics import measure_trading, read_imbalance
from apps.trading.models import Account, Balance, Fill, Order, Venue
from apps.trading.services import cancel_order, match_venue
from apps.trading.services.placing import place_orders
from apps.trading.types import Side
from tests.counters import growth
from tests.system.people import client_of, make_person
from tests.trading.desk import NOON, buy, fund, sell
from tests.trading.test_place_orders_together import placings

pytestmark = pytest.mark.django_db

ORDERS, FILLS = "trading_orders_total", "trading_fills_total"
BATCHES = "trading_matching_batch_duration_seconds_count"


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Any:
    """Do something, and what is done when its transaction commits."""

    def do(act: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return act()

    return do


def _below_the_market(sim: Venue) -> str:
    bid = source_for(sim).quotes(["BTC/USD"], NOON)["BTC/USD"].bid
    return str((bid * D("0.97")).quantize(D("0.01")))


def test_an_order_is_counted_at_each_status_it_comes_to(account: Account, sim: Venue, committed: Any) -> None:
    placed = growth(lambda: committed(lambda: buy(account, "0.5")), ORDERS, venue="sim", status="pending")
    assert placed == 1
    filled = growth(lambda: committed(lambda: match_venue(sim, NOON)), ORDERS, venue="sim", status="filled")
    assert filled == 1
    resting = committed(lambda: buy(account, "0.1", limit=_below_the_market(sim)))
    opened = growth(lambda: committed(lambda: match_venue(sim, NOON)), ORDERS, venue="sim", status="open")
    again = growth(lambda: committed(lambda: match_venue(sim, NOON)), ORDERS, venue="sim", status="open")
    assert (opened, again) == (1, 0)
    cancelled = growth(
        lambda: committed(lambda: cancel_order(resting, now=NOON)), ORDERS, venue="sim", status="cancelled"
    )
    assert cancelled == 1


def test_fills_and_batches_are_those_that_were_booked(account: Account, sim: Venue, committed: Any) -> None:
    committed(lambda: [buy(account, "0.5") for _ in range(3)])

    def match() -> None:
        committed(lambda: match_venue(sim, NOON))

    def match_and_count_batches() -> None:
        assert growth(match, BATCHES, venue="sim") == 1

    assert growth(match_and_count_batches, FILLS, venue="sim", liquidity="taker") == Fill.objects.count() > 0
    assert growth(match, BATCHES, venue="sim") == 0, "a batch without orders is none"


def test_orders_that_meet_the_market_at_once_are_a_batch_like_any(account: Account, committed: Any) -> None:
    wanted = placings([account], [(0, "BTC/USD", Side.BUY, "0.1")])

    def place() -> None:
        committed(lambda: place_orders(wanted, now=NOON, at_once=True))

    def place_and_count_batches() -> None:
        assert growth(place, BATCHES, venue="sim") == 1

    assert growth(place_and_count_batches, ORDERS, venue="sim", status="filled") == 1


def test_an_order_that_goes_on_being_filled_came_to_that_status_once(sim: Venue, committed: Any) -> None:
    rich, later = fund(make_person().actor, "100000000"), NOON + timedelta(seconds=1)
    dearest = source_for(sim).outsides(["BTC/USD"], NOON)["BTC/USD"].asks[-1].price * D("1.02")
    order = buy(rich, "70", limit=str(dearest.quantize(D("0.01"))))
    partly = {"venue": "sim", "status": "partially_filled"}
    first = growth(lambda: committed(lambda: match_venue(sim, NOON)), ORDERS, **partly)
    second = growth(lambda: committed(lambda: match_venue(sim, later)), ORDERS, **partly)
    order.refresh_from_db()
    assert order.status == "partially_filled"
    assert Fill.objects.filter(market_time=later).exists()
    assert (first, second) == (1, 0)


def test_a_batch_that_is_undone_is_not_counted(account: Account, sim: Venue, committed: Any) -> None:
    buy(account, "0.5")

    def match_and_undo() -> None:
        with transaction.atomic():
            match_venue(sim, NOON)
            transaction.set_rollback(True)

    assert growth(lambda: committed(match_and_undo), FILLS, venue="sim", liquidity="taker") == 0
    assert Fill.objects.count() == 0


def test_figures_are_those_of_the_books(account: Account, sim: Venue) -> None:
    for quantity in ("0.5", "0.2"):
        buy(account, quantity)
    match_venue(sim, NOON)
    sell(account, "0.1")
    match_venue(sim, NOON + timedelta(seconds=1))
    booked = Fill.objects.aggregate(volume=Sum("cost"), fees=Sum("fee"))
    seen = client_of(make_person(Role.OPERATOR)).get("/api/v1/system/metrics").json()["trading"]
    assert (seen["ordersInFiveMinutes"], seen["ordersInHour"], seen["ordersPerMinute"]) == (3, 3, 0.6)
    assert seen["fillsInHour"] == seen["fillsInFiveMinutes"] == Fill.objects.count()
    (traded,) = seen["hour"].values()
    assert list(seen["hour"]) == ["USD"]
    assert (D(traded["volume"]), D(traded["fees"])) == (booked["volume"], booked["fees"])


def test_owners_see_their_own_trades_alone(account: Account, alice: Actor, sim: Venue) -> None:
    stranger = make_person()
    theirs = fund(stranger.actor)
    buy(account, "0.5")
    buy(theirs, "0.1")
    buy(theirs, "0.1")
    assert measure_trading(View(alice.seats, timezone.now())).orders_in_hour == 1
    assert client_of(stranger).get("/api/v1/system/metrics").json()["trading"]["ordersInHour"] == 2


def test_an_hour_later_nothing_is_counted(account: Account) -> None:
    buy(account, "0.5")
    later = timezone.now() + timedelta(minutes=61)
    assert Order.objects.count() == 1
    assert measure_trading(View(None, later)).orders_in_hour == 0


def test_the_ledgers_imbalance_is_what_is_missing(account: Account) -> None:
    assert set(read_imbalance(timezone.now()).values()) == {0.0}
    balance = Balance.objects.get(account=account, asset="USD")
    balance.total += 7
    balance.save()
    assert read_imbalance(timezone.now())["USD",] == 7.0


def test_an_hour_is_read_by_index(account: Account) -> None:
    def explain_first(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        execute(f"EXPLAIN {sql}", params, many, context)
        plan = "\n".join(row[0] for row in context["cursor"].fetchall())
        assert "Seq Scan on trading_order" not in plan, plan
        assert "Seq Scan on trading_fill" not in plan, plan
        return execute(sql, params, many, context)

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    with connection.execute_wrapper(explain_first):
        measure_trading(View(None, timezone.now()))
