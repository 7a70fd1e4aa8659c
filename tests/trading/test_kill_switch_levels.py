"""Each level of the kill switch, on the paper exchange: what is cancelled, what is closed, what is left."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from apps.system.access.models import Actor
from apps.system.access.selectors import root_actor
from apps.system.access.services import create_actor, move_actor
from apps.system.alerts.models import Alert
from apps.system.controls.levels import HaltLevel
from apps.system.controls.models import Halt
from apps.system.controls.services import Halted, engage_halt, release_halt
from apps.system.controls.services.enforcement import enforce_halts
from apps.system.errors import Forbidden
from apps.system.events.models import Event
from apps.trading.errors import RiskRefused
from apps.trading.models import Account, Order, Position, Venue
from apps.trading.services import OrderRequest, halting, match_venue, place_order
from apps.trading.types import LIVE, Side
from tests.system.people import actor_of
from tests.trading.books import assert_books_balance
from tests.trading.desk import NOON, build_agent, buy, fund, record, sell

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(seconds=10)
TREE = ("everything", "owner", "farm", "agent")


@pytest.fixture
def farm(alice: Actor) -> Actor:
    """Alice's farm."""
    return create_actor(kind=Actor.Kind.FARM, name="farm", parent=alice)


@pytest.fixture
def agent(farm: Actor) -> Actor:
    """An agent in Alice's farm."""
    return build_agent(farm)


@pytest.fixture
def account(agent: Actor, sim: Venue) -> Account:
    """The agent's account: 0.5 BTC bought, two orders open."""
    return _busy(fund(agent), sim)


@pytest.fixture
def strangers(sim: Venue) -> Account:
    """As much of somebody else's."""
    return _busy(fund(build_agent(actor_of())), sim, NOON + timedelta(seconds=2))


def _busy(account: Account, sim: Venue, at: datetime = NOON) -> Account:
    buy(account, "0.5", at=at)
    match_venue(sim, at)
    price = Position.objects.get(account=account).average_price
    buy(account, "0.1", limit=str((price * Decimal("0.97")).quantize(Decimal("0.01"))), at=at)
    sell(account, "0.2", limit=str((price * Decimal("1.03")).quantize(Decimal("0.01"))), at=at)
    match_venue(sim, at)
    assert (_open_orders(account), _held(account)) == (2, Decimal("0.5"))
    return account


def _halt(target: Actor, level: HaltLevel, now: datetime = LATER) -> Halt:
    return engage_halt(by=root_actor(), target=target, reason="Drill.", level=level, now=now)


def _enforce_once() -> None:
    enforce_halts(lambda: LATER)


def _enforce(sim: Venue) -> None:
    """What a worker and the market process do, in a second in which the market takes what there is."""
    _enforce_once()
    match_venue(sim, LATER)
    _enforce_once()


def _open_orders(account: Account) -> int:
    return Order.objects.filter(account=account, status__in=[status.value for status in LIVE]).count()


def _held(account: Account) -> Decimal:
    return Position.objects.get(account=account).quantity


@pytest.mark.parametrize("where", TREE)
@pytest.mark.parametrize(
    ("level", "orders", "held"),
    [(HaltLevel.STOP_NEW_RISK, 2, "0.5"), (HaltLevel.CANCEL_ORDERS, 0, "0.5"), (HaltLevel.FLATTEN, 0, "0")],
)
def test_each_level_does_what_it_says_for_each_part_of_the_tree(
    where: str, level: HaltLevel, orders: int, held: str, sim: Venue, account: Account, strangers: Account
) -> None:
    agent = account.actor
    of = {"agent": agent, "farm": agent.parent, "owner": agent.parent.parent, "everything": root_actor()}
    target = of[where]
    assert isinstance(target, Actor)
    _halt(target, level)
    _enforce(sim)
    assert (_open_orders(account), _held(account)) == (orders, Decimal(held))
    if where == "everything":
        assert (_open_orders(strangers), _held(strangers)) == (orders, Decimal(held))
    else:
        assert (_open_orders(strangers), _held(strangers)) == (2, Decimal("0.5"))
    with pytest.raises(Halted):
        buy(account, "0.1", at=LATER)
    assert_books_balance()


