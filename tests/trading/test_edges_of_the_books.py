"""Where books go wrong quietly: many digits, shared assets, and the end of a recording."""

from decimal import Decimal

import pytest

from apps.mcp.models import ToolCall
from apps.system.access.models import Actor
from apps.trading.errors import RiskRefused
from apps.trading.models import Account, Balance, Order, Venue
from apps.trading.selectors.portfolio import summarise_portfolio
from apps.trading.services import import_candles, match_venue, start_replay
from apps.trading.services.ticking import advance
from apps.trading.types import Interval, Side, exact_arithmetic
from tests.trading.books import assert_books_balance
from tests.trading.desk import BARS, NOON, bars_csv, build_agent, buy, fund, record, trade

pytestmark = pytest.mark.django_db


def test_large_and_small_amounts_meet_without_rounding(sim: Venue, alice: Actor) -> None:
    account = fund(build_agent(alice, "rich"), "999999999999.123456789012345678")
    fund(build_agent(alice, "poor"), "0.000000000000000001")
    assert Balance.objects.get(account=account).total == Decimal("999999999999.123456789012345678")
    buy(account, "0.1")
    assert_books_balance()


def test_what_is_worth_a_great_deal_is_told_to_the_last_digit(sim: Venue, alice: Actor) -> None:
    fund(build_agent(alice, "rich"), "999999999999.123456789012345678")
    bought = fund(build_agent(alice, "trader"), "100000")
    buy(bought, "0.1")
    match_venue(sim, NOON)
    worth = summarise_portfolio(alice, NOON)
    assert worth.positions_value
    with exact_arithmetic():
        assert worth.equity == worth.cash + worth.positions_value
    assert worth.equity is not None
    assert str(worth.equity).endswith("789012345678")


def test_a_coin_is_sold_by_the_pair_that_bought_it(alice: Actor, sim: Venue) -> None:
    venue = record("two")
    import_candles(dataset="two", symbol="BTC/EUR", interval=Interval.M1, rows=bars_csv())
    venue.refresh_from_db()
    account = fund(build_agent(alice), venue=venue)
    advance(start_replay(venue, speed=None), NOON)
    buy(account, "1")
    advance(venue, NOON)
    with pytest.raises(RiskRefused, match="0 are free to sell") as refusal:
        trade(account, Side.SELL, "0.5", symbol="BTC/EUR")
    assert refusal.value.reason_code == "insufficient_position"
    advance(venue, NOON)
    assert_books_balance()


def test_what_waits_when_a_recording_ends_is_refused_and_freed(alice: Actor, sim: Venue) -> None:
    venue = record("short")
    account = fund(build_agent(alice), venue=venue)
    start_replay(venue, speed=None)
    for _ in BARS:
        advance(venue, NOON)
    order = buy(account, "1")
    call = _deferred_call(order, account.actor)
    assert advance(venue, NOON).is_finished
    order.refresh_from_db()
    call.refresh_from_db()
    assert (order.status, order.reason, order.held) == ("cancelled", "no_liquidity", 0)
    assert (call.status, call.code) == (ToolCall.Status.REFUSED, "no_liquidity")
    assert_books_balance()


def test_an_order_that_slips_in_as_a_recording_ends_is_refused_a_tick_later(alice: Actor, sim: Venue) -> None:
    venue = record("short")
    account = fund(build_agent(alice), venue=venue)
    start_replay(venue, speed=None)
    for _ in BARS:
        advance(venue, NOON)
    running = Account.objects.select_related("venue", "actor").get(id=account.id)
    advance(venue, NOON)
    order = buy(running, "1")
    assert advance(venue, NOON).is_finished
    order.refresh_from_db()
    assert order.status == "cancelled"


def test_a_finished_recording_takes_no_order(alice: Actor, sim: Venue) -> None:
    venue = record("short")
    account = fund(build_agent(alice), venue=venue)
    start_replay(venue, speed=None)
    for _ in range(len(BARS) + 1):
        advance(venue, NOON)
    account.refresh_from_db()
    with pytest.raises(RiskRefused, match="ended") as refusal:
        buy(account, "1")
    assert refusal.value.reason_code == "stale_market"


def _deferred_call(order: Order, actor: Actor) -> ToolCall:
    call = ToolCall.objects.create(
        actor=actor,
        principal_id=actor.id,
        scopes="trade",
        interface="agent",
        tool="place_order",
        parameters={},
        status=ToolCall.Status.DEFERRED,
        correlation_id=order.id,
        recorded_at=NOON,
    )
    Order.objects.filter(id=order.id).update(call_id=call.id)
    return call
