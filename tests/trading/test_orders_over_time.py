"""Orders of every kind through the one booking path, on a recorded market of our own making."""

from datetime import timedelta
from decimal import Decimal as D

import pytest

from apps.system.events.models import Event
from apps.trading.errors import OrderRefused, RiskRefused
from apps.trading.models import Account, Fill, Order, Venue
from apps.trading.services import (
    Change,
    OrderRequest,
    advance,
    cancel_live_orders,
    cancel_order,
    close_position,
    modify_order,
    place_order,
    start_replay,
)
from apps.trading.types import OrderType, Side, TimeInForce
from tests.system.people import actor_of
from tests.trading.books import assert_books_balance
from tests.trading.desk import NOON, REPLAY_START, build_agent, fund, record

pytestmark = pytest.mark.django_db

BARS = (
    # minute, open, high, low, close, volume
    (0, "100", "101", "99", "100", "50"),
    (1, "100", "100", "100", "100", "50"),
    (2, "100", "103", "99", "102", "50"),
    (3, "102", "102", "97", "98", "50"),
    (4, "94", "95", "90", "91", "50"),
    (5, "91", "120", "91", "119", "50"),
    (6, "119.01", "119.01", "119.01", "119.01", "50"),
)


@pytest.fixture
def venue(db: None) -> Venue:
    """A recording whose first bar has been played."""
    made = start_replay(record("kinds", BARS), speed=None)
    advance(made, NOON)
    return made


@pytest.fixture
def account(venue: Venue) -> Account:
    """An agent's account with 10,000 USD there."""
    return fund(build_agent(actor_of()), capital="10000", venue=venue)


def ask(account: Account, side: Side, kind: OrderType, quantity: str, **terms: object) -> Order:
    amounts = {name: D(value) if type(value) is str else value for name, value in terms.items()}
    client = str(amounts.pop("client", f"order-{Order.objects.count()}"))
    request = OrderRequest("BTC/USD", side, D(quantity), client, kind, **amounts)  # type: ignore[arg-type]
    account.venue = Venue.objects.get(slug=account.venue_id)
    return place_order(account=account, request=request, now=NOON)


def play(venue: Venue, bars: int = 1) -> None:
    """Let so many bars pass; the books balance after each."""
    for _ in range(bars):
        advance(venue, NOON)
        assert_books_balance()


def seen(order: Order) -> tuple[str, str, list[D]]:
    """Its status, why it ended, and the prices of its fills."""
    order.refresh_from_db()
    prices = Fill.objects.filter(order_id=order.id).order_by("id").values_list("price", flat=True)
    return order.status, order.reason, list(prices)


def told(order: Order) -> list[str]:
    """What was told of an order, in order."""
    rows = Event.objects.filter(payload__orderId=str(order.id)).order_by("id")
    return [event.type.removeprefix("trade.order_") for event in rows]


def test_a_stop_is_written_down_as_waiting_and_sells_at_the_open_that_jumped_over_it(
    account: Account, venue: Venue
) -> None:
    ask(account, Side.BUY, OrderType.MARKET, "2")
    play(venue)
    stop = ask(account, Side.SELL, OrderType.STOP, "2", stop_price="96")
    play(venue, 2)
    assert seen(stop) == ("waiting", "", [])
    play(venue)
    assert seen(stop) == ("filled", "", [D(94)])
    assert stop.triggered_at == REPLAY_START + timedelta(minutes=4)
    assert told(stop) == ["placed", "triggered", "filled"]


def test_a_trailing_stop_keeps_its_peak_with_the_order(account: Account, venue: Venue) -> None:
    ask(account, Side.BUY, OrderType.MARKET, "1")
    play(venue)
    stop = ask(account, Side.SELL, OrderType.TRAILING_STOP, "1", trail_percent="4")
    play(venue)
    stop.refresh_from_db()
    assert (stop.status, stop.peak, stop.stop_price) == ("waiting", D(103), D("98.88"))
    play(venue)
    assert seen(stop) == ("filled", "", [D("98.88")])


@pytest.mark.parametrize(
    ("kind", "terms", "status", "prices"),
    [
        (OrderType.TAKE_PROFIT, {"stop_price": "95"}, "filled", [D(94)]),
        (OrderType.STOP, {"stop_price": "103"}, "filled", [D(103)]),
        (OrderType.STOP_LIMIT, {"stop_price": "103", "limit_price": "103"}, "filled", [D(103)]),
        (OrderType.TRAILING_STOP, {"trail_amount": "5"}, "filled", [D(95)]),
    ],
)
def test_each_kind_of_trigger_buys_where_the_market_reaches_it(
    account: Account, venue: Venue, kind: OrderType, terms: dict[str, str], status: str, prices: list[D]
) -> None:
    order = ask(account, Side.BUY, kind, "1", **terms)
    play(venue, 4)
    if kind is OrderType.TRAILING_STOP:
        order.refresh_from_db()
        assert (order.status, order.stop_price) == ("waiting", D(95))
        play(venue)
    assert seen(order) == (status, "", prices)