def test_what_was_done_is_counted_timed_and_told(sim: Venue, account: Account) -> None:
    _halt(account.actor, HaltLevel.FLATTEN)
    _enforce(sim)
    halt = Halt.objects.get()
    assert (halt.orders_total, halt.orders_left) == (2, 0)
    assert (halt.positions_total, halt.positions_left) == (1, 0)
    assert halt.level_at <= halt.orders_done_at <= halt.positions_done_at
    told = [each.payload for each in Event.objects.filter(type="system.kill_switch_progress").order_by("id")]
    assert [(each["ordersLeft"], each["positionsLeft"]) for each in told] == [(0, 1), (0, 0)]


def test_a_cancelled_order_says_why_and_frees_what_it_held(sim: Venue, account: Account) -> None:
    _halt(account.actor, HaltLevel.CANCEL_ORDERS)
    _enforce(sim)
    reasons = set(Order.objects.filter(status="cancelled").values_list("reason", flat=True))
    assert reasons == {"kill_switch"}
    assert not account.balances.exclude(held=0).exists()


def test_a_standing_halt_is_made_stricter_and_never_milder(sim: Venue, account: Account) -> None:
    first = _halt(account.actor, HaltLevel.STOP_NEW_RISK)
    assert enforce_halts(lambda: LATER) == 0
    assert _halt(account.actor, HaltLevel.FLATTEN).id == first.id
    assert _halt(account.actor, HaltLevel.CANCEL_ORDERS).level == HaltLevel.FLATTEN
    _enforce(sim)
    assert _held(account) == 0
    levels = [e.payload["level"] for e in Event.objects.filter(type="system.kill_switch").order_by("id")]
    assert levels == ["stop_new_risk", "flatten"]


def test_the_strictest_halt_of_the_lineage_binds(sim: Venue, account: Account) -> None:
    _halt(account.actor, HaltLevel.STOP_NEW_RISK)
    _halt(root_actor(), HaltLevel.FLATTEN)
    _enforce(sim)
    assert (_open_orders(account), _held(account)) == (0, 0)


def test_enforcing_again_and_again_closes_once(sim: Venue, account: Account) -> None:
    _halt(account.actor, HaltLevel.FLATTEN)
    for _ in range(3):
        _enforce_once()
    closing = Order.objects.filter(account=account, reduce_only=True)
    assert [order.quantity for order in closing] == [Decimal("0.5")]
    _enforce(sim)
    assert closing.count() == 1
    assert_books_balance()


class _WorkerDied(BaseException):
    """What stands for SIGKILL in the middle of a step: nothing catches it."""


def _dying(act: Callable[..., object], after: bool) -> Callable[..., object]:
    def die(*args: object, **named: object) -> object:
        if after:
            act(*args, **named)
        raise _WorkerDied

    return die


