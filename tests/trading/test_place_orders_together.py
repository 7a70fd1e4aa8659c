"""Orders placed together come to what they would have come to one after the other."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from apps.system.access.models import Actor
from apps.system.controls.services import engage_halt
from apps.system.controls.services.configuration import change_setting
from apps.system.errors import CivalError, Conflict
from apps.system.events.batches import MOST_SINGLY
from apps.system.events.models import Event
from apps.system.ids import new_id
from apps.trading.models import Account, Balance, Order, Venue
from apps.trading.services import OrderRequest, place_order
from apps.trading.services.entering import Placing
from apps.trading.services.funding import fund_account
from apps.trading.services.placing import Answer, Placed, place_orders
from apps.trading.settings import DAILY_LOSS_STOP, MAX_OPEN_ORDERS, MAX_ORDER_NOTIONAL
from apps.trading.types import OrderType, Side, TimeInForce
from tests.queries import count_queries
from tests.trading.books import assert_books_balance
from tests.trading.desk import NOON, build_agent, buy, fund

OWN = ("id", "recorded_at", "fingerprint")
"""What differs of two orders that are the same; columns say of a plain order what its fingerprint would."""

SYMBOLS = ("BTC/USD", "DOGE/USD", "ETH/USD", "NO/USD")
_wish = some.tuples(
    some.integers(0, 2),
    some.sampled_from(SYMBOLS),
    some.sampled_from(list(Side)),
    some.sampled_from(["0.0001", "0.3", "1", "150", "0.12345678901"]),
)
WISHES = some.lists(_wish, min_size=1, max_size=8)


@pytest.fixture
def accounts(alice: Actor, sim: Venue) -> list[Account]:
    """One with a position, one with little, one halted."""
    rich, poor, halted = (fund(build_agent(alice, name), "100000") for name in ("rich", "poor", "halted"))
    buy(rich, "0.5", client="held")
    Balance.objects.filter(account=poor).update(total=50)
    engage_halt(by=alice, target=halted.actor, reason="storm", now=NOON)
    change_setting(MAX_OPEN_ORDERS, 4, target=poor.actor, by=alice, now=NOON)
    change_setting(MAX_ORDER_NOTIONAL, Decimal(60_000), target=rich.actor, by=alice, now=NOON)
    return [rich, poor, halted]


def placings(accounts: Sequence[Account], wishes: Sequence[Any]) -> list[Placing]:
    return [
        Placing(
            accounts[who].actor,
            OrderRequest(symbol, side, Decimal(quantity), f"wish-{number}"),
            new_id(),
            new_id(),
        )
        for number, (who, symbol, side, quantity) in enumerate(wishes)
    ]


def one_by_one(wanted: Sequence[Placing]) -> list[Any]:
    answers: list[Any] = []
    for each in wanted:
        account = Account.objects.select_related("actor", "venue").get(actor=each.actor, status="OPEN")
        try:
            answers.append(place_order(account=account, request=each.request, now=NOON, call_id=each.call_id))
        except CivalError as refusal:
            answers.append(refusal)
    return answers


def outcome(place: Callable[[Sequence[Placing]], Sequence[Any]], wanted: Sequence[Placing]) -> Any:
    """What an order comes to, and what is left behind; then as if nothing had been."""
    with transaction.atomic():
        codes = [each.reason_code if isinstance(each, CivalError) else "" for each in place(wanted)]
        names = [each.name for each in Order._meta.fields if each.name not in OWN]
        orders = list(Order.objects.order_by("client_order_id").values(*names))
        held = list(Balance.objects.order_by("account_id", "asset").values_list("asset", "held"))
        events = Event.objects.filter(type="trade.order_placed").order_by("id")
        told = [{k: v for k, v in each.payload.items() if k != "orderId"} for each in events]
        transaction.set_rollback(True)
    return codes, orders, held, told


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wishes=WISHES)
def test_together_is_as_one_by_one(accounts: list[Account], wishes: list[Any]) -> None:
    wanted = placings(accounts, wishes)
    assert outcome(lambda asked: place_orders(asked, now=NOON), wanted) == outcome(one_by_one, wanted)


def test_the_books_balance_and_the_queries_do_not_grow(alice: Actor, sim: Venue) -> None:
    agents = [fund(build_agent(alice, f"agent {number}")) for number in range(9)]
    few = placings(agents, [(0, "BTC/USD", Side.BUY, "0.1")])
    many = placings(agents[1:], [(number, "BTC/USD", Side.BUY, "0.1") for number in range(8)])
    place_orders(placings(agents, [(8, "BTC/USD", Side.BUY, "0.1")]), now=NOON)  # what is cached is cached
    many = [replace(each, request=replace(each.request, client_order_id=str(new_id()))) for each in many]
    assert count_queries(lambda: place_orders(few, now=NOON)) == count_queries(
        lambda: place_orders(many, now=NOON)
    )
    assert Order.objects.count() == 10
    assert_books_balance()


def test_what_rests_on_more_than_is_read_is_left_to_the_single_door(
    alice: Actor, account: Account, agent: Actor
) -> None:
    plain, limit = placings([account], [(0, "BTC/USD", Side.BUY, "0.1")] * 2)
    resting = replace(limit, request=replace(limit.request, post_only=True, reduce_only=True))
    assert place_orders([resting], now=NOON) == [None]
    change_setting(DAILY_LOSS_STOP, Decimal(5), target=agent, by=alice, now=NOON)
    assert place_orders([plain], now=NOON) == [None]
    assert not Order.objects.exists()


def test_other_currencies_are_left_to_the_single_door(alice: Actor, account: Account) -> None:
    dollars, euros = placings([account], [(0, each, Side.BUY, "0.1") for each in ("BTC/USD", "ETH/EUR")])
    assert place_orders([euros], now=NOON) == [None]
    fund_account(by=alice, account=account, amount=Decimal(500), currency="EUR", reason="more", now=NOON)
    assert place_orders([dollars], now=NOON) == [None]


def _ids(answers: Sequence[Answer]) -> list[Any]:
    return [each.id if isinstance(each, Placed) else each for each in answers]


def test_an_id_that_was_used_before_leaves_its_order_to_the_single_door(account: Account) -> None:
    (earlier,) = placings([account], [(0, "BTC/USD", Side.BUY, "0.1")])
    (placed,) = _ids(place_orders([earlier], now=NOON))
    again, other = placings([account], [(0, "BTC/USD", Side.BUY, "0.1"), (0, "BTC/USD", Side.BUY, "0.2")])

    answers = _ids(place_orders([again, other], now=NOON))

    assert answers[0] is None
    assert set(Order.objects.values_list("id", flat=True)) == {placed, answers[1]}
    assert place_order(account=account, request=again.request, now=NOON).id == placed
    assert_books_balance()


def test_of_an_id_that_comes_twice_the_first_is_placed(account: Account) -> None:
    first, second = placings([account], [(0, "BTC/USD", Side.BUY, "0.1"), (0, "BTC/USD", Side.BUY, "0.2")])
    second.request.client_order_id = first.request.client_order_id

    placed, left = _ids(place_orders([first, second], now=NOON))

    assert left is None
    assert list(Order.objects.values_list("id", flat=True)) == [placed]
    assert_books_balance()


@pytest.mark.parametrize(
    "otherwise",
    [
        {"quantity": Decimal("0.2")},
        {"side": Side.SELL},
        {"symbol": "ETH/USD"},
        {"time_in_force": TimeInForce.IOC},
        {"reduce_only": True},
        {"take_profit_price": Decimal(90_000)},
        {"order_type": OrderType.LIMIT, "limit_price": Decimal(50_000)},
        {"good_till": NOON},
    ],
)
def test_an_id_of_a_batch_is_not_good_for_another_order(account: Account, otherwise: dict[str, Any]) -> None:
    (wanted,) = placings([account], [(0, "BTC/USD", Side.BUY, "0.1")])
    place_orders([wanted], now=NOON)
    with pytest.raises(Conflict) as refusal:
        place_order(account=account, request=replace(wanted.request, **otherwise), now=NOON)
    assert refusal.value.reason_code == "client_order_id_reused"


def test_more_than_a_hundred_of_an_owner_are_told_together(account: Account) -> None:
    wanted = placings([account], [(0, "BTC/USD", Side.BUY, "0.001")] * (MOST_SINGLY + 1))

    placed = _ids(place_orders(wanted, now=NOON))

    told = Event.objects.get(type="trade.orders_placed")
    assert told.audience == account.actor.owner_id
    assert [item["orderId"] for item in told.payload["items"]] == [str(each) for each in placed]
    assert {item["accountId"] for item in told.payload["items"]} == {str(account.id)}
    assert not Event.objects.filter(type="trade.order_placed").exists()