@pytest.mark.parametrize(
    ("force", "quantity", "expected"),
    [
        (TimeInForce.IOC, "60", ("cancelled", "no_liquidity", [D(100)])),
        (TimeInForce.FOK, "60", ("cancelled", "fill_or_kill", [])),
        (TimeInForce.FOK, "50", ("filled", "", [D(100)])),
        (TimeInForce.GTC, "60", ("filled", "", [D(100), D(100)])),
    ],
)
def test_each_time_in_force_ends_as_it_says(
    account: Account, venue: Venue, force: TimeInForce, quantity: str, expected: tuple[str, str, list[D]]
) -> None:
    order = ask(account, Side.BUY, OrderType.LIMIT, quantity, limit_price="100", time_in_force=force)
    play(venue, 2)
    assert seen(order) == expected


def test_an_order_that_is_good_till_a_time_expires_in_market_time(account: Account, venue: Venue) -> None:
    till = REPLAY_START + timedelta(minutes=3)
    terms = {"time_in_force": TimeInForce.GTD, "good_till": till}
    order = ask(account, Side.BUY, OrderType.LIMIT, "1", limit_price="96", **terms)
    play(venue, 2)
    assert seen(order) == ("open", "", [])
    play(venue)
    assert seen(order) == ("cancelled", "expired", [])
    assert told(order) == ["placed", "cancelled"]


def test_post_only_never_takes(account: Account, venue: Venue) -> None:
    order = ask(account, Side.BUY, OrderType.LIMIT, "1", limit_price="100", post_only=True)
    play(venue)
    assert seen(order) == ("cancelled", "post_only", [])


def test_a_pair_reserves_once_and_one_leg_ends_the_other(account: Account, venue: Venue) -> None:
    ask(account, Side.BUY, OrderType.MARKET, "1")
    play(venue)
    limit = ask(account, Side.SELL, OrderType.LIMIT, "1", limit_price="104", oco_stop_price="96")
    stop = Order.objects.exclude(id=limit.id).get(group_id=limit.group_id)
    assert account.balances.get(asset="BTC").held == 1
    play(venue, 3)
    assert seen(stop) == ("filled", "", [D(94)])
    assert seen(limit) == ("cancelled", "oco", [])
    assert account.balances.get(asset="BTC").held == 0


def test_the_exits_of_a_bracket_come_to_life_with_what_was_bought(account: Account, venue: Venue) -> None:
    entry = ask(account, Side.BUY, OrderType.MARKET, "1", take_profit_price="110", stop_loss_price="80")
    profit, loss = Order.objects.filter(group_id=entry.group_id, link="exit").order_by("id")
    assert {profit.status, loss.status} == {"inactive"}
    assert account.balances.filter(asset="BTC").first() is None
    play(venue)
    assert [each[0] for each in (seen(profit), seen(loss))] == ["open", "waiting"]
    assert account.balances.get(asset="BTC").held == 1
    play(venue, 4)
    assert seen(profit) == ("filled", "", [D(110)])
    assert seen(loss) == ("cancelled", "oco", [])
    assert told(profit) == ["placed", "modified", "filled"]


def test_an_entry_that_is_cancelled_takes_along_what_has_no_use(account: Account, venue: Venue) -> None:
    terms = {"limit_price": "96", "stop_loss_price": "80"}
    entry = ask(account, Side.BUY, OrderType.LIMIT, "1", **terms)
    loss = Order.objects.get(group_id=entry.group_id, link="exit")
    cancel_order(entry, now=NOON)
    assert seen(loss) == ("cancelled", "entry_ended", [])
    assert account.balances.get(asset="USD").held == 0


def test_a_latent_venue_lets_orders_and_cancels_wait(account: Account, venue: Venue) -> None:
    venue.config = {**venue.config, "latency_ms": 90_000}
    venue.save(update_fields=["config"])
    order = ask(account, Side.BUY, OrderType.LIMIT, "1", limit_price="100")
    play(venue)
    assert seen(order) == ("pending", "", [])
    play(venue, 2)
    assert seen(order)[0] == "filled"
    resting = ask(account, Side.BUY, OrderType.LIMIT, "1", limit_price="96")
    account.venue = Venue.objects.get(slug=venue.slug)
    assert cancel_order(resting, now=NOON).is_live
    play(venue)
    assert seen(resting) == ("pending", "", []), "neither has arrived"