@pytest.mark.parametrize("after", [False, True], ids=["before it acts", "before it commits"])
@pytest.mark.parametrize("step", ["end_orders", "place_order"])
def test_a_worker_that_dies_at_any_step_is_taken_over_from(
    step: str, after: bool, sim: Venue, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    _halt(account.actor, HaltLevel.FLATTEN)
    with monkeypatch.context() as patched:
        patched.setattr(halting, step, _dying(getattr(halting, step), after))
        with pytest.raises(_WorkerDied), transaction.atomic():
            _enforce_once()
    assert (_open_orders(account), _held(account)) == (2, Decimal("0.5"))
    _enforce(sim)
    assert (_open_orders(account), _held(account)) == (0, 0)
    assert Order.objects.filter(account=account, reduce_only=True).count() == 1
    assert_books_balance()


def test_whoever_comes_below_a_halt_later_meets_it(sim: Venue, account: Account, farm: Actor) -> None:
    other = create_actor(kind=Actor.Kind.FARM, name="other", parent=farm.parent)
    _halt(other, HaltLevel.FLATTEN)
    _enforce(sim)
    assert _held(account) == Decimal("0.5")
    move_actor(account.actor, parent=other)
    _enforce(sim)
    assert _held(account) == 0
    assert Halt.objects.get().positions_total == 1


def test_nothing_is_closed_after_the_release(sim: Venue, account: Account) -> None:
    halt = _halt(account.actor, HaltLevel.FLATTEN)
    release_halt(by=root_actor(), target=halt.target, reason="A mistake.", now=LATER)
    _enforce(sim)
    assert (_open_orders(account), _held(account)) == (2, Decimal("0.5"))


def test_a_position_that_cannot_be_closed_raises_an_alert_that_ends_with_it(alice: Actor) -> None:
    """A replay that has ended trades nothing any more."""
    venue = record("spring")
    Venue.objects.filter(slug=venue.slug).update(market_time=NOON, status=Venue.Status.RUNNING)
    account = fund(build_agent(alice), venue=Venue.objects.get(slug=venue.slug))
    instrument = venue.instruments.get()
    position = Position.objects.create(account=account, instrument=instrument, quantity=1, cost=100)
    Venue.objects.filter(slug=venue.slug).update(status=Venue.Status.FINISHED)
    _halt(account.actor, HaltLevel.FLATTEN, now=LATER - timedelta(seconds=30))
    _enforce_once()
    alert = Alert.objects.get()
    assert (alert.source, alert.severity, alert.audience) == ("kill-switch", "CRITICAL", alice.id)
    assert "1 BTC/USD of agent" in alert.detail
    assert "recording has ended" in alert.detail
    Position.objects.filter(id=position.id).update(quantity=0, cost=0)
    _enforce_once()
    assert Alert.objects.get().status == "RESOLVED"


def test_there_is_no_alert_while_there_is_patience(sim: Venue, account: Account) -> None:
    _halt(account.actor, HaltLevel.FLATTEN, now=LATER - timedelta(seconds=29))
    _enforce_once()
    assert _held(account) == Decimal("0.5")
    assert not Alert.objects.exists()


def test_what_finds_no_market_is_tried_again_a_few_times_and_then_rests(sim: Venue, account: Account) -> None:
    _halt(account.actor, HaltLevel.FLATTEN)
    for _ in range(halting.TRIES + 2):
        _enforce_once()
        Order.objects.filter(reduce_only=True).update(worst_price=10**9, recorded_at=LATER)
        match_venue(sim, LATER)
    closing = Order.objects.filter(reduce_only=True)
    assert (closing.count(), set(closing.values_list("status", flat=True))) == (halting.TRIES, {"cancelled"})
    Order.objects.filter(reduce_only=True).update(recorded_at=LATER - halting.PAUSE)
    _enforce(sim)
    assert _held(account) == 0
    assert_books_balance()


@pytest.mark.parametrize(("side", "quantity"), [(Side.BUY, "0.1"), (Side.SELL, "0.6")])
def test_an_order_that_only_reduces_cannot_do_more(
    side: Side, quantity: str, sim: Venue, account: Account
) -> None:
    request = OrderRequest("BTC/USD", side, Decimal(quantity), "closing", reduce_only=True)
    with pytest.raises(RiskRefused) as refused:
        place_order(account=account, request=request, now=NOON)
    assert refused.value.reason_code == "reduce_only"


def test_an_admin_who_halts_what_is_halted_takes_it_over(account: Account, alice: Actor) -> None:
    engage_halt(by=alice, target=account.actor, reason="Odd.", now=LATER)
    _halt(account.actor, HaltLevel.STOP_NEW_RISK)
    with pytest.raises(Forbidden):
        release_halt(by=alice, target=account.actor, reason="Fine.", now=LATER)