def test_beyond_the_depth_a_venue_with_impact_fills_at_a_worse_price(account: Account, venue: Venue) -> None:
    venue.config = {**venue.config, "impact": "0.02"}
    venue.save(update_fields=["config"])
    order = ask(account, Side.BUY, OrderType.MARKET, "60")
    play(venue)
    assert seen(order) == ("filled", "", [D(100), D("100.2")])


def test_a_change_is_reserved_anew_and_a_smaller_quantity_keeps_its_place(
    account: Account, venue: Venue
) -> None:
    order = ask(account, Side.BUY, OrderType.LIMIT, "4", limit_price="96")
    play(venue)
    smaller = modify_order(order, Change(quantity=D(2)), now=NOON)
    assert (smaller.status, smaller.placed_at) == ("open", order.placed_at)
    assert account.balances.get(asset="USD").held == smaller.held == D("192.192")
    dearer = modify_order(order, Change(limit_price=D(98)), now=NOON)
    assert dearer.status == "pending"
    assert dearer.placed_at > order.placed_at
    assert account.balances.get(asset="USD").held == dearer.held == D("196.196")
    play(venue, 2)
    assert seen(order) == ("filled", "", [D(98)])
    assert told(order) == ["placed", "modified", "modified", "filled"]


def test_a_change_that_was_made_already_changes_nothing(account: Account) -> None:
    order = ask(account, Side.BUY, OrderType.LIMIT, "4", limit_price="96")
    for _ in range(2):
        changed = modify_order(order, Change(limit_price=D(97)), now=NOON)
    assert changed.revision == 1
    assert_books_balance()


def test_the_stop_of_a_pair_may_move_and_its_reservation_stays_one(account: Account, venue: Venue) -> None:
    ask(account, Side.BUY, OrderType.MARKET, "1")
    play(venue)
    limit = ask(account, Side.SELL, OrderType.LIMIT, "1", limit_price="104", oco_stop_price="96")
    stop = Order.objects.exclude(id=limit.id).get(group_id=limit.group_id)
    play(venue)
    modify_order(stop, Change(stop_price=D(98)), now=NOON)
    assert account.balances.get(asset="BTC").held == 1
    play(venue)
    assert seen(stop) == ("filled", "", [D(98)])
    assert seen(limit)[0] == "cancelled"


@pytest.mark.parametrize(
    ("terms", "change", "code"),
    [
        ({}, Change(), "nothing_to_change"),
        ({}, Change(stop_price=D(95)), "stop_price_unexpected"),
        ({}, Change(limit_price=D("96.001")), "tick_size"),
        ({}, Change(quantity=D(4000)), "insufficient_cash"),
        ({"oco_stop_price": D(105)}, Change(quantity=D(1)), "linked_quantity"),
    ],
)
def test_a_change_that_cannot_be_is_refused_and_leaves_the_order(
    account: Account, terms: dict[str, object], change: Change, code: str
) -> None:
    order = ask(account, Side.BUY, OrderType.LIMIT, "4", limit_price="96", **terms)
    with pytest.raises((OrderRefused, RiskRefused)) as refusal:
        modify_order(order, change, now=NOON)
    assert refusal.value.reason_code == code
    order.refresh_from_db()
    assert (order.quantity, order.limit_price, order.revision) == (4, 96, 0)
    assert_books_balance()


def test_closing_sells_all_that_is_held_and_first_frees_it(account: Account, venue: Venue) -> None:
    ask(account, Side.BUY, OrderType.MARKET, "2")
    play(venue)
    resting = ask(account, Side.SELL, OrderType.LIMIT, "2", limit_price="104")
    terms = {"symbol": "BTC/USD", "client_order_id": "close", "now": NOON}
    account.venue = Venue.objects.get(slug=venue.slug)
    closing = close_position(account, **terms)  # type: ignore[arg-type]
    assert close_position(account, **terms) == closing  # type: ignore[arg-type]
    assert seen(resting) == ("cancelled", "requested", [])
    play(venue)
    assert seen(closing) == ("filled", "", [D(100)])
    with pytest.raises(RiskRefused) as refusal:
        close_position(account, symbol="BTC/USD", client_order_id="again", now=NOON)
    assert refusal.value.reason_code == "no_position"


def test_all_orders_of_a_symbol_go_at_once_with_their_groups(account: Account, venue: Venue) -> None:
    ask(account, Side.BUY, OrderType.LIMIT, "1", limit_price="96")
    ask(account, Side.BUY, OrderType.LIMIT, "1", limit_price="97", stop_loss_price="80")
    assert cancel_live_orders(account, now=NOON, symbol="BTC/USD") == 3
    assert account.balances.get(asset="USD").held == 0
    assert_books_balance()
